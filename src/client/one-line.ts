/** As much of a text of the server is shown. */
const MOST = 1000;

/** A text of the server for people: on one line, without control characters, and not endless. */
export function oneLine(text: string, most = MOST): string {
  // Cut first: the text may have megabytes. What is removed later is at most as long.
  const line = text
    .slice(0, 4 * most)
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most)}…`;
}

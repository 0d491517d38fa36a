/** A text as one argument of a command, in quotes where a shell would make something else of it. */
export function asArgument(text: string): string {
  if (/^[\w.:@%+,/=-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

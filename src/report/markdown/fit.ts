/** Parts of a text as far as they fit, in their order; parts that do not fit are left out whole. */
export function fitting(
  parts: readonly string[],
  room: number,
): { readonly kept: readonly string[]; readonly left: number } {
  let used = 0;
  const kept = parts.filter((part) => {
    const fits = used + part.length + 1 <= room;
    if (fits) used += part.length + 1;
    return fits;
  });
  return { kept, left: parts.length - kept.length };
}

/** A name as it fits a line, with how long it is where that is all that can be said. */
export function shortName(text: string, most = 200): string {
  if (text.length <= most) return text;
  const characters = [...text];
  return `${characters.slice(0, most).join('')}… (${characters.length} characters)`;
}

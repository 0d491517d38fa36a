/**
 * Whether a text is what a pattern says, in which `*` stands for any characters and `?` for one. Takes time in
 * proportion to both at most, whatever the pattern: it may be a stranger's.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, here] = [0, 0];
  let star: number | undefined;
  let after = 0;
  while (here < text.length) {
    if (pattern[at] === '*') {
      star = at;
      after = here;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[here])) {
      at += 1;
      here += 1;
    } else if (star !== undefined) {
      at = star + 1;
      after += 1;
      here = after;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

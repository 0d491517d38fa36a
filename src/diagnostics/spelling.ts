/**
 * The candidate that is nearest to a misspelt word, undefined when none is near: at most a third of its
 * letters differ (one of a short word, none of a single letter), or `atMost`.
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  atMost = Math.min(Math.max(1, Math.floor(word.length / 3)), word.length - 1),
): string | undefined {
  let best: string | undefined;
  let bestDistance = atMost + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * How like two names are, from 0 to 1: by their letters, or by the words that they share (`redirect_uri` and
 * `redirect_uris`, `min_length` and `length_min`).
 */
export function likeness(one: string, other: string): number {
  const longest = Math.max(one.length, other.length, 1);
  const letters = 1 - editDistance(one.toLowerCase(), other.toLowerCase(), longest) / longest;
  const words = new Set(one.toLowerCase().split('_'));
  const others = other.toLowerCase().split('_');
  const shared = others.filter((word) => words.has(word)).length;
  return Math.max(letters, shared / Math.max(words.size, others.length));
}

/**
 * The number of letters to insert, delete, replace or swap with their neighbour to turn one word into the
 * other; `limit` when it is not smaller.
 */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] ?? limit;
}

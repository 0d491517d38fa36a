/**
 * The candidate that is nearest to a misspelt word, undefined when none is near: one with the same words in
 * another order, else one of which at most a third of the letters differ (one of a short word, none of a single
 * letter), else the only one that differs in words that say nothing of their own (`min_digits`, `amount_digits`).
 * What both have in front and behind does not count: `authentik_core.foo` is not near `authentik_core.user`. What says
 * the opposite is not near either: `flow_enrollment` and `flow_unenrollment`.
 * `atMost`: letters, if fewer may differ.
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  atMost = Number.POSITIVE_INFINITY,
): string | undefined {
  const all = [...candidates];
  if (atMost === Number.POSITIVE_INFINITY) {
    const reordered = sameWords(word, all, wordsOf);
    if (reordered !== undefined) return reordered;
  }
  let best: string | undefined;
  let bestDistance = atMost + 1;
  const lower = word.toLowerCase();
  for (const candidate of all) {
    const other = candidate.toLowerCase();
    if (areOpposites(lower, other)) continue;
    const limit = Math.min(bestDistance, mayDiffer(lower, other) + 1);
    const distance = editDistance(lower, other, limit);
    if (distance < limit) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? (atMost === Number.POSITIVE_INFINITY ? sameWords(word, all, tellingWords) : undefined);
}

/** How many names a hint lists; more are only counted. */
const LISTED = 8;

/**
 * Names for a hint, the most likely first: those most like `word`, and how many others there are. All of them where
 * there are few. `more`: where all of them can be read.
 */
export function listed(word: string, names: readonly string[], more?: string): string {
  if (names.length <= LISTED + 1) return names.join(', ');
  const shown = [...names]
    .map((name) => ({ name, like: likeness(word, name) }))
    .sort((a, b) => b.like - a.like)
    .slice(0, LISTED)
    .map(({ name }) => name);
  return `${shown.join(', ')} and ${names.length - LISTED} more${more === undefined ? '' : `: see ${more}`}`;
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

/** Words of names that people choose freely: they say of what kind the value is, which the rest says, too. */
const UNTELLING: ReadonlySet<string> = new Set(
  'amount count number num min minimum max maximum is has enable enabled use allow support'.split(' '),
);

/** The words of a name, in the singular. */
function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}

function tellingWords(name: string): string[] {
  return wordsOf(name).filter((word) => !UNTELLING.has(word));
}

/** The only candidate with the same words, by this reading of names; undefined where a name has none. */
function sameWords(
  word: string,
  candidates: readonly string[],
  read: (name: string) => string[],
): string | undefined {
  const asked = read(word).sort().join(' ');
  const [only, ...others] =
    asked === ''
      ? []
      : [...new Set(candidates.filter((candidate) => read(candidate).sort().join(' ') === asked))];
  return others.length === 0 ? only : undefined;
}

/** In how many letters two names may differ to be near: a third of those between the words that both have. */
function mayDiffer(one: string, other: string): number {
  const words = one.split(SEPARATOR);
  const others = other.split(SEPARATOR);
  const most = Math.min(words.length, others.length);
  let before = 0;
  while (before < most && words[before] === others[before]) before++;
  let after = 0;
  while (after < most - before && words.at(-1 - after) === others.at(-1 - after)) after++;
  const longest = Math.max(
    ...[words, others].map((all) => all.slice(before, all.length - after).join('').length),
  );
  return Math.max(0, Math.min(Math.max(1, Math.floor(longest / 3)), longest - 1, one.length - 1));
}

/** Whether two names differ only in that words of one are negated in the other. */
function areOpposites(one: string, other: string): boolean {
  const words = one.split(SEPARATOR);
  const others = other.split(SEPARATOR);
  const differing = words.flatMap((word, index) => {
    const its = others[index] ?? '';
    return word === its ? [] : [[word, its] as const];
  });
  const isNegation = (long: string, short: string): boolean =>
    short.length > 2 && NEGATIONS.some((prefix) => long === `${prefix}${short}`);
  return (
    words.length === others.length &&
    differing.length > 0 &&
    differing.every(([word, its]) => isNegation(word, its) || isNegation(its, word))
  );
}

const NEGATIONS = ['un', 'in', 'dis', 'non', 'de', 'no'];

const SEPARATOR = /([^\p{L}\p{N}])/u;

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

/*
 * Catalogs of neighbouring releases are nearly the same; most are kept as what they differ in from one that
 * is kept whole. A difference follows the nesting of the objects: a member is again a difference, or `{"=":
 * value}` for a value that is put there; `-` names the members that are taken out. A JSON Merge Patch (RFC
 * 7386) would do, but for the nulls of a catalog.
 */
export interface Difference {
  readonly '='?: unknown;
  readonly '-'?: readonly string[];
  readonly [key: string]: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * What makes `other` of `base`; undefined where they are equal. No member of either may be called `=` or `-`.
 * The order of members makes no difference and has no influence: a catalog that was read gives the same as
 * one that has just been made. What was compared is not changed afterwards.
 */
export function differenceOf(base: unknown, other: unknown): Difference | undefined {
  return differenceOfSorted(sortedOnce(base), sortedOnce(other));
}

/** Catalogs are compared with several others: each is sorted once. */
const known = new WeakMap<Members, unknown>();

function sortedOnce(value: unknown): unknown {
  if (!isObject(value)) return sorted(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  const made = sorted(value);
  known.set(value, made);
  return made;
}

function differenceOfSorted(base: unknown, other: unknown): Difference | undefined {
  if (!isObject(base) || !isObject(other))
    return JSON.stringify(base) === JSON.stringify(other) ? undefined : { '=': other };
  const gone = Object.keys(base).filter((key) => !(key in other));
  const changed = Object.entries(other).flatMap(([key, value]) => {
    const part = key in base ? differenceOfSorted(base[key], value) : { '=': value };
    return part ? [[key, part] as const] : [];
  });
  if (gone.length === 0 && changed.length === 0) return undefined;
  const members: Difference = Object.fromEntries(changed);
  return gone.length > 0 ? { '-': gone, ...members } : members;
}

/**
 * What a difference makes of its base; parts that do not differ are shared with it. Members come in the
 * order of the base, new ones last.
 */
export function applyDifference(base: unknown, difference: Difference): unknown {
  if ('=' in difference) return difference['='];
  const gone = new Set(difference['-'] ?? []);
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(base as Members)) if (!gone.has(key)) made[key] = value;
  for (const [key, part] of Object.entries(difference))
    if (key !== '-') made[key] = applyDifference(made[key], part as Difference);
  return made;
}

/** A value with the members of all its objects in alphabetical order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { type At, laterHas, sameLater } from '../blueprint/compare-later.ts';
import { isDict, Later, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import { pkText } from './pk-text.ts';

/** A truth value of three-valued logic; undefined: not known, or only the server will know. */
export type Truth = boolean | undefined;

/**
 * Evaluates one Django look-up on one value. `has`: the value of the object; `asked`: that of the identifier
 * or criterion, without Unknown inside. `null` matches only `isnull` and an exact null (Django turns `= NULL`
 * into IS NULL; probe ident_null_value). Text operators are those of PostgreSQL: the ones that start with `i`
 * ignore case.
 */
export function holds(operator: string, has: Value | undefined, asked: Value): Truth {
  if (has instanceof Later) return laterHolds(operator, has, asked);
  if (has instanceof Unknown) return undefined;
  if (operator === 'isnull') return (has === null || has === undefined) === isTrue(asked);
  if (operator === 'exact' || operator === '') return equal(has, asked);
  if (operator === 'in') return Array.isArray(asked) ? any(asked.map((item) => equal(has, item))) : false;
  if (has === null || has === undefined) return operator === 'iexact' && asked === null;
  if (operator === 'contains' && typeof has !== 'string') return contains(has, asked);
  if (operator in KEYS) return KEYS[operator]?.(has, asked);
  if (operator in COMPARE) return COMPARE[operator]?.(order(has, asked));
  return TEXT[operator]?.(text(has), text(asked));
}

const lower = (said: string): string => said.toLowerCase();

/** The same for a text with keys in it that there will be. */
function laterHolds(operator: string, has: Later, asked: Value): Truth {
  if (operator === 'isnull') return !isTrue(asked);
  if (operator === 'exact' || operator === '') return equal(has, asked);
  if (operator === 'in') return Array.isArray(asked) ? any(asked.map((item) => equal(has, item))) : false;
  const part = LATER[operator];
  return part && typeof asked === 'string' ? laterHas(has, asked, ...part) : undefined;
}

/** Where operators look in a text, and how they read it. */
const LATER: Readonly<Record<string, readonly [At, ((said: string) => string)?]>> = {
  startswith: ['start'],
  istartswith: ['start', lower],
  endswith: ['end'],
  iendswith: ['end', lower],
  contains: ['anywhere'],
  icontains: ['anywhere', lower],
};

/** Operators on the keys of a mapping, and on ranges. */
const KEYS: Readonly<Record<string, (has: Value, asked: Value) => boolean>> = {
  has_key: hasKey,
  has_keys: (has, asked) => Array.isArray(asked) && asked.every((key) => hasKey(has, key)),
  has_any_keys: (has, asked) => Array.isArray(asked) && asked.some((key) => hasKey(has, key)),
  range: (has, asked) =>
    Array.isArray(asked) && asked.length === 2 && order(has, asked[0]) >= 0 && order(has, asked[1]) <= 0,
};

function hasKey(has: Value, key: Value): boolean {
  return isDict(has) && Object.hasOwn(has, text(key));
}

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

const TEXT: Readonly<Record<string, (has: string, asked: string) => Truth>> = {
  iexact: (has, asked) => has.toLowerCase() === asked.toLowerCase(),
  contains: (has, asked) => has.includes(asked),
  icontains: (has, asked) => has.toLowerCase().includes(asked.toLowerCase()),
  startswith: (has, asked) => has.startsWith(asked),
  istartswith: (has, asked) => has.toLowerCase().startsWith(asked.toLowerCase()),
  endswith: (has, asked) => has.endsWith(asked),
  iendswith: (has, asked) => has.toLowerCase().endsWith(asked.toLowerCase()),
  regex: (has, asked) => matches(has, asked, 'u'),
  iregex: (has, asked) => matches(has, asked, 'iu'),
};

/** The operators that can be decided here. */
export const OPERATORS: ReadonlySet<string> = new Set([
  '',
  'exact',
  'isnull',
  'in',
  ...Object.keys(KEYS),
  ...Object.keys(COMPARE),
  ...Object.keys(TEXT),
]);

function matches(has: string, pattern: string, flags: string): Truth {
  try {
    return new RegExp(pattern, flags).test(has);
  } catch {
    return undefined;
  }
}

function isTrue(value: Value): boolean {
  return !(
    value === false ||
    value === null ||
    value === 0 ||
    value === '' ||
    value === 'False' ||
    value === 'false'
  );
}

/** The text that a database compares: numbers as written, booleans as Python writes them. */
function text(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof PyFloat) return String(value.float);
  if (value instanceof PyTime) return value.iso;
  return typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : (canonicalJson(value) ?? '');
}

/**
 * Equality as the database sees it: a number in a text field equals its text, and a primary key equals its
 * other spellings.
 */
export function equal(has: Value | undefined, asked: Value): Truth {
  if (has instanceof Unknown || asked instanceof Unknown) return equalOpen(has, asked);
  if (has === null || has === undefined || asked === null) return (has ?? null) === asked;
  if (has instanceof Ref || asked instanceof Ref) return pkText(has) === pkText(asked);
  if (typeof has === 'object' || typeof asked === 'object')
    return (
      canonicalJson(has) === canonicalJson(asked) || (asked instanceof PyTime && text(has) === asked.iso)
    );
  if (typeof has === 'boolean')
    return has === asked || text(has) === text(asked) || (typeof asked === 'number' && Number(has) === asked);
  return text(has) === text(asked) || (pkText(has) === pkText(asked) && typeof has === 'string');
}

/** The same where one of them is not known yet: a text with keys in it that there will be may be told from others. */
function equalOpen(has: Value | undefined, asked: Value): Truth {
  return has instanceof Later || asked instanceof Later ? sameLater(has ?? '', asked ?? '') : undefined;
}

/** PostgreSQL's `@>`: every part of `asked` is in `has`, at any depth. */
export function contains(has: Value | undefined, asked: Value): Truth {
  if (has instanceof Unknown || asked instanceof Unknown) return undefined;
  if (isDict(asked)) {
    if (!isDict(has)) return false;
    return all(
      Object.entries(asked).map(([key, value]) =>
        Object.hasOwn(has, key) ? contains(has[key], value) : false,
      ),
    );
  }
  if (Array.isArray(asked)) {
    if (!Array.isArray(has)) return false;
    return all(asked.map((item) => any(has.map((mine) => contains(mine, item)))));
  }
  return canonicalJson(has ?? null) === canonicalJson(asked);
}

function order(one: Value, other: Value | undefined): number {
  const a = one instanceof PyFloat ? one.float : one;
  const b = other instanceof PyFloat ? other.float : other;
  if (typeof a === 'number' && (typeof b === 'number' || (typeof b === 'string' && b.trim() !== '')))
    return a - Number(b);
  const [x, y] = [text(one), text(other ?? '')];
  const [tx, ty] = [Date.parse(x), Date.parse(y)];
  if (/^\d{4}-/.test(x) && !Number.isNaN(tx) && !Number.isNaN(ty)) return tx - ty;
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** The conjunction, in three-valued logic: one false decides. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/** The disjunction, in three-valued logic: one true decides. */
export function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

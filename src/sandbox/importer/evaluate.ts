import type { Json } from '../../catalog/model.ts';
import type { Row } from '../row.ts';
import { EntryError } from './entry-error.ts';
import { isTrue } from '../validation/scalar.ts';
import { isLoadedMapping, type Loaded, type LoadedMapping, Moment, Tag } from './load-yaml.ts';

/** A key that is a UUID: a value of its own class in Python, which neither texts nor JSON can hold. */
export class Uuid {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of an entry with its tags evaluated. */
export type Evaluated =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uuid
  | Moment
  | Evaluated[]
  | EvaluatedMapping;

export interface EvaluatedMapping {
  readonly [key: string]: Evaluated;
}

/** The objects of the entries before, by the id of their entry. */
export interface Context {
  readonly made: ReadonlyMap<string, Row>;
  /** The key of an object as `!KeyOf` gives it. */
  readonly keyOf: (row: Row) => Json;
  /** The context of the blueprint. */
  readonly given: LoadedMapping;
}

/** Evaluates the tags of a value. Throws an EntryError where one cannot be. */
export function evaluate(value: Loaded, context: Context): Evaluated {
  if (value instanceof Tag) return evaluateTag(value, context);
  if (Array.isArray(value)) return value.map((item) => evaluate(item, context));
  return isLoadedMapping(value) ? evaluateMapping(value, context) : value;
}

export function evaluateMapping(
  values: Readonly<Record<string, Loaded>>,
  context: Context,
): EvaluatedMapping {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, evaluate(value, context)]));
}

function evaluateTag({ name, content }: Tag, context: Context): Evaluated {
  if (name === '!KeyOf' && typeof content === 'string') {
    const row = context.made.get(content);
    if (!row)
      throw new EntryError(`KeyOf: failed to find entry with \`id\` of \`${content}\` and a model instance`);
    const key = context.keyOf(row);
    return typeof key === 'string' ? new Uuid(key) : key;
  }
  if (name === '!Context' && typeof content === 'string')
    return evaluate(context.given[content] ?? null, context);
  if (name === '!If' && Array.isArray(content)) {
    const [condition = null, yes = null, no = null] = content;
    return evaluate(isTrue(toJson(evaluate(condition, context))) ? yes : no, context);
  }
  if (name === '!Format' && Array.isArray(content)) {
    const [pattern = '', ...values] = content;
    return format(
      String(pattern),
      values.map((one) => evaluate(one, context)),
    );
  }
  throw new EntryError(`${name} cannot be evaluated`);
}

/** Python's `%` with as many values as the pattern asks for. */
function format(pattern: string, values: readonly Evaluated[]): string {
  let at = 0;
  const text = pattern.replaceAll(/%(.)/gsu, (_, kind: string) => {
    if (kind === '%') return '%';
    if (kind !== 's' && kind !== 'd') throw new EntryError(`unsupported format character '${kind}'`);
    if (at >= values.length) throw new EntryError('not enough arguments for format string');
    return showText(values[at++] ?? null);
  });
  if (at < values.length) throw new EntryError('not all arguments converted during string formatting');
  return text;
}

/** A value as Python's str() writes it. */
export function showText(value: Evaluated): string {
  if (isSpecial(value)) return value.text;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

export const isEvaluatedMapping = (value: Evaluated | undefined): value is EvaluatedMapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSpecial(value);

/** A value of a class of its own in Python. */
export const isSpecial = (value: Evaluated | undefined): value is Uuid | Moment =>
  value instanceof Uuid || value instanceof Moment;

/** Whether something stands in a value that no JSON can hold: a key, a date, infinity, no number. */
export function isNoJson(value: Evaluated): boolean {
  if (isSpecial(value)) return true;
  if (typeof value === 'number') return !Number.isFinite(value);
  if (Array.isArray(value)) return value.some(isNoJson);
  return isEvaluatedMapping(value) && Object.values(value).some(isNoJson);
}

/** A value as JSON, with keys as texts. */
export function toJson(value: Evaluated): Json {
  if (isSpecial(value)) return value.text;
  if (Array.isArray(value)) return value.map(toJson);
  if (!isEvaluatedMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toJson(one)]));
}

/**
 * Whether values can be shown in a log: their tags are evaluated for it without a blueprint, so that there is no
 * context, and no entry for `!KeyOf`.
 */
export function canShow(values: Readonly<Record<string, Loaded>>): boolean {
  try {
    evaluateMapping(values, { made: new Map(), keyOf: () => null, given: {} });
    return true;
  } catch (error) {
    if (error instanceof EntryError) return false;
    throw error;
  }
}

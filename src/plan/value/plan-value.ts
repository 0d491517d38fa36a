import { floatText } from '../../blueprint/python-text.ts';
import {
  dict,
  Later,
  Opaque,
  PyFloat,
  PyTime,
  Ref,
  Unknown,
  type Dict,
  type Value,
} from '../../blueprint/value.ts';
import { HIDDEN } from '../../source/known-secrets.ts';
import { InternalError } from '../../diagnostics/errors.ts';

/*
 * Values as a plan holds them: JSON and nothing else, so that a plan that was saved and read again is the
 * same plan. What JSON cannot express is a mapping with one key, which begins with a dollar sign:
 *
 * | in the plan                                            | what it is                                     |
 * |--------------------------------------------------------|------------------------------------------------|
 * | `{"$ref": {"row": …, "aspect": "pk"}}`                 | the key of an object that the plan makes       |
 * | `{"$float": "1.0"}`                                    | a float, as Python writes it                   |
 * | `{"$int": "12345678901234567890"}`                     | an integer that a double does not hold         |
 * | `{"$date": "2020-01-02"}`, `{"$datetime": …}`          | a date, a time stamp                           |
 * | `{"$format": {"template": …, "values": […]}}`          | a text that is made when its keys are known    |
 * | `{"$secret": {"from": …}}`                             | a secret: only where it comes from             |
 * | `{"$unknown": …}`                                      | what only the server knows                     |
 * | `{"$dict": {…}}`                                       | a mapping of the user's that looks like these  |
 */
export type PlanValue = null | boolean | number | string | readonly PlanValue[] | PlanDict;

/** A mapping in a plan. */
export interface PlanDict {
  readonly [key: string]: PlanValue;
}

/** Where a secret comes from. */
export interface SecretReference {
  /**
   * Names the secret within the plan: file, offset and field (`b.yaml#120/client_secret`), or `server:` with
   * model, key and field for one that the server has.
   */
  readonly from: string;
  /** The variable, where it is a plain `!Env`. */
  readonly env?: string | undefined;
  /** The file, where it is a plain `!File`. */
  readonly file?: string | undefined;
  /** What may be shown of it, where it is a text with secrets in it. */
  readonly shown?: string | undefined;
}

/**
 * What stands in a plan in place of a part of a value, which is at this path of keys and indexes; undefined
 * where the part itself does.
 */
export type Replace = (path: readonly string[], part: Value) => PlanValue | undefined;

/**
 * Encodes a value for a plan; `decodeValue` gives it back, unless `replace` put something else in place of a
 * part. Throws an InternalError for a tag that was not evaluated.
 */
export function encodeValue(value: Value, replace?: Replace, path: readonly string[] = []): PlanValue {
  const other = replace?.(path, value);
  if (other !== undefined) return other;
  if (typeof value === 'bigint') return { $int: value.toString() };
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.map((item, index) => encodeValue(item, replace, [...path, String(index)]));
  if (value instanceof Ref) return { $ref: { row: value.row, aspect: value.aspect } };
  if (value instanceof Later)
    return { $format: { template: value.template, values: value.values.map((one) => encodeValue(one)) } };
  if (value instanceof Unknown) return { $unknown: value.reason };
  if (value instanceof PyFloat) return { $float: floatText(value.float) };
  if (value instanceof PyTime) return value.kind === 'date' ? { $date: value.iso } : { $datetime: value.iso };
  if (value instanceof Opaque) throw new InternalError(`a plan cannot hold ${value.tag}`);
  const encoded = encodeDict(value, replace, path);
  return tagOf(encoded) === undefined ? encoded : { $dict: encoded };
}

/** Encodes a mapping whose keys are field names: it is not wrapped in `$dict`, whatever its keys are. */
export function encodeDict(values: Dict, replace?: Replace, path: readonly string[] = []): PlanDict {
  const encoded = Object.create(null) as Record<string, PlanValue>;
  for (const [key, item] of Object.entries(values)) encoded[key] = encodeValue(item, replace, [...path, key]);
  return encoded;
}

/** The plan's value for a secret: a reference to it. */
export function secretValue({ from, env, file, shown }: SecretReference): PlanValue {
  const reference: { [key: string]: PlanValue } = { from };
  if (env !== undefined) reference['env'] = env;
  if (file !== undefined) reference['file'] = file;
  if (shown !== undefined) reference['shown'] = shown;
  return { $secret: reference };
}

/** Gives the secret behind a reference. `shown`: what may be shown of it, where the plan says so. */
export type SecretOf = (from: string, shown?: string) => Value;

/** What references to secrets are decoded to when the secrets are not at hand. */
const hidden: SecretOf = (_, shown = HIDDEN) => new Unknown(shown);

/**
 * Decodes a value of a plan. `secretOf` gives the secret behind a reference; without it, secrets become
 * Unknown. Throws an InternalError where the plan holds what `encodeValue` does not write.
 */
export function decodeValue(value: PlanValue, secretOf: SecretOf = hidden): Value {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => decodeValue(item, secretOf));
  const tag = tagOf(value);
  return tag === undefined ? decodeDict(value, secretOf) : decodeTag(tag, value[tag] ?? null, secretOf);
}

/** Decodes a mapping whose keys are field names; see `encodeDict`. */
export function decodeDict(values: PlanDict, secretOf: SecretOf = hidden): Dict {
  const decoded = dict();
  for (const [key, item] of Object.entries(values)) decoded[key] = decodeValue(item, secretOf);
  return decoded;
}

function decodeTag(tag: string, content: PlanValue, secretOf: SecretOf): Value {
  const parts = isMapping(content) ? content : {};
  switch (tag) {
    case '$int':
      return BigInt(text(content));
    case '$float':
      return new PyFloat(floatOf(text(content)));
    case '$date':
      return new PyTime('date', text(content));
    case '$datetime':
      return new PyTime('datetime', text(content));
    case '$unknown':
      return new Unknown(text(content));
    case '$ref':
      return new Ref(text(parts['row']), aspectOf(parts['aspect']));
    case '$format': {
      const values = decodeValue(parts['values'] ?? [], secretOf);
      return new Later(text(parts['template']), Array.isArray(values) ? values : []);
    }
    case '$secret':
      return secretOf(text(parts['from']), parts['shown'] === undefined ? undefined : text(parts['shown']));
    case '$dict':
      return decodeDict(parts, secretOf);
    default:
      throw new InternalError(`a plan has no ${tag}`);
  }
}

function aspectOf(written: PlanValue | undefined): Ref['aspect'] {
  return written === 'target' || written === 'hex' ? written : 'pk';
}

/** What a mapping stands for that JSON cannot express: its only key, where that begins with a dollar sign. */
export function tagOf(value: PlanDict): string | undefined {
  const [key, ...others] = Object.keys(value);
  return key?.startsWith('$') && others.length === 0 ? key : undefined;
}

function floatOf(written: string): number {
  if (written === 'inf') return Infinity;
  return written === '-inf' ? -Infinity : Number(written);
}

function text(value: PlanValue | undefined): string {
  if (typeof value !== 'string') throw new InternalError('a value of the plan is not as it was written');
  return value;
}

/** Whether a value of a plan is a list. */
export function isList(value: PlanValue): value is readonly PlanValue[] {
  return Array.isArray(value);
}

/** Whether a value of a plan is a mapping, or what a mapping stands for. */
export function isMapping(value: PlanValue): value is PlanDict {
  return typeof value === 'object' && value !== null && !isList(value);
}

import { canonicalJson } from '../blueprint/canonical-json.ts';
import { strText } from '../blueprint/python-text.ts';
import { isTruthy } from '../blueprint/truth.ts';
import { isDict, isOpen, Opaque, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import type { Field } from '../catalog/model.ts';
import type { Condition, Constant } from '../catalog/object-rule.ts';
import { durationLength } from '../forms/duration.ts';
import { trimLikePython } from '../forms/white-space.ts';
import { isNoPattern } from './python-pattern.ts';
import type { Subject } from './subject.ts';
import { every, some } from './three-valued.ts';

/* What a condition of a rule asks of single values. */

/** Whether a condition about the value of a field holds for it; undefined where that is not known. */
export function aboutValue(
  condition: Exclude<Extract<Condition, { field: string }>, { unlisted: unknown }>,
  value: Value,
): boolean | undefined {
  if ('is' in condition) return isOneOfConstants(value, condition.is);
  if ('empty' in condition) return isEmpty(value);
  if ('truthy' in condition) {
    const truth = isTruthy(value);
    return truth instanceof Unknown ? undefined : truth;
  }
  if (isOpen(value)) return undefined;
  const text = textOf(value);
  if ('noPattern' in condition) return text === undefined ? false : isNoPattern(text);
  return text !== undefined && new RegExp(condition.matches, 'u').test(text);
}

/** Whether a duration is longer than another; undefined where one of them is not known. */
export function isLonger(one: Value, than: Value): boolean | undefined {
  const lengths = [one, than].map((value) => (typeof value === 'string' ? durationLength(value) : undefined));
  const [length, other] = lengths;
  return length === undefined || other === undefined ? undefined : length > other;
}

/** Whether two values are the same; undefined where one of them is not known. */
export function isSame(one: Value, other: Value): boolean | undefined {
  if (one instanceof Unknown || other instanceof Unknown) return undefined;
  if (one instanceof Ref || other instanceof Ref)
    return one instanceof Ref && other instanceof Ref && one.row === other.row;
  return canonicalJson(one) === canonicalJson(other);
}

/** The value that a condition about a field looks at: the object's own, else what the server takes for it. */
export function valueFor(
  { field, otherwise }: { readonly field: string; readonly otherwise?: Constant | undefined },
  subject: Subject,
): Value {
  const value = subject.value(field);
  if (value !== undefined) return value;
  return otherwise === undefined ? initial(subject.resource.fields[field]) : (otherwise as Value);
}

/** What the server fills in for a field of a new object that a create leaves out. */
function initial(field: Field | undefined): Value {
  if (!field || field.generated) return new Unknown('made by the server');
  if (field.default !== undefined) return field.default;
  if (field.nullable) return null;
  return field.type === 'array' ? [] : new Unknown('filled in by the server');
}

function isOneOfConstants(value: Value, constants: readonly Constant[]): boolean | undefined {
  return some(constants, (constant) => equals(value, constant));
}

function equals(value: Value, constant: Constant): boolean | undefined {
  if (value instanceof Unknown || value instanceof Opaque) return undefined;
  // A key that is not known yet is not null, and no value that a rule names.
  if (value instanceof Ref) return false;
  if (isList(constant)) {
    if (!Array.isArray(value) || value.length !== constant.length) return false;
    return every([...value.entries()], ([at, item]) => equals(item, constant[at] ?? null));
  }
  if (value instanceof PyFloat) return value.float === constant;
  if (typeof value === 'bigint') return typeof constant === 'number' && value === BigInt(constant);
  return value === constant;
}

function isList(constant: Constant): constant is readonly Constant[] {
  return Array.isArray(constant);
}

function isEmpty(value: Value): boolean | undefined {
  if (value instanceof Unknown) return undefined;
  if (value === null) return true;
  if (typeof value === 'string') return trimLikePython(value) === '';
  if (Array.isArray(value)) return value.length === 0;
  return isDict(value) && Object.keys(value).length === 0;
}

/** The text of a scalar as Python writes it; undefined for what is none. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  const isScalar =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof PyFloat ||
    value instanceof PyTime;
  return isScalar ? strText(value) : undefined;
}

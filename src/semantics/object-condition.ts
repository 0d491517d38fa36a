import { strText } from '../blueprint/python-text.ts';
import { isTruthy } from '../blueprint/truth.ts';
import { isDict, isOpen, Opaque, PyFloat, PyTime, Ref, Unknown, type Value } from '../blueprint/value.ts';
import type { Catalog, Field, ModelName, Resource } from '../catalog/model.ts';
import type { Condition, Constant } from '../catalog/object-rule.ts';
import { trimLikePython } from '../forms/white-space.ts';
import { isOneOf } from './kinds.ts';

/** An object of which conditions are asked: an entry of a file, or a row of a plan. */
export interface Subject {
  readonly resource: Resource;
  /**
   * The value of a field as the server would store it; Unknown where it is not known, undefined where the
   * object does not exist and nothing gives it one.
   */
  value(field: string): Value | undefined;
  /** Whether the object is yet to be made; undefined: that is not known. */
  readonly created: boolean | undefined;
  /** Whether an object that exists gets another value in a field; undefined: that is not known. */
  changed(field: string): boolean | undefined;
  /** What a field links to; undefined: that is not known. */
  linked(field: string): readonly Linked[] | undefined;
  /** The other objects of the model, as far as they are known; `isAll`: these are all of them. */
  others(): { readonly subjects: readonly Subject[]; readonly isAll: boolean };
}

/** What a link leads to: its model and its values, as far as they are known. */
export interface Linked {
  readonly model: ModelName | undefined;
  readonly subject: Subject | undefined;
}

/** Whether a condition holds for an object; undefined where what is known does not decide it. */
export function holds(condition: Condition, subject: Subject, catalog: Catalog): boolean | undefined {
  if ('all' in condition) return every(condition.all, (one) => holds(one, subject, catalog));
  if ('any' in condition) return some(condition.any, (one) => holds(one, subject, catalog));
  if ('not' in condition) return opposite(holds(condition.not, subject, catalog));
  if ('created' in condition) return subject.created;
  if ('changed' in condition) return subject.changed(condition.changed);
  if ('another' in condition) {
    const { subjects, isAll } = subject.others();
    const found = some(subjects, (other) => holds(condition.another, other, catalog));
    return found === false && !isAll ? undefined : found;
  }
  if ('linked' in condition) {
    const links = subject.linked(condition.linked);
    return links && some(links, (link) => isMet(condition, link, catalog));
  }
  const value = valueFor(condition, subject);
  if ('is' in condition) return isOneOfConstants(value, condition.is);
  if ('empty' in condition) return isEmpty(value);
  if ('matches' in condition) return hasPattern(value, condition.matches);
  const truth = isTruthy(value);
  return truth instanceof Unknown ? undefined : truth;
}

function isMet(
  condition: Extract<Condition, { linked: string }>,
  { model, subject }: Linked,
  catalog: Catalog,
): boolean | undefined {
  if ('meets' in condition) return subject && holds(condition.meets, subject, catalog);
  return model === undefined || catalog.models[model]?.kind === 'base'
    ? undefined
    : isOneOf(catalog, condition.models, model);
}

/** True where it holds for all, false where it does not for one. */
function every<T>(items: readonly T[], of: (item: T) => boolean | undefined): boolean | undefined {
  return opposite(some(items, (item) => opposite(of(item))));
}

/** True where it holds for one, false where it holds for none. */
function some<T>(items: readonly T[], of: (item: T) => boolean | undefined): boolean | undefined {
  let isOpenStill = false;
  for (const item of items) {
    const truth = of(item);
    if (truth) return true;
    isOpenStill ||= truth === undefined;
  }
  return isOpenStill ? undefined : false;
}

function opposite(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** The value that a condition about a field looks at: the object's own, else what the server takes for it. */
function valueFor(
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

function hasPattern(value: Value, pattern: string): boolean | undefined {
  if (isOpen(value)) return undefined;
  const text = textOf(value);
  return text !== undefined && new RegExp(pattern, 'u').test(text);
}

function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  const isScalar =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof PyFloat ||
    value instanceof PyTime;
  return isScalar ? strText(value) : undefined;
}

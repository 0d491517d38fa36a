import { canonicalJson } from '../blueprint/canonical-json.ts';
import { strText } from '../blueprint/python-text.ts';
import { isTruthy } from '../blueprint/truth.ts';
import {
  type Dict,
  isDict,
  isOpen,
  Opaque,
  PyFloat,
  PyTime,
  Ref,
  Unknown,
  type Value,
} from '../blueprint/value.ts';
import type { Catalog, Field, ModelName, Resource } from '../catalog/model.ts';
import type { Condition, Constant } from '../catalog/object-rule.ts';
import { durationLength } from '../forms/duration.ts';
import { trimLikePython } from '../forms/white-space.ts';
import { isOneOf } from './kinds.ts';
import { isNoPattern } from './python-pattern.ts';
import { asksOthers } from './rule-fields.ts';

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
  /** Whether something gives a field its value, or the object exists; undefined: that is not known. */
  given(field: string): boolean | undefined;
  /** Whether an object that exists gets another value in a field; undefined: that is not known. */
  changed(field: string): boolean | undefined;
  /** The object as it is before the change; null: it does not exist, undefined: that is not known. */
  readonly before: Subject | null | undefined;
  /** What a field links to; undefined: that is not known. */
  linked(field: string): readonly Linked[] | undefined;
  /** The other objects of the model, as far as they are known; `isAll`: these are all of them. */
  others(): { readonly subjects: readonly Subject[]; readonly isAll: boolean };
}

/** What a link leads to: its model and its values, as far as they are known. */
export interface Linked {
  readonly subject: Subject | undefined;
  /** Whether it is of one of these models, or a kind of one. */
  readonly isOf: (models: readonly ModelName[]) => boolean | undefined;
  /** Whether it is the object that has the link. */
  readonly isItself: boolean | undefined;
}

/** What conditions depend on beside objects. */
export interface Surroundings {
  readonly catalog: Catalog;
  /** Whether the server has a valid licence; undefined: that is not known. */
  readonly licensed: boolean | undefined;
}

/** Whether a condition holds for an object; undefined where what is known does not decide it. */
export function holds(
  condition: Condition,
  subject: Subject,
  surroundings: Surroundings,
): boolean | undefined {
  return new Answer(surroundings, subject).of(condition);
}

/** The answer to conditions about one object. `self`: the object that asks for others like it. */
class Answer {
  readonly #surroundings: Surroundings;
  readonly #subject: Subject;
  readonly #self: Subject;

  constructor(surroundings: Surroundings, subject: Subject, self = subject) {
    this.#surroundings = surroundings;
    this.#subject = subject;
    this.#self = self;
  }

  of(condition: Condition): boolean | undefined {
    if ('all' in condition) return every(cheapFirst(condition.all), (one) => this.of(one));
    if ('any' in condition) return some(cheapFirst(condition.any), (one) => this.of(one));
    if ('not' in condition) return opposite(this.of(condition.not));
    if ('surely' in condition) return this.of(condition.surely) === true;
    if ('licensed' in condition) return this.#surroundings.licensed;
    if ('field' in condition) return aboutValue(condition, valueFor(condition, this.#subject));
    return this.#aboutOthers(condition) ?? this.#aboutObject(condition);
  }

  #aboutObject(condition: Condition): boolean | undefined {
    const subject = this.#subject;
    if ('created' in condition) return subject.created;
    if ('given' in condition) return subject.given(condition.given);
    if ('changed' in condition) return subject.changed(condition.changed);
    if ('model' in condition)
      return isOneOf(this.#surroundings.catalog, condition.model, subject.resource.name);
    if ('longer' in condition)
      return isLonger(
        valueFor({ field: condition.longer }, subject),
        valueFor({ field: condition.than }, subject),
      );
    if ('items' in condition)
      return this.#someItem(valueFor({ field: condition.items }, subject), condition.meets);
    return undefined;
  }

  #aboutOthers(condition: Condition): boolean | undefined {
    const subject = this.#subject;
    if ('before' in condition) {
      const { before } = subject;
      return before ? new Answer(this.#surroundings, before).of(condition.before) : isNot(before);
    }
    if ('another' in condition) {
      const { subjects, isAll } = subject.others();
      const found = some(subjects, (other) =>
        new Answer(this.#surroundings, other, subject).of(condition.another),
      );
      return found === false && !isAll ? undefined : found;
    }
    if ('same' in condition) {
      const about = { field: condition.same };
      return isSame(valueFor(about, subject), valueFor(about, this.#self));
    }
    if ('itself' in condition) {
      const links = subject.linked(condition.itself);
      return links && some(links, ({ isItself }) => isItself);
    }
    if (!('linked' in condition)) return undefined;
    const links = subject.linked(condition.linked);
    return links && some(links, (link) => this.#isMet(condition, link));
  }

  #isMet(condition: Extract<Condition, { linked: string }>, link: Linked): boolean | undefined {
    if ('meets' in condition)
      return link.subject && new Answer(this.#surroundings, link.subject).of(condition.meets);
    return link.isOf(condition.models);
  }

  #someItem(list: Value, condition: Condition): boolean | undefined {
    if (list instanceof Unknown) return undefined;
    if (!Array.isArray(list)) return false;
    return some(list, (item) =>
      isDict(item)
        ? new Answer(this.#surroundings, new Item(this.#subject.resource, item)).of(condition)
        : undefined,
    );
  }
}

/** An item of a list as an object whose fields are its keys. */
class Item implements Subject {
  readonly resource: Resource;
  readonly created = undefined;
  readonly before = undefined;
  readonly #item: Dict;

  constructor(resource: Resource, item: Dict) {
    this.resource = { ...resource, fields: {} };
    this.#item = item;
  }

  value(field: string): Value | undefined {
    return this.#item[field];
  }

  given(field: string): boolean {
    return this.#item[field] !== undefined;
  }

  changed(): undefined {
    return undefined;
  }

  linked(): undefined {
    return undefined;
  }

  others(): ReturnType<Subject['others']> {
    return { subjects: [], isAll: false };
  }
}

function aboutValue(condition: Extract<Condition, { field: string }>, value: Value): boolean | undefined {
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

/** What does not exist meets no condition; undefined where that is not known. */
function isNot(object: null | undefined): false | undefined {
  return object === null ? false : undefined;
}

function isLonger(one: Value, than: Value): boolean | undefined {
  const lengths = [one, than].map((value) => (typeof value === 'string' ? durationLength(value) : undefined));
  const [length, other] = lengths;
  return length === undefined || other === undefined ? undefined : length > other;
}

function isSame(one: Value, other: Value): boolean | undefined {
  if (one instanceof Unknown || other instanceof Unknown) return undefined;
  if (one instanceof Ref || other instanceof Ref)
    return one instanceof Ref && other instanceof Ref && one.row === other.row;
  return canonicalJson(one) === canonicalJson(other);
}

/** Conditions on the object itself before those for which other objects may have to be read. */
function cheapFirst(conditions: readonly Condition[]): readonly Condition[] {
  const isCheap = (condition: Condition): boolean => !asksOthers(condition);
  return [...conditions.filter(isCheap), ...conditions.filter(asksOthers)];
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

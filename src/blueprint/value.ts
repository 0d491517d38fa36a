import type { Span } from '../source/source-file.ts';

/**
 * Values after YAML 1.1 and after evaluation. Python tells 1 from 1.0, a date from a text, and has integers
 * of any size; what is sent to the server depends on it, so we keep the difference: a JS number is a Python
 * int (bigint where it is too large), a Python float is a PyFloat, a date or time is a PyTime.
 */
export class PyFloat {
  readonly float: number;
  constructor(float: number) {
    this.float = float;
  }
}

/** A YAML date (`2020-01-02`) or time stamp. `iso` is what Python's isoformat gives. */
export class PyTime {
  readonly kind: 'date' | 'datetime';
  readonly iso: string;
  constructor(kind: 'date' | 'datetime', iso: string) {
    this.kind = kind;
    this.iso = iso;
  }
}

/**
 * A tag where authentik does not resolve one (inside `context`, as a key): an object that nothing can use.
 * `span`: where it stands.
 */
export class Opaque {
  readonly tag: string;
  readonly span: Span | undefined;
  constructor(tag: string, span?: Span) {
    this.tag = tag;
    this.span = span;
  }
}

/** What only the server can make, or what has not been read yet (`NotRead`). */
export class Unknown {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What has not been read of the server yet: it will be known in the next round. */
export class NotRead extends Unknown {
  constructor() {
    super('not read yet');
  }
}

/**
 * A text that `!Format` makes of keys of objects that do not exist yet: unknown now, and computed when they
 * are (`computeLater`). `values`: the arguments of the template, Refs among them.
 */
export class Later extends Unknown {
  readonly template: string;
  readonly values: readonly Value[];
  constructor(template: string, values: readonly Value[]) {
    super('a text with the key of an object that does not exist yet');
    this.template = template;
    this.values = values;
  }
}

/**
 * The primary key of an object that does not exist yet: unknown, but known to be the key of that object.
 * `row` is the planner's name of the object. `target`: its key as a policy binding target; `hex`: a UUID
 * without dashes.
 */
export class Ref {
  readonly row: string;
  readonly aspect: 'pk' | 'target' | 'hex';
  constructor(row: string, aspect: Ref['aspect']) {
    this.row = row;
    this.aspect = aspect;
  }
}

export type ScalarValue = null | boolean | number | bigint | string | PyFloat | PyTime;
export type Value = ScalarValue | Opaque | Unknown | Ref | Value[] | Dict;
/** A mapping. Made by `dict()`, so that no key of a user's file can reach a prototype. */
export interface Dict {
  [key: string]: Value;
}

/** An empty mapping without a prototype. */
export function dict(): Dict {
  return Object.create(null) as Dict;
}

/** Whether a value is a mapping: one made by `dict()`, or an object of JSON. */
export function isDict(value: Value | undefined): value is Dict {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether a value is one that only the server will know. */
export function isOpen(value: Value | undefined): value is Unknown | Ref {
  return value instanceof Unknown || value instanceof Ref;
}

/** Whether a value holds something that only the server will know, at any depth. */
export function hasUnknown(value: Value): boolean {
  if (isOpen(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isDict(value)) return Object.values(value).some(hasUnknown);
  return false;
}

/**
 * Values after YAML 1.1 and after evaluation. Python tells 1 from 1.0, a date from a text, and has integers of any
 * size; what is sent to the server depends on it, so we keep the difference: a JS number is a Python int (bigint where
 * it is too large), a Python float is a PyFloat, a date or time is a PyTime.
 */
export class PyFloat {
    float;
    constructor(float) {
        this.float = float;
    }
}
/** A YAML date (`2020-01-02`) or time stamp. `iso` is what Python's isoformat gives. */
export class PyTime {
    kind;
    iso;
    constructor(kind, iso) {
        this.kind = kind;
        this.iso = iso;
    }
}
/** A tag where authentik does not resolve one (inside `context`, as a key): an object that nothing can use. `span`: where it stands. */
export class Opaque {
    tag;
    span;
    constructor(tag, span) {
        this.tag = tag;
        this.span = span;
    }
}
/** What only the server can make, or what has not been read yet. */
export class Unknown {
    reason;
    constructor(reason) {
        this.reason = reason;
    }
}
/**
 * The primary key of an object that does not exist yet: unknown, but known to be the key of that object. `row` is the
 * planner's name of the object. `target`: its key as a policy binding target.
 */
export class Ref {
    row;
    aspect;
    constructor(row, aspect) {
        this.row = row;
        this.aspect = aspect;
    }
}
/** An empty mapping without a prototype. */
export function dict() {
    return Object.create(null);
}
/** Whether a value is a mapping: one made by `dict()`, or an object of JSON. */
export function isDict(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
}
/** Whether a value holds something that only the server will know, at any depth. */
export function hasUnknown(value) {
    if (value instanceof Unknown || value instanceof Ref)
        return true;
    if (Array.isArray(value))
        return value.some(hasUnknown);
    if (isDict(value))
        return Object.values(value).some(hasUnknown);
    return false;
}

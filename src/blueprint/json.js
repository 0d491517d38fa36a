import { floatText } from "./python-text.js";
import { isDict, Opaque, PyFloat, PyTime, Ref, Unknown } from "./value.js";
/** The first part of a value that JSON cannot hold: a tag left unresolved, what is not known yet, infinity. */
export function findNotJson(value, path = []) {
    if (value instanceof Opaque || value instanceof Unknown || value instanceof Ref)
        return { value, path };
    if (value instanceof PyFloat)
        return Number.isFinite(value.float) ? undefined : { value, path };
    const entries = Array.isArray(value) ? [...value.entries()] : isDict(value) ? Object.entries(value) : [];
    for (const [key, item] of entries) {
        const found = findNotJson(item, [...path, key]);
        if (found)
            return found;
    }
    return undefined;
}
/** A value as plain JSON, to compare and to show: a float becomes a number, a date its ISO text. Give it nothing that `findNotJson` finds. */
export function toJson(value) {
    if (value === null || typeof value !== 'object')
        return value;
    if (value instanceof PyFloat)
        return value.float;
    if (value instanceof PyTime)
        return value.iso;
    if (Array.isArray(value))
        return value.map(toJson);
    if (!isDict(value))
        throw notJson(value);
    const object = {};
    for (const [key, item] of Object.entries(value)) {
        Object.defineProperty(object, key, { value: toJson(item), enumerable: true, writable: true, configurable: true });
    }
    return object;
}
/** A value as JSON text, exact to the digit: floats as Python writes them (`1.0`, `1e+16`), integers of any size. */
export function jsonText(value) {
    if (value === null)
        return 'null';
    if (typeof value === 'bigint')
        return value.toString();
    if (typeof value !== 'object')
        return JSON.stringify(value);
    if (value instanceof PyFloat && Number.isFinite(value.float))
        return floatText(value.float);
    if (value instanceof PyTime)
        return JSON.stringify(value.iso);
    if (Array.isArray(value))
        return `[${value.map(jsonText).join(',')}]`;
    if (!isDict(value))
        throw notJson(value);
    return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`).join(',')}}`;
}
function notJson(value) {
    return new TypeError(`a ${value?.constructor.name ?? 'null'} is no JSON`);
}

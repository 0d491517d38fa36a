import type { Dict, Value } from '../blueprint/value.ts';
import { hasUnknown } from '../blueprint/value.ts';
import type { Collection, Field, Resource } from '../catalog/model.ts';
import { keepsItsOwn } from '../catalog/volatile.ts';
import { ApiError } from '../client/api-error.ts';
import { isKey } from '../client/item-path.ts';
import { keysAsWritten, sameValue } from '../forms/normal.ts';
import { identifiersOf } from '../plan/value/identifiers.ts';
import type { MadeKey } from './resolve.ts';
import type { Written } from './written.ts';

/*
 * A write is confirmed by its object, not by its status: a proxy, or a server that is starting, answers 200
 * with a page of its own, with `{}` or with nothing. What is not confirmed is read (rest-api-2023.2, point
 * 27, says how connections are lost).
 */

/** The keys of an object, from the response to its write; undefined where it does not show them. */
export function keysIn(model: Resource, written: Written): MadeKey | undefined {
  const { collection, name } = model;
  const pk = written[collection.pk];
  const key = written[collection.key];
  return pk !== undefined && pk !== null && isKey(key)
    ? { pk, key, model: name, identifiers: identifiersOf(model, written) }
    : undefined;
}

/** Whether an answer is the object with one of these keys. */
export function isObject(
  { key }: Collection,
  written: Written,
  keys: readonly (Value | undefined)[],
): boolean {
  const own = written[key];
  return isKey(own) && keys.some((one) => isKey(one) && String(one) === String(own));
}

/** The error for a 2xx answer to a write that does not show the object. */
export function withoutObject(what: string): ApiError {
  return new ApiError('unexpected', `the answer to ${what} does not show the object`, {
    mayBeDone: true,
    hint: 'is there a proxy in between that answers for authentik?',
  });
}

/** Whether the response to a write shows the stored value of a field. */
export function isShown(field: Field): boolean {
  return !field.writeOnly && !field.readOnly;
}

/** How an object that was read compares with what was sent. */
export interface Compared {
  /** Fields that have what was sent. */
  readonly same: readonly string[];
  /** Fields that have something else. */
  readonly other: readonly string[];
  /** Fields that the server does not show: whether they have what was sent cannot be told. */
  readonly hidden: readonly string[];
}

/**
 * Compares what was sent with the object as it was read. A value in place of which the server keeps one of
 * its own tells nothing and is left out.
 */
export function compareSent(model: Resource, sent: Dict, row: Written): Compared {
  const same: string[] = [];
  const other: string[] = [];
  const hidden: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    const field = model.fields[name];
    if (!field || keepsItsOwn(field, value, (one) => row[one])) continue;
    if (!isShown(field) || hasUnknown(value)) hidden.push(name);
    else (sameValue(field, value, row[name] ?? null, keysAsWritten) ? same : other).push(name);
  }
  return { same, other, hidden };
}

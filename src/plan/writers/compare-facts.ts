import { createHash } from 'node:crypto';
import { isDict, Unknown, type Value } from '../../blueprint/value.ts';
import { type Fact, HASH_LENGTH, type SetObject } from '../../catalog/bundled.ts';
import type { Field, ModelName, Shape } from '../../catalog/model.ts';
import { sameValue } from '../../forms/normal.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { all, any, type Truth } from '../../semantics/operators.ts';
import { every } from '../../semantics/three-valued.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * Whether identifiers mean an object: one that exists, as the server has it; else one as the entries make it.
 * Undefined where that cannot be told from what has been read.
 */
export function isMeant(overlay: Overlay, row: OverlayRow, identifiers: SetObject['identifiers']): Truth {
  const { fields } = overlay.resource(row.model);
  const facts = Object.entries(identifiers);
  if (facts.length === 0) return undefined;
  // Most objects are another one by the first of their identifiers.
  return every(facts, ([name, fact]) => {
    const field = fields[name];
    const value = row.actual ? row.actual[name] : overlay.value(row, name);
    return field && isSame(overlay, field, value, fact);
  });
}

/** Whether a field has the value that a fact gives it; undefined where that cannot be told. */
export function isSame(overlay: Overlay, field: Field, value: Value | undefined, fact: Fact): Truth {
  if (value instanceof Unknown) return isPlain(fact) ? undefined : isSamePart(overlay, field, value, fact);
  if (isPlain(fact)) return sameValue(field, fact, value, overlay.keyOf);
  return isSamePart(overlay, field, value, fact);
}

function isSamePart(overlay: Overlay, field: Shape, value: Value | undefined, fact: Fact): Truth {
  if (isPlain(fact)) return isSamePlain(overlay, field, value, fact);
  if (Array.isArray(fact)) return isSameList(overlay, field, value, fact);
  if (typeof fact !== 'object' || fact === null || '$unknown' in fact) return undefined;
  if (typeof fact['$hash'] === 'string')
    return typeof value === 'string' ? hashOf(value) === fact['$hash'] : isNotText(value);
  const { $of: model, by } = fact;
  if (typeof model === 'string' && isFacts(by)) return isObject(overlay, field, value, { model, by });
  if (!isDict(value)) return value instanceof Unknown ? undefined : false;
  const names = Object.keys(fact);
  if (names.length !== Object.keys(value).length) return false;
  const part: Shape = { type: 'json' };
  return all(names.map((name) => isSamePart(overlay, part, value[name], fact[name] ?? null)));
}

function isSamePlain(overlay: Overlay, field: Shape, value: Value | undefined, fact: Fact): Truth {
  return value instanceof Unknown ? undefined : sameValue(field, fact, value, overlay.keyOf);
}

/** A value that is no text is not the text; one that nobody knows may be. */
function isNotText(value: Value | undefined): Truth {
  return value instanceof Unknown ? undefined : false;
}

/** Lists of objects have no order that counts. */
function isSameList(overlay: Overlay, field: Shape, value: Value | undefined, facts: readonly Fact[]): Truth {
  if (value instanceof Unknown) return undefined;
  if (!Array.isArray(value)) return false;
  const item: Shape = field.items ?? { ...field, type: 'string' };
  const each = all(facts.map((fact) => any(value.map((one) => isSamePart(overlay, item, one, fact)))));
  return value.length === facts.length || each === undefined ? each : false;
}

/** Whether a link leads to an object of a model that has some values. */
function isObject(
  overlay: Overlay,
  { references = [] }: Shape,
  value: Value | undefined,
  { model, by }: { readonly model: ModelName; readonly by: Readonly<Record<string, Fact>> },
): Truth {
  if (value === null || value === undefined) return false;
  const row = overlay.rowOf(references, value);
  if (!row) return undefined;
  return kindsOf(overlay.catalog, model).includes(row.model) ? isMeant(overlay, row, by) : false;
}

/** Whether a fact is a whole value, without hashes and references. */
function isPlain(fact: Fact): boolean {
  if (Array.isArray(fact)) return fact.every(isPlain);
  if (!isFacts(fact)) return true;
  return Object.entries(fact).every(([name, member]) => !name.startsWith('$') && isPlain(member));
}

function isFacts(fact: Fact | undefined): fact is Readonly<Record<string, Fact>> {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

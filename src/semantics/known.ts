import type { FindRequest, Result } from '../blueprint/evaluate.ts';
import { toJson } from '../blueprint/json.ts';
import { isTemplate } from '../blueprint/placeholder.ts';
import { dict, hasUnknown, isDict, Opaque, Ref, Unknown, type Value } from '../blueprint/value.ts';
import type { Json, ModelName, Shape } from '../catalog/model.ts';
import { accept } from '../forms/accept.ts';

/** A value as far as a file shows it. */
export type Known =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'list'; readonly items: readonly Known[] }
  | { readonly kind: 'mapping'; readonly members: Readonly<Record<string, Known>> }
  /** The key of the object of an entry of the same file, by the entry's index. */
  | { readonly kind: 'key'; readonly entry: number }
  /** What a look-up finds, if anything. */
  | { readonly kind: 'found'; readonly model: ModelName; readonly by: Readonly<Record<string, Json>> }
  | { readonly kind: 'unknown' };

export const UNKNOWN: Known = { kind: 'unknown' };
export const OUTSIDE = new Unknown('it comes from outside of the file');

/** What a look-up finds. */
export class Found extends Unknown {
  readonly known: Known;
  constructor({ model, criteria }: FindRequest) {
    super('only the server knows what is found');
    const by: Record<string, Json> = {};
    for (const { key, value } of criteria) if (!hasUnknown(value)) by[key] = toJson(value);
    this.known = { kind: 'found', model: model.toLowerCase(), by };
  }
}

/** What an evaluated value is for a field, as far as the field takes it. */
export function knownOf(result: Result, field: Shape): Known {
  const accepted = result.ok ? accept(field, result.value) : undefined;
  return accepted?.ok ? encode(accepted.value) : UNKNOWN;
}

function encode(value: Value): Known {
  if (value instanceof Found) return value.known;
  if (value instanceof Ref) return { kind: 'key', entry: Number(value.row) };
  if (value instanceof Unknown || value instanceof Opaque) return UNKNOWN;
  // What will be filled in is not known yet.
  if (typeof value === 'string' && isTemplate(value)) return UNKNOWN;
  if (Array.isArray(value)) return { kind: 'list', items: value.map(encode) };
  if (!isDict(value)) return { kind: 'value', value: toJson(value) };
  return {
    kind: 'mapping',
    members: Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encode(member)])),
  };
}

/** The value itself, with Unknown for what is not known and a Ref for the key of an entry's object. */
export function valueOfKnown(known: Known): Value {
  switch (known.kind) {
    case 'value':
      return known.value;
    case 'list':
      return known.items.map(valueOfKnown);
    case 'mapping': {
      const value = dict();
      for (const [key, member] of Object.entries(known.members)) value[key] = valueOfKnown(member);
      return value;
    }
    case 'key':
      return new Ref(String(known.entry), 'pk');
    case 'found':
    case 'unknown':
      return OUTSIDE;
  }
}

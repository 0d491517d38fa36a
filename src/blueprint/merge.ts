import { dict, isDict, type Dict, type Value } from './value.ts';

/**
 * What authentik's merger makes of two values: mappings merge, lists append, anything else is replaced.
 * Changes neither.
 */
export function mergeValues(base: Value, over: Value): Value {
  if (Array.isArray(base) && Array.isArray(over)) return [...base, ...over];
  return isDict(base) && isDict(over) ? mergeDicts(base, over) : over;
}

function mergeDicts(base: Dict, over: Dict): Dict {
  const merged = Object.assign(dict(), base);
  mergeInto(merged, over);
  return merged;
}

/** The same as `mergeValues` for mappings, into one that is the caller's own. */
export function mergeInto(target: Dict, over: Dict): void {
  for (const [key, value] of Object.entries(over)) {
    const before = target[key];
    target[key] = before === undefined ? value : mergeValues(before, value);
  }
}

/** A blueprint's own context with what comes from outside over it (probes context_*). */
export function mergeContext(base: Dict, over: Dict): Dict {
  return mergeDicts(base, over);
}

/**
 * What an entry writes: its attributes with its identifiers over them (probes ident_attrs_conflict_existing,
 * ident_dict_json_*).
 */
export function mergeIdentifiers(attrs: Dict, identifiers: Dict): Dict {
  return mergeDicts(attrs, identifiers);
}

import type { Dict, Value } from '../blueprint/value.ts';
import type { Change } from '../plan/value/plan.ts';
import { decodeDict, decodeValue } from '../plan/value/plan-value.ts';
import { secretFrom, type Sources } from '../plan/value/sources.ts';

/**
 * What is sent for a change, as values: with its secrets, and with Refs to objects that have yet to be
 * created.
 */
export interface Writes {
  readonly body: Dict;
  readonly companions: Dict;
  readonly setters: readonly { readonly field: string; readonly value: Value }[];
}

/** Decodes what a change sends. Throws an InternalError when `sources` lacks one of its secrets. */
export function decodeChange(change: Change, sources: Sources): Writes {
  const secretOf = secretFrom(sources);
  return {
    body: decodeDict(change.body, secretOf),
    companions: decodeDict(change.companions, secretOf),
    setters: change.setters.map(({ field, value }) => ({ field, value: decodeValue(value, secretOf) })),
  };
}

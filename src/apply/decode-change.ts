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
  /** The texts of the change's secrets, which the server may repeat in a message. */
  readonly secrets: readonly string[];
}

/** Decodes what a change sends. Throws an InternalError when `sources` lacks one of its secrets. */
export function decodeChange(change: Change, sources: Sources): Writes {
  const secretOf = secretFrom(sources);
  return {
    body: decodeDict(change.body, secretOf),
    companions: decodeDict(change.companions, secretOf),
    setters: change.setters.map(({ field, value }) => ({ field, value: decodeValue(value, secretOf) })),
    secrets: secretTexts([change], sources),
  };
}

/** The secrets that some changes write, as texts. */
export function secretTexts(changes: readonly Pick<Change, 'fields'>[], sources: Sources): string[] {
  const secretOf = secretFrom(sources);
  const secrets = changes
    .flatMap(({ fields }) => fields)
    .filter(({ secret }) => secret)
    .map(({ after }) => decodeValue(after ?? null, secretOf));
  return secrets.filter((value) => typeof value === 'string');
}

import { UsageError } from '../diagnostics/errors.ts';
import { keyedHash } from '../ownership/keyed-hash.ts';
import type { HashSecret } from '../plan/changes/encode-change.ts';
import type { Io } from './io.ts';

/** The variable that holds the key of keyed hashes. */
const VARIABLE = 'AK_BLUEPRINT_KEY';
/** A shorter key could be tried out, and with it the secrets that hashes are of. */
const SHORTEST = 16;

/**
 * The key of keyed hashes, from `AK_BLUEPRINT_KEY`; undefined where it is not set or empty. Throws a UsageError
 * for one that is too short.
 */
export function blueprintKey(io: Pick<Io, 'env'>): string | undefined {
  const key = io.env[VARIABLE]?.trim();
  if (key === undefined || key === '') return undefined;
  if (key.length < SHORTEST)
    throw new UsageError(
      `${VARIABLE} is too short: it needs at least ${SHORTEST} characters`,
      'make one with: openssl rand -hex 32',
    );
  return key;
}

/** Hashes secrets with the key, for the digest of a plan. `project`: the id of the project; empty without one. */
export function hashSecrets(key: string | undefined, project: string): HashSecret | undefined {
  return key === undefined ? undefined : (secret) => keyedHash(key, { project, ...secret });
}

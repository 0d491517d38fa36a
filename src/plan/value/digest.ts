import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';
import { canonicalText, isDone, secretsIn, writtenParts } from './written-part.ts';

/**
 * SHA-256 (hexadecimal) of the release and of all that a plan would write, in its order: bodies, fields with
 * endpoints of their own, permissions, deletes with all that goes along, and what the server is told to apply, with
 * what that changes; and of what is written over or deleted, as it was. Secrets are included by reference, and
 * with a key by the keyed hashes of their values. Two plans with the same digest send the same requests, as long as the references resolve to the
 * same secrets.
 */
export function digestOf({ target, changes, secrets }: Pick<Plan, 'target' | 'changes' | 'secrets'>): string {
  const done = changes.filter(isDone);
  const written = done.map((change) => ({
    id: change.id,
    ...writtenParts(change, (row) => row),
    dependsOn: [...change.dependsOn].sort(),
  }));
  const hashes =
    secrets &&
    Object.fromEntries(done.flatMap((change) => [...secretsIn(change)]).map((from) => [from, secrets[from]]));
  return createHash('sha256')
    .update(canonicalText({ target, changes: written, secrets: hashes }), 'utf8')
    .digest('hex');
}

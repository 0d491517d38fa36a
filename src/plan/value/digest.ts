import { createHash } from 'node:crypto';
import { type Change, isWritten, type Plan, writtenGrant } from './plan.ts';
import type { PlanDict, PlanValue } from './plan-value.ts';

/**
 * SHA-256 (hexadecimal) of the release and of all that a plan would write, in its order: bodies, fields with
 * endpoints of their own, permissions, deletes, and what the server is told to apply, with what that changes.
 * Secrets are included by reference. Two plans with the same digest send the same requests, as long as the references resolve to the
 * same secrets.
 */
export function digestOf({ target, changes }: Pick<Plan, 'target' | 'changes'>): string {
  const written = changes.filter((change) => isWritten(change) || change.by !== undefined).map(writtenPart);
  return createHash('sha256')
    .update(canonicalText({ target, changes: written }), 'utf8')
    .digest('hex');
}

function writtenPart(change: Change): Parts {
  const { id, row, action, model, itemKey, body, companions, setters, markedIn, applies, cascades } = change;
  const grants = change.grants.flatMap((grant): Parts[] => {
    const written = writtenGrant(grant);
    const { permission, everywhere, holder, key } = grant;
    return written === undefined ? [] : [{ action: written, permission, everywhere, holder, key }];
  });
  return {
    id,
    row,
    action,
    model,
    itemKey,
    body,
    companions,
    setters: setters.map(({ field, value }) => ({ field, value })),
    markedIn,
    brings: change.brings?.map(({ row: other, model: of, values }) => ({ row: other, model: of, values })),
    unmarks: change.unmarks && { ...change.unmarks },
    applies: applies && { because: { ...applies.because }, content: applies.content },
    by: change.by,
    fields: change.by === undefined ? undefined : change.fields.map(({ path, after }) => ({ path, after })),
    cascades: cascades.map(({ model: other, count }) => ({ model: other, count })),
    grants,
    dependsOn: [...change.dependsOn].sort(),
  };
}

type Part = PlanValue | Parts | readonly Part[] | undefined;
interface Parts {
  readonly [name: string]: Part;
}

/** JSON with sorted keys, so that the order in which an entry gives its attributes makes no difference. */
function canonicalText(value: Part): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const parts = Object.entries(value as PlanDict | Parts)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`);
  return `{${parts.join(',')}}`;
}

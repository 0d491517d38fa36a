import type { ActionRule } from '../behaviour/behaviour.ts';
import { readObjectBody } from '../request.ts';
import { notFound, type SandboxResponse } from '../response.ts';
import type { Pk, Row } from '../row.ts';
import { change, listOf, modelOf, rowOf, type Actions } from './action.ts';
import type { Call } from './call.ts';
import { requireWriter } from './resource.ts';

/**
 * Users of groups and of roles. The permissions of roles are in permissions.ts; they open nothing here: only
 * administrators may write to a sandbox.
 */
export const MEMBERSHIP_ACTIONS: Actions = {
  'add-member': (call, rule) => setMember(call, rule, true),
  'remove-member': (call, rule) => setMember(call, rule, false),
  'add-role': (call, rule) => setRole(call, rule, true),
  'remove-role': (call, rule) => setRole(call, rule, false),
};

/** Puts the object of the body into a list of the object that the path names, or takes it out of it. */
function setMember(call: Call, rule: ActionRule, belongs: boolean): SandboxResponse {
  requireWriter(call);
  const { store, models } = call.database;
  const row = rowOf(call, rule);
  const to = modelOf(call, rule).columns[rule.column ?? '']?.to ?? models.wellKnown.user;
  const member = store.find(models.concrete(to), readObjectBody(call.request)['pk'] ?? null);
  const answer = setInList(call, row, rule.column ?? '', member?.pk, belongs);
  call.queue.note('members', row);
  return answer;
}

/** Gives a user the role, or takes it away: the user has the list. */
function setRole(call: Call, rule: ActionRule, belongs: boolean): SandboxResponse {
  requireWriter(call);
  const { store, models } = call.database;
  const role = rowOf(call, rule);
  const user = store.get(models.wellKnown.user, readObjectBody(call.request)['pk'] ?? null);
  return setInList(call, user, rule.column ?? '', role.pk, belongs);
}

function setInList(
  { database }: Pick<Call, 'database'>,
  row: Row | undefined,
  column: string,
  pk: Pk | undefined,
  belongs: boolean,
): SandboxResponse {
  if (row === undefined || pk === undefined) throw notFound();
  const others = listOf(row, column).filter((other) => other !== pk);
  change(database, row, { [column]: belongs ? [...others, pk] : others });
  return { status: 204 };
}

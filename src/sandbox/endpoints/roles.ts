import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { detail, type Reply } from '../reply.ts';
import { readJsonBody } from '../request.ts';
import type { Call } from './call.ts';
import { findRow, requireWriter } from './resource.ts';

type Body = { readonly [name: string]: Json };

/**
 * Who has a role. What roles may do is in permissions.ts; it opens nothing here: only administrators may
 * write to a sandbox.
 */
export const ROLE_ACTIONS: Readonly<Record<string, (call: Call, rule: ActionRule) => Reply>> = {
  'add-role': (call, rule) => setRole(call, rule, true),
  'remove-role': (call, rule) => setRole(call, rule, false),
};

/** Gives a user the role, or takes it away: the user has the list. */
function setRole(call: Call, rule: ActionRule, belongs: boolean): Reply {
  requireWriter(call);
  const role = findRow(call, call.world.models.get(rule.model ?? ''));
  const body = readJsonBody(call.request) as Body;
  const user = call.world.store.get(call.world.behaviour.anchors.user, body['pk'] ?? null);
  if (!user) throw detail(404, 'Not found.');
  const column = rule.column ?? '';
  const list = user.values[column];
  const others = (Array.isArray(list) ? list : []).filter((pk) => pk !== role.pk);
  call.world.store.put({
    ...user,
    values: { ...user.values, [column]: belongs ? [...others, role.pk] : others },
  });
  return { status: 204 };
}

import type { Json } from '../../catalog/model.ts';
import { follow, referrers } from '../links.ts';
import type { SandboxModel } from '../model-table.ts';
import { buildFilter } from '../query/filter.ts';
import { orderRows } from '../query/order.ts';
import { cutPage } from '../query/paging.ts';
import { buildSearch } from '../query/search.ts';
import { renderAs } from '../render/render.ts';
import type { Reply } from '../reply.ts';
import type { Row } from '../store.ts';
import type { World } from '../world.ts';
import type { Call } from './call.ts';

const PREFIX = 'visible:';

/**
 * A list of what the caller may open, kept for each user: the page counts what the filter selects, but the
 * results are those that the first such call selected (recorded: "x2 app list slug=a (fills cache)" and the
 * three after it). A search is answered afresh.
 */
export function listVisible(call: Call, model: SandboxModel): Reply {
  const { world, request, view } = call;
  const filter = buildFilter(world, model, request.query);
  const search = buildSearch(world, request.query, model.list?.search ?? []);
  const selected = orderRows(
    world,
    world.store.list([model.name]).filter((row) => filter(row) && search(row)),
    request.query,
    Object.keys(model.columns),
    model.list?.order ?? [],
  );
  const page = cutPage(world.behaviour.manners, request.query, selected, (row) => row.pk);
  const caller = call.caller();
  const key = `${PREFIX}${model.name}:${String(caller.user.pk)}`;
  const allowed = selected.filter((row) => isAllowed(world, row, caller.user));
  if ((request.query.get('search') ?? '') !== '')
    return { status: 200, body: { ...page, results: allowed.map((row) => renderAs(view, model, row)) } };
  let kept = world.cache.get(key) ?? [];
  if (kept.length === 0) {
    kept = allowed;
    world.cache.set(key, allowed);
  }
  return { status: 200, body: { ...page, results: kept.map((row): Json => renderAs(view, model, row)) } };
}

/** A write to something that policies hang on makes the server forget. */
export function forget(world: World, model: string): void {
  const { target, binding, policy } = world.behaviour.anchors;
  if (
    model === binding ||
    world.models.lineage(model).includes(target) ||
    world.models.lineage(model).includes(policy)
  ) {
    for (const key of [...world.cache.keys()]) if (key.startsWith(PREFIX)) world.cache.delete(key);
  }
}

/** Whether the bindings of an object let a user through; policies cannot be run here and count as passed. */
export function isAllowed(world: World, row: Row, user: Row): boolean {
  const bindings = referrers(world, row, world.behaviour.anchors.binding, 'target').filter(
    (binding) => binding.values['enabled'] === true,
  );
  if (bindings.length === 0) return true;
  const results = bindings.map((binding) => {
    const group = follow(world, binding, 'group');
    const passes = group
      ? isMember(world, group, user)
      : binding.values['user'] === null || binding.values['user'] === user.pk;
    return passes !== (binding.values['negate'] === true);
  });
  return row.values['policy_engine_mode'] === 'all'
    ? results.every((result) => result)
    : results.some((result) => result);
}

/** A member of the group, or of one below it. */
function isMember(world: World, group: Row, user: Row, seen: readonly Row[] = []): boolean {
  const users = group.values['users'];
  if (Array.isArray(users) && users.includes(user.pk)) return true;
  return referrers(world, group, group.model, world.behaviour.anchors.above).some(
    (child) => !seen.includes(child) && isMember(world, child, user, [...seen, group]),
  );
}

import type { Value } from '../../blueprint/value.ts';
import type { LoginRole } from '../../catalog/login-role.ts';
import { isDict } from '../../blueprint/value.ts';
import { sameValue } from '../../forms/normal.ts';
import { brandsFor } from '../../flows/login-flow.ts';
import type { Id, World } from '../../flows/world.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { modelsThatAre, roleOf, type View } from './view.ts';

/** The fields that a login depends on; of stages and policies, all. */
const FIELDS: Readonly<Partial<Record<LoginRole['is'], readonly string[]>>> = {
  brand: ['domain', 'default', 'flow_authentication'],
  flow: ['slug', 'designation', 'authentication', 'policy_engine_mode'],
  'stage-binding': [
    'target',
    'stage',
    'order',
    'evaluate_on_plan',
    're_evaluate_policies',
    'policy_engine_mode',
  ],
  'policy-binding': ['target', 'policy', 'group', 'user', 'negate', 'enabled', 'failure_result'],
  group: ['name', 'is_superuser', 'users', 'parent', 'parents'],
  user: ['username', 'email', 'attributes', 'is_active', 'groups'],
};

/**
 * The rows that the plan makes, changes or deletes and that a login path may use, as far as can be told without
 * reading more. What is new counts where what exists may come to use it.
 */
export function touchedRows(overlay: Overlay, before: View, after: View): readonly OverlayRow[] {
  return overlay.allRows().filter((row) => {
    const role = roleOf(overlay, row);
    return role !== undefined && isChanged(overlay, row, role) && mayCount(row, role, [before, after]);
  });
}

function isChanged(overlay: Overlay, row: OverlayRow, { is }: LoginRole): boolean {
  if (overlay.isReserved(row) || (row.refused && !row.actual)) return false;
  if (!row.actual) return row.deletedBy === undefined;
  if (row.deletedBy !== undefined) return true;
  const { fields } = overlay.resource(row.model);
  const counting = FIELDS[is];
  return [...row.set.keys(), ...row.cleared.keys()].some((name) => {
    const field = fields[name];
    if (!field || field.writeOnly || (counting && !counting.includes(name))) return false;
    return !sameValue(field, overlay.value(row, name), row.actual?.[name], overlay.keyOf);
  });
}

function mayCount(row: OverlayRow, role: LoginRole, views: readonly View[]): boolean {
  const { actual } = row;
  switch (role.is) {
    case 'brand':
    case 'stage':
      return role.is === 'brand' || (actual !== undefined && isUsed(actual['flow_set'], role));
    case 'flow':
      return actual !== undefined || views.some((view) => view.text(row, 'designation') === 'authentication');
    case 'policy':
      return actual !== undefined && actual['bound_to'] !== 0;
    case 'stage-binding':
      return targetsOf(row, views).some((target) => target?.actual !== undefined);
    case 'policy-binding':
      return targetsOf(row, views).some((target) => isLoginTarget(target, views));
    case 'group':
      return actual !== undefined && (actual['is_superuser'] === true || hasParent(actual));
    case 'user':
      return actual?.['is_superuser'] === true;
    default:
      return false;
  }
}

/** Whether a stage is in a flow, or may be used by another stage. */
function isUsed(flows: Value | undefined, role: LoginRole & { readonly is: 'stage' }): boolean {
  return role.kind === 'password' || !Array.isArray(flows) || flows.length > 0;
}

function hasParent({ parent, parents }: NonNullable<OverlayRow['actual']>): boolean {
  return typeof parent === 'string' || (Array.isArray(parents) && parents.length > 0);
}

/** What a binding is bound to, before and after; undefined for what has not been read. */
function targetsOf(row: OverlayRow, views: readonly View[]): readonly (OverlayRow | undefined)[] {
  const { fields } = (views[0] as View).overlay.resource(row.model);
  return views.flatMap((view) => {
    const key = view.value(row, 'target');
    return key === undefined ? [] : [view.find(fields['target']?.references ?? [], key)];
  });
}

/** Whether policies on something may decide about a login: it is a flow that exists, or a stage's place in one. */
function isLoginTarget(target: OverlayRow | undefined, views: readonly View[]): boolean {
  const overlay = views[0]?.overlay;
  const is = target && overlay && roleOf(overlay, target)?.is;
  if (!target) return true;
  if (is === 'flow') return target.actual !== undefined;
  return is === 'stage-binding' && targetsOf(target, views).some((flow) => flow?.actual !== undefined);
}

/**
 * Those of the touched rows that the login flows of a host use, or may use; for that, the brands are read, and nothing
 * else where no other flow can be led to. Undefined: more must be read first.
 */
export function usedRows(
  touched: readonly OverlayRow[],
  { views, worlds }: { readonly views: readonly View[]; readonly worlds: readonly World[] },
  host: string | undefined,
): readonly OverlayRow[] {
  const chosen = worlds.map((world) => brandsFor(world, host));
  if (chosen.includes(undefined)) return touched;
  const brands = chosen.flatMap((some) => some ?? []);
  const flows = brands.map((brand) => brand?.flow);
  // Any flow that is for logins may be taken where a brand has none.
  const isAny = flows.some((flow) => typeof flow !== 'string');
  const overlay = (views[0] as View).overlay;
  return touched.filter((row) => {
    if (roleOf(overlay, row)?.is === 'brand') return brands.some((brand) => brand?.id === row.id);
    const used = usedFlows(overlay, row, views);
    if (isAny || used === undefined) return true;
    return used.some((id) => flows.includes(id)) || isLedTo(views, used);
  });
}

/** The ids of the flows to which a row belongs; undefined where that cannot be told, or any may be. */
function usedFlows(overlay: Overlay, row: OverlayRow, views: readonly View[]): readonly Id[] | undefined {
  const role = roleOf(overlay, row);
  switch (role?.is) {
    case 'flow':
      return [row.id];
    case 'stage-binding':
      return targetsOf(row, views).map((target) => target?.id ?? '');
    case 'stage': {
      const flows = row.actual?.['flow_set'];
      if (role.kind === 'password' || !Array.isArray(flows)) return undefined;
      const [model = ''] = modelsThatAre(overlay.catalog, 'flow');
      return flows.map((flow) => `${model}#${isDict(flow) ? String(flow['pk']) : ''}`);
    }
    case 'policy-binding': {
      const targets = targetsOf(row, views);
      if (targets.includes(undefined)) return undefined;
      return targets.flatMap((target) => (target && usedFlows(overlay, target, views)) ?? []);
    }
    default:
      return undefined;
  }
}

/** Whether a stage leads to one of these flows. */
function isLedTo(views: readonly View[], flows: readonly Id[]): boolean {
  return views.some((view) => {
    const { catalog } = view.overlay;
    return modelsThatAre(catalog, 'stage').some((model) => {
      const known = catalog.models[model];
      if (known?.kind !== 'resource' || known.login?.is !== 'stage' || known.login.kind !== 'redirect')
        return false;
      if (!view.isRead(model)) return false;
      return view
        .rows(model)
        .some((row) => view.links(row, 'target_flow')?.some((id) => flows.includes(id)) ?? true);
    });
  });
}

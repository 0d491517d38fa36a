import { stringify } from 'yaml';
import type { Json } from '../../catalog/model.ts';
import { followAll, referrers } from '../links.ts';
import type { Row } from '../store.ts';
import type { World } from '../world.ts';

const BINDING = 'authentik_flows.flowstagebinding';
const POLICY_BINDING = 'authentik_policies.policybinding';

/**
 * A flow with what hangs on it as a blueprint, with the primary keys written out, as the server exports it
 * (recorded: "flow export", "x2 export managed").
 */
export function exportFlow(world: World, flow: Row, at: string): string {
  const bindings = referrers(world, flow, BINDING, 'target').sort(
    (a, b) => Number(a.values['order']) - Number(b.values['order']),
  );
  const stages = unique(bindings.flatMap((binding) => followAll(world, binding, 'stage')));
  const policyBindings = [flow, ...bindings].flatMap((target) =>
    referrers(world, target, POLICY_BINDING, 'target'),
  );
  const policies = unique([
    ...policyBindings.flatMap((binding) => followAll(world, binding, 'policy')),
    ...stages.flatMap((stage) => followAll(world, stage, 'validation_policies')),
  ]);
  const prompts = unique(stages.flatMap((stage) => followAll(world, stage, 'fields')));
  const entries = [
    entryOf(world, flow, ['slug']),
    ...prompts.map((row) => entryOf(world, row, [])),
    ...policies.map((row) => entryOf(world, row, [])),
    ...stages.map((row) => entryOf(world, row, ['name'])),
    ...bindings.map((row) => entryOf(world, row, ['target', 'stage', 'order'])),
    ...policyBindings.map((row) => entryOf(world, row, ['policy', 'target', 'order'])),
  ];
  return stringify({
    context: {},
    entries,
    metadata: { labels: { 'blueprints.goauthentik.io/generated': 'true' }, name: `authentik Export - ${at}` },
    version: 1,
  });
}

/** An object as an entry: what is read-only, and what a form would start with, is left out. */
function entryOf(world: World, row: Row, identifiers: readonly string[]): Json {
  const model = world.models.get(row.model);
  const names = model.fields
    .filter((field) => !field.readOnly && !field.writeOnly && !field.name.endsWith('_set'))
    .map((field) => field.name)
    .sort();
  const valueOf = (name: string): Json => row.values[name] ?? null;
  const attrs = names.filter((name) => !identifiers.includes(name) && !isInitial(valueOf(name)));
  return {
    attrs: Object.fromEntries(attrs.map((name) => [name, valueOf(name)])),
    conditions: [],
    id: null,
    identifiers: { pk: row.pk, ...Object.fromEntries(identifiers.map((name) => [name, valueOf(name)])) },
    model: row.model,
    state: 'present',
  };
}

function isInitial(value: Json): boolean {
  return value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

function unique(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.pk, row])).values()];
}

import { stringify } from 'yaml';
import type { Json } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import { followAll, referrers } from '../links.ts';
import type { Row } from '../row.ts';

const BINDING = 'authentik_flows.flowstagebinding';
const POLICY_BINDING = 'authentik_policies.policybinding';

/**
 * A flow and the objects that it uses as a blueprint with primary keys, as the server exports it (recorded:
 * "flow export", "x2 export managed").
 */
export function exportFlow(database: Database, flow: Row, at: string): string {
  const bindings = referrers(database, flow, BINDING, 'target').sort(
    (a, b) => Number(a.values['order']) - Number(b.values['order']),
  );
  const stages = unique(bindings.flatMap((binding) => followAll(database, binding, 'stage')));
  const policyBindings = [flow, ...bindings].flatMap((target) =>
    referrers(database, target, POLICY_BINDING, 'target'),
  );
  const policies = unique([
    ...policyBindings.flatMap((binding) => followAll(database, binding, 'policy')),
    ...stages.flatMap((stage) => followAll(database, stage, 'validation_policies')),
  ]);
  const prompts = unique(stages.flatMap((stage) => followAll(database, stage, 'fields')));
  const entries = [
    entryOf(database, flow, ['slug']),
    ...prompts.map((row) => entryOf(database, row, [])),
    ...policies.map((row) => entryOf(database, row, [])),
    ...stages.map((row) => entryOf(database, row, ['name'])),
    ...bindings.map((row) => entryOf(database, row, ['target', 'stage', 'order'])),
    ...policyBindings.map((row) => entryOf(database, row, ['policy', 'target', 'order'])),
  ];
  return stringify({
    context: {},
    entries,
    metadata: { labels: { 'blueprints.goauthentik.io/generated': 'true' }, name: `authentik Export - ${at}` },
    version: 1,
  });
}

/** An object as an entry, without fields that are read-only and without empty values. */
function entryOf(database: Database, row: Row, identifiers: readonly string[]): Json {
  const model = database.models.get(row.model);
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

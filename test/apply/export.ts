import { formatJson } from '../../src/catalog/exact-json.ts';
import type { Catalog, Json, Resource } from '../../src/catalog/model.ts';
import type { Client } from '../../src/client/client.ts';

/*
 * What authentik's own exporter writes (authentik/blueprints/v1/exporter.py and common.py): every object with
 * its primary key as identifier, some with a few fields more, and all that can be written as attributes,
 * links as primary keys. JSON is YAML.
 */

type Row = Readonly<Record<string, Json>>;

interface Exported {
  readonly model: string;
  readonly identifiers: Row;
  readonly attrs: Row;
}

async function rowsOf(client: Client, model: Resource): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; page !== 0; ) {
    const { items, next } = await client.page(model.collection.path, {
      page_size: '100',
      page: String(page),
      ...model.collection.listQuery,
    });
    rows.push(...items);
    page = next;
  }
  return rows;
}

/** What an empty form has is left out, unless a create needs it. */
function isInitial(value: Json): boolean {
  return (
    value === null ||
    value === '' ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function entryOf(model: Resource, row: Row, also: readonly string[] = []): Exported {
  const attrs = Object.entries(model.fields)
    .filter(
      ([name, field]) =>
        ((field.required && field.minLength === undefined) || !isInitial(row[name] ?? null)) &&
        !field.readOnly &&
        !field.writeOnly &&
        !field.setter &&
        row[name] !== undefined &&
        !also.includes(name),
    )
    .map(([name]) => [name, row[name] ?? null] as const);
  return {
    model: model.name,
    identifiers: {
      pk: row[model.collection.pk] ?? null,
      ...Object.fromEntries(also.map((name) => [name, row[name] ?? null])),
    },
    attrs: Object.fromEntries(attrs),
  };
}

const written = (entries: readonly Exported[]): string =>
  `version: 1\nmetadata:\n  name: authentik Export\nentries:\n${entries.map((entry) => `- ${formatJson(entry as unknown as Json)}\n`).join('')}`;

/**
 * What `ak export_blueprint` writes: all objects of all models, in the order of the models, whatever refers
 * to what. `skipped`: models that are left out.
 */
export async function exportAll(
  client: Client,
  catalog: Catalog,
  skipped: (model: Resource, row: Row) => boolean,
): Promise<string> {
  const entries: Exported[] = [];
  for (const model of Object.values(catalog.models)) {
    if (model.kind !== 'resource' || !model.actions.create || model.cannotCreate !== undefined) continue;
    const foreign = new Set<Json | undefined>();
    for (const other of model.shadowedBy) {
      const shadow = catalog.models[other];
      if (shadow?.kind === 'resource')
        for (const row of await rowsOf(client, shadow)) foreign.add(row[shadow.collection.pk]);
    }
    for (const row of await rowsOf(client, model))
      if (!foreign.has(row[model.collection.pk]) && !skipped(model, row)) entries.push(entryOf(model, row));
  }
  return written(entries);
}

/**
 * What the export button of a flow writes: the flow, its prompts, policies, stages and their bindings, policy
 * bindings last.
 */
export async function exportFlow(client: Client, catalog: Catalog, slug: string): Promise<string> {
  const resources = Object.values(catalog.models).filter(
    (model): model is Resource => model.kind === 'resource',
  );
  const all = async (name: string): Promise<[Resource, Row][]> => {
    const found: [Resource, Row][] = [];
    for (const model of resources)
      if (model.name.startsWith(name))
        for (const row of await rowsOf(client, model)) found.push([model, row]);
    return found;
  };
  const [flow] = (await all('authentik_flows.flow')).filter(
    ([model, row]) => model.name === 'authentik_flows.flow' && row['slug'] === slug,
  );
  if (!flow) throw new Error(`there is no flow ${slug}`);
  const pk = ([, row]: [Resource, Row]): Json => row['pk'] ?? null;
  const bindings = (await all('authentik_flows.flowstagebinding')).filter(
    ([, row]) => row['target'] === pk(flow),
  );
  const stages = (await all('authentik_stages_')).filter((one) =>
    bindings.some(([, row]) => row['stage'] === pk(one)),
  );
  const fields = new Set(stages.flatMap(([, row]) => (Array.isArray(row['fields']) ? row['fields'] : [])));
  const prompts = (await all('authentik_stages_prompt.prompt')).filter(
    (one) => one[0].name === 'authentik_stages_prompt.prompt' && fields.has(pk(one)),
  );
  const policyBindings = (await all('authentik_policies.policybinding')).filter(([, row]) =>
    [pk(flow), ...bindings.map(pk)].includes(row['target'] ?? null),
  );
  const policies = (await all('authentik_policies_')).filter((one) =>
    policyBindings.some(([, row]) => row['policy'] === pk(one)),
  );
  return written([
    entryOf(...flow, ['slug']),
    ...prompts.map((one) => entryOf(...one)),
    ...policies.map((one) => entryOf(...one)),
    ...stages.map((one) => entryOf(...one, ['name'])),
    ...bindings.map((one) => entryOf(...one, ['target', 'stage', 'order'])),
    ...policyBindings.map((one) => entryOf(...one, ['policy', 'target', 'order'])),
  ]);
}

import { afterAll, describe, expect, test } from 'vitest';
import { isAddress } from '../forms/is-address.ts';
import type { Field, Json, Resource } from '../../src/catalog/model.ts';
import { formatJson } from '../../src/catalog/exact-json.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { applySaved } from '../apply/apply-saved.ts';
import { planAgainst, type Planned } from '../../src/cli/run-plan.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { makeCertificate } from '../../src/sandbox/endpoints/certificate.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { standOn, type Setup } from '../oracle/run-case.ts';
import { hasShared } from '../shared.ts';
import { catalog } from './setup.ts';

/*
 * The differ sees: for every model and every writable, readable field, a changed stored value makes plan show
 * exactly that field; and with everything as stored it shows nothing.
 */

type Row = Record<string, Json>;

/** What a model cannot be created without, beyond what its fields say. */
const MORE: Readonly<Record<string, Row>> = {
  'authentik_providers_proxy.proxyprovider': {
    external_host: 'https://app.example.com',
    mode: 'forward_single',
  },
  'authentik_sources_saml.samlsource': { issuer: 'x', sso_url: 'https://idp.example.com/sso' },
  'authentik_sources_oauth.oauthsource': { provider_type: 'github', consumer_key: 'k', consumer_secret: 's' },
  'authentik_policies_event_matcher.eventmatcherpolicy': { action: 'login' },
  'authentik_policies_expression.expressionpolicy': { expression: 'return True' },
  'authentik_outposts.kubernetesserviceconnection': { local: true, kubeconfig: {} },
  'authentik_sources_ldap.ldapsource': { server_uri: 'ldap://ldap.example.com' },
  'authentik_blueprints.blueprintinstance': { path: '', content: 'version: 1\nentries: []' },
  'authentik_events.notificationtransport': { mode: 'local' },
};

const resources = Object.values(catalog.models).filter(
  (model): model is Resource =>
    model.kind === 'resource' &&
    model.actions.create &&
    model.actions.update &&
    model.cannotCreate === undefined,
);
/**
 * What comes back in another form than it was stored: none as the server's own picture, a default with white
 * space at its end without it.
 */
const otherwise = new Set([
  'authentik_flows.flow.background',
  'authentik_policies_password.passwordpolicy.symbol_charset',
]);
let made = 0;

/** A value that a field takes; another one for another `variant`. */
async function valueFor(
  setup: Setup,
  name: string,
  field: Omit<Field, 'required'>,
  variant: number,
): Promise<Json> {
  made += 1;
  if (field.references) {
    let pks = await pksOf(setup, field.references);
    if (pks.length === 0 && field.nullable !== true) {
      const kind = field.references
        .flatMap((target) => kindsOf(target))
        .map((target) => catalog.models[target])
        .find((target) => target?.kind === 'resource');
      pks = kind?.kind === 'resource' ? [(await create(setup, kind))[kind.collection.pk] ?? null] : [];
    }
    const pick = pks[variant % Math.max(1, pks.length)] ?? null;
    return field.type === 'array' ? pks.slice(0, 1 + (variant % 2)) : pick;
  }
  if (field.enum)
    return field.enum.filter((choice) => choice !== '')[variant % field.enum.length] ?? field.enum[0] ?? null;
  switch (field.type) {
    case 'boolean':
      return variant % 2 === 0;
    case 'integer':
      return Math.min(field.maximum ?? 50, Math.max(field.minimum ?? 0, 7 + variant));
    case 'number':
      return 1.5 + variant;
    case 'array':
      return field.items ? [await valueFor(setup, name, field.items, variant)] : [`item-${variant}`];
    case 'object':
      return { of: name, variant };
    case 'json':
      return { of: name, variant };
    case 'string':
      break;
  }
  if (field.format === 'duration') return `minutes=${5 + variant}`;
  if (isAddress(field)) return `https://x${made}.example.com/a`;
  if (field.format === 'email') return `a${made}@example.com`;
  if (field.format === 'date-time') return `203${variant % 10}-01-02T03:04:05Z`;
  return `${name.replaceAll('_', '-')}-${made}`.slice(-(field.maxLength ?? 60));
}

function kindsOf(name: string): readonly string[] {
  const model = catalog.models[name];
  return model?.kind === 'base' ? model.concrete : [name];
}

async function pksOf(setup: Setup, models: readonly string[]): Promise<Json[]> {
  const kinds = models.flatMap(kindsOf);
  const pks: Json[] = [];
  for (const kind of kinds.slice(0, 12)) {
    const model = catalog.models[kind];
    if (model?.kind !== 'resource') continue;
    const { items } = await setup.client.page(model.collection.path, {
      page_size: '100',
      ...model.collection.listQuery,
    });
    pks.push(...items.map((item) => item[model.collection.pk] ?? null));
  }
  return pks;
}

async function create(setup: Setup, model: Resource): Promise<Row> {
  const body: Row = {};
  for (const [name, field] of Object.entries(model.fields))
    if (field.required && !field.readOnly) body[name] = await valueFor(setup, name, field, 0);
  if (model.name === 'authentik_crypto.certificatekeypair') {
    const { certificate, key } = makeCertificate('x', 30, new Date(), () => 0.5);
    Object.assign(body, { certificate_data: certificate, key_data: key });
  }
  const proxy = catalog.models['authentik_providers_proxy.proxyprovider'];
  if (model.name === 'authentik_outposts.outpost' && proxy?.kind === 'resource')
    body['providers'] = [(await create(setup, proxy))['pk'] ?? null];
  if (model.name === 'authentik_policies.policybinding')
    body['group'] = (await pksOf(setup, ['authentik_core.group']))[0] ?? null;
  return await setup.client.create(model.collection.path, formatJson({ ...body, ...MORE[model.name] }));
}

/** The entry that says of an object all that is stored of it. */
function entryOf(model: Resource, row: Row, changed?: string): string {
  // A number alone is not believed where a name says something else: such an object has another identifier
  // that stays.
  const isNumbered = typeof row[model.collection.pk] === 'number';
  const other = isNumbered
    ? ['name', 'username', 'base_dn', 'external_host', 'acs_url', 'client_id'].find(
        (name) => name !== changed && typeof row[name] === 'string' && row[name] !== '',
      )
    : undefined;
  const attrs = Object.fromEntries(
    Object.entries(model.fields)
      .filter(([name, field]) => isCompared(field) && row[name] !== undefined)
      .map(([name]) => [name, row[name]]),
  );
  return `version: 1\nentries:\n- model: ${model.name}\n  identifiers: {pk: ${JSON.stringify(row[model.collection.pk])}${other === undefined ? '' : `, ${other}: ${JSON.stringify(row[other])}`}}\n  attrs: ${formatJson(attrs)}\n`;
}

function isCompared(field: Field): boolean {
  return (
    (!field.readOnly || field.setter !== undefined) &&
    !field.writeOnly &&
    !field.volatile?.some((one) => !one.when && !one.unless && !one.wanted)
  );
}

async function planFor(setup: Setup, text: string): Promise<Planned & { errors: string[] }> {
  const collector = new Collector();
  const blueprint = parseBlueprint({ path: 'b.yaml', text }, collector.report, {
    features: features(catalog.release),
  });
  const planned = await planAgainst(setup.client, {
    blueprints: blueprint ? [blueprint] : [],
    catalog,
    policy: { ...DEFAULT_POLICY, allowProtected: resources.map((model) => model.name) },
    context: dict(),
    env: () => undefined,
    me: await setup.client.me(),
  });
  return {
    ...planned,
    errors: [...collector.diagnostics, ...planned.diagnostics]
      // A value that does not go with the object's others is refused, and shown all the same.
      .filter(({ severity, code }) => severity === 'error' && code !== 'attribute-rule')
      .map((finding) => finding.message),
  };
}

async function fieldsThatDiffer(setup: Setup, text: string): Promise<string[]> {
  const { plan, errors } = await planFor(setup, text);
  return [
    ...errors,
    ...plan.changes.flatMap((change) =>
      change.action === 'noop'
        ? []
        : [
            change.action === 'update' ? '' : change.action,
            ...change.fields.map((field) => field.path),
          ].filter((part) => part !== ''),
    ),
  ];
}

/** Applies the entry, and gives the messages of what failed and the stored values afterwards. */
async function applyTo(
  setup: Setup,
  model: Resource,
  row: Row,
  text: string,
): Promise<{ failed: string[]; values: unknown }> {
  const planned = await planFor(setup, text);
  const outcome = await applySaved(planned, {
    client: setup.client,
    catalog,
    parallelism: 1,
    now: () => 0,
  });
  return {
    failed: outcome.diagnostics.map((finding) => finding.message),
    values: storedValues(setup, model, row),
  };
}

/** What is stored of an object: every field that an entry can have. */
function storedValues(setup: Setup, model: Resource, row: Row): unknown {
  const values = setup.sandbox.snapshot().find([model.name], row[model.collection.pk])?.values ?? {};
  return Object.fromEntries(
    Object.entries(model.fields)
      .filter(([, field]) => isCompared(field))
      .map(([name, field]) => [
        name,
        field.set && Array.isArray(values[name]) ? [...values[name]].sort() : values[name],
      ]),
  );
}

describe.skipIf(!hasShared)('a changed stored value is the one field that plan shows', () => {
  const counts = { models: 0, fields: 0 };
  test.each(resources.map((model) => [model.name, model] as const))('%s', async (_, model) => {
    const setup = standOn('fresh');
    const row = withIcons(setup, model, await create(setup, model));
    expect(await fieldsThatDiffer(setup, entryOf(model, row)), 'as stored').toEqual([]);
    counts.models += 1;
    const original = storedValues(setup, model, row);
    for (const [name, field] of Object.entries(model.fields)) {
      if (!isCompared(field) || name === model.collection.pk) continue;
      if (row[name] === undefined) throw new Error(`the answer has no ${name}`);
      const text = entryOf(model, row, name);
      const other = await otherValue(setup, name, field, row[name]);
      if (other === undefined) throw new Error(`there is no other value for ${name}`);
      const before = setup.sandbox.snapshot();
      const store = setup.sandbox.snapshot();
      const stored = store.find([model.name], row[model.collection.pk]);
      if (!stored) throw new Error(`${model.name} is not in the store`);
      if (name in stored.values) {
        store.put({ ...stored, values: { ...stored.values, [name]: other } });
        setup.sandbox.restore(store);
      } else {
        // The link is stored on its other side.
        await setup.client.update(
          model.collection.item.replace(/\{\w+\}/, String(row[model.collection.key])),
          formatJson({ [name]: other }),
        );
      }
      expect(await fieldsThatDiffer(setup, text), `${name} changed to ${JSON.stringify(other)}`).toEqual([
        name,
      ]);
      if (!otherwise.has(`${model.name}.${name}`)) {
        // And apply puts back just that: what a PATCH needs beside it goes along, nothing else is touched.
        expect(await applyTo(setup, model, row, text), `${name} put back`).toEqual({
          failed: [],
          values: original,
        });
        expect(await fieldsThatDiffer(setup, text), `${name} at rest`).toEqual([]);
      }
      setup.sandbox.restore(before);
      counts.fields += 1;
    }
  });
  afterAll(() => console.log(`every field: ${counts.fields} fields of ${counts.models} models`));
});

/** Gives an object the icons that it lacks: an empty one cannot be set over the API. */
function withIcons(setup: Setup, model: Resource, row: Row): Row {
  const icons = Object.fromEntries(
    Object.entries(model.fields)
      .filter(
        ([name, field]) => field.setter && isCompared(field) && (row[name] === null || row[name] === ''),
      )
      .map(([name]) => [name, `https://icons.example.com/${name}.png`]),
  );
  if (Object.keys(icons).length === 0) return row;
  const store = setup.sandbox.snapshot();
  const stored = store.find([model.name], row[model.collection.pk]);
  if (!stored) throw new Error(`${model.name} is not in the store`);
  store.put({ ...stored, values: { ...stored.values, ...icons } });
  setup.sandbox.restore(store);
  return { ...row, ...icons };
}

/** A valid value that is not the stored one; undefined where there is none. */
async function otherValue(setup: Setup, name: string, field: Field, stored: Json): Promise<Json | undefined> {
  for (let variant = 0; variant < 4; variant += 1) {
    const value = await valueFor(setup, name, field, variant);
    if (JSON.stringify(value) !== JSON.stringify(stored) && value !== null) return value;
  }
  // What it can point at is all that it points at already: there must be one more.
  const kind = field.references
    ?.flatMap(kindsOf)
    .map((target) => catalog.models[target])
    .find((target): target is Resource => target?.kind === 'resource' && target.actions.create);
  if (!kind) return undefined;
  const more = (await create(setup, kind))[kind.collection.pk] ?? null;
  return field.type === 'array' ? [more] : more;
}

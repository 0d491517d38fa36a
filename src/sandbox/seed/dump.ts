import type { Json, ModelName } from '../../catalog/model.ts';
import type { Behaviour } from '../behaviour/behaviour.ts';
import type { Database } from '../database.ts';
import type { Environment } from '../environment.ts';
import type { SandboxModel } from '../model-table.ts';
import { makeText, makeUuid } from '../random.ts';
import type { Pk, Row } from '../row.ts';
import { makeDefault, type DefaultSources } from '../write/defaults.ts';

/**
 * A state by natural keys: `{model: {key: object}}`. References are `model:key`, in parentheses where the key
 * has several parts.
 */
export type Dump = Readonly<Record<ModelName, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

/** What seeding works with: the store to fill, the release's rules, the time and random numbers. */
export interface SeedParts extends DefaultSources {
  readonly environment: Environment;
  readonly database: Database;
  readonly release: { readonly behaviour: Behaviour };
}

type Values = Readonly<Record<string, Json>>;

/** Stores the objects of a dump, with fresh primary keys. */
export function seedDump(parts: SeedParts, dump: Dump): void {
  const { database, release } = parts;
  const pks = new Map<string, Pk>();
  const owners = new Map<string, Row>();
  for (const [model, objects] of Object.entries(dump)) {
    for (const [key, values] of Object.entries(objects)) {
      const twin = findTwin(release.behaviour, dump, model, key, values);
      if (twin !== undefined) continue;
      const pk = makePk(parts, model);
      owners.set(`${model}:${key}`, { model, pk, values });
      pks.set(`${model}:${key}`, pk);
    }
  }
  const names = [...pks.keys()].sort((a, b) => b.length - a.length);
  for (const [name, row] of owners) {
    const twin = release.behaviour.lists.find((list) => list.also?.includes(row.model));
    const key = name.slice(row.model.length + 1);
    // An object that two lists show is dumped twice, each time with other fields.
    const more = twin ? dump[twin.model]?.[key] : undefined;
    database.store.put({
      ...row,
      values: settle(parts, row.model, { ...more, ...row.values }, (text) => resolve(pks, names, text)),
    });
  }
}

function makePk({ database, environment }: SeedParts, name: ModelName): Pk {
  const model = database.models.find(name);
  return model?.auto ? database.store.next(model.sequence) : makeUuid(environment.random);
}

/** The model that this object really has, where a list shows it under a second one. */
function findTwin(
  behaviour: Pick<Behaviour, 'lists'>,
  dump: Dump,
  model: ModelName,
  key: string,
  values: Values,
): ModelName | undefined {
  const also = behaviour.lists.find((list) => list.model === model)?.also ?? [];
  return also.find(
    (other) => dump[other]?.[key] !== undefined && dump[other][key]['client_id'] === values['client_id'],
  );
}

function resolve(pks: ReadonlyMap<string, Pk>, names: readonly string[], text: string): Json {
  const bare = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
  const whole = pks.get(bare);
  if (whole !== undefined) return whole;
  const inside = text.includes(':') ? names.find((name) => text.includes(name)) : undefined;
  return inside === undefined ? text : text.replaceAll(inside, String(pks.get(inside)));
}

/** A dumped object's values as they are stored, with defaults for what the dump does not have. */
function settle(
  parts: SeedParts,
  name: ModelName,
  given: Values,
  resolveText: (text: string) => Json,
): Record<string, Json> {
  const model = parts.database.models.find(name);
  const values: Record<string, Json> = {};
  for (const [field, value] of Object.entries(given))
    values[field] = settleValue(parts.environment, value, resolveText);
  return model ? complete(parts, model, values) : values;
}

function settleValue(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  value: Json,
  resolveText: (text: string) => Json,
): Json {
  if (typeof value === 'string') {
    const generated = /^<generated:(\d+)>$/.exec(value);
    if (generated)
      return makeText(random, generated[1] === '128' ? 'printable' : 'letters', Number(generated[1]));
    if (value === '<time>') return clock().toISOString();
    return resolveText(value);
  }
  if (Array.isArray(value)) return value.map((item) => settleValue({ clock, random }, item, resolveText));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, settleValue({ clock, random }, item, resolveText)]),
    );
  return value;
}

/** The values of a row of this model, with defaults for those that are not given. */
export function complete(parts: SeedParts, model: SandboxModel, given: Values): Record<string, Json> {
  const { database, release, environment } = parts;
  const mirrored = database.models.mirrors
    .filter((mirror) => mirror.model === model.name)
    .map((mirror) => mirror.field);
  const values: Record<string, Json> = Object.fromEntries(
    Object.entries(given).filter(([name]) => !mirrored.includes(name)),
  );
  for (const [name, column] of Object.entries(model.columns))
    if (values[name] === undefined) values[name] = makeDefault(parts, model, name, column);
  const { targetId } = database.models.wellKnown;
  if (model.hasPtr) values[targetId] ??= makeUuid(environment.random);
  for (const rule of release.behaviour.derived) {
    // The server shows its own picture where none is set.
    if (rule.how.kind === 'asset' && database.models.lineage(model.name).includes(rule.model))
      values[rule.field] = storeAsset(values[rule.field] ?? null, rule.how.empty);
  }
  return values;
}

function storeAsset(shown: Json, empty: Json): Json {
  if (shown === empty) return null;
  return typeof shown === 'string' ? shown.replace(/^\/media\//, '') : shown;
}

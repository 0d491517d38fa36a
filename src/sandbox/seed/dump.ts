import type { Json, ModelName } from '../../catalog/model.ts';
import type { SandboxModel } from '../model-table.ts';
import { makeText, makeUuid } from '../random.ts';
import type { Pk, Row } from '../store.ts';
import type { World } from '../world.ts';
import { makeDefault } from '../write/defaults.ts';

/**
 * A state by natural keys: `{model: {key: object}}`; references are `model:key`, in brackets where the key is
 * made of several.
 */
export type Dump = Readonly<Record<ModelName, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

/** Stores the objects of a dump, with fresh primary keys. */
export function seedDump(world: World, dump: Dump): void {
  const pks = new Map<string, Pk>();
  const owners = new Map<string, Row>();
  for (const [model, objects] of Object.entries(dump)) {
    for (const [key, values] of Object.entries(objects)) {
      const twin = findTwin(world, dump, model, key, values);
      const pk = twin === undefined ? makePk(world, model) : undefined;
      if (pk === undefined) continue;
      owners.set(`${model}:${key}`, { model, pk, values });
      pks.set(`${model}:${key}`, pk);
    }
  }
  const names = [...pks.keys()].sort((a, b) => b.length - a.length);
  for (const [name, row] of owners) {
    const twin = world.behaviour.lists.find((list) => list.also?.includes(row.model));
    const key = name.slice(row.model.length + 1);
    // An object that two lists show is dumped twice, each time with other fields.
    const more = twin ? dump[twin.model]?.[key] : undefined;
    world.store.put({
      ...row,
      values: settle(world, row.model, { ...more, ...row.values }, (text) => resolve(pks, names, text)),
    });
  }
}

function makePk(world: World, name: ModelName): Pk {
  const model = world.models.models.get(name);
  return model?.auto ? world.store.next(model.sequence) : makeUuid(world.random);
}

/** The same object under the model that it really is. */
function findTwin(
  world: World,
  dump: Dump,
  model: ModelName,
  key: string,
  values: Readonly<Record<string, Json>>,
): ModelName | undefined {
  const also = world.behaviour.lists.find((list) => list.model === model)?.also ?? [];
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
  world: World,
  name: ModelName,
  given: Readonly<Record<string, Json>>,
  resolveText: (text: string) => Json,
): Record<string, Json> {
  const model = world.models.models.get(name);
  const values: Record<string, Json> = {};
  for (const [field, value] of Object.entries(given))
    values[field] = settleValue(world, field, value, resolveText);
  return model ? complete(world, model, values) : values;
}

function settleValue(world: World, field: string, value: Json, resolveText: (text: string) => Json): Json {
  if (typeof value === 'string') {
    const generated = /^<generated:(\d+)>$/.exec(value);
    if (generated)
      return makeText(world.random, generated[1] === '128' ? 'printable' : 'letters', Number(generated[1]));
    if (value === '<time>') return world.clock().toISOString();
    return resolveText(value);
  }
  if (Array.isArray(value)) return value.map((item) => settleValue(world, field, item, resolveText));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, settleValue(world, field, item, resolveText)]),
    );
  return value;
}

/** Values with everything else that a row of this model has. */
export function complete(
  world: World,
  model: SandboxModel,
  given: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const mirrored = world.behaviour.mirrors
    .filter((mirror) => mirror.model === model.name)
    .map((mirror) => mirror.field);
  const values: Record<string, Json> = Object.fromEntries(
    Object.entries(given).filter(([name]) => !mirrored.includes(name)),
  );
  for (const [name, column] of Object.entries(model.columns))
    if (values[name] === undefined) values[name] = makeDefault(world, model, name, column);
  const { targetId } = world.behaviour.anchors;
  if (model.hasPtr) values[targetId] ??= makeUuid(world.random);
  for (const rule of world.behaviour.derived) {
    // The server's own picture stands for none.
    if (rule.how.kind === 'asset' && world.models.lineage(model.name).includes(rule.model))
      values[rule.field] = storeAsset(values[rule.field] ?? null, rule.how.empty);
  }
  return values;
}

function storeAsset(shown: Json, empty: Json): Json {
  if (shown === empty) return null;
  return typeof shown === 'string' ? shown.replace(/^\/media\//, '') : shown;
}

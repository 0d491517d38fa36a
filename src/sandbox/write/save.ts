import type { Json } from '../../catalog/model.ts';
import { makeUuid } from '../random.ts';
import { crash } from '../reply.ts';
import type { Row } from '../store.ts';
import type { Values, Writing } from '../validation/outcome.ts';
import { validateBody } from '../validation/validate-body.ts';
import { validateObject } from '../validation/validate-object.ts';
import { makeDefault } from './defaults.ts';
import { applyEffects } from './effects.ts';

/**
 * Makes or changes an object from a request's body, with everything the server does along with it; gives the
 * stored object.
 */
export function writeObject(writing: Writing, raw: Json): Row {
  const { values, body } = validateBody(writing, raw);
  crashWhenGiven(writing, body);
  validateObject(writing, values);
  return saveObject(writing, values);
}

/** Stores values that are already checked. */
export function saveObject(writing: Writing, values: Values): Row {
  const { world, model } = writing;
  const settled = applyEffects(writing, values);
  const row = writing.row
    ? { ...writing.row, values: { ...writing.row.values, ...keepColumns(writing, settled) } }
    : createRow(writing, settled);
  world.store.put(row);
  for (const mirror of world.behaviour.mirrors.filter((rule) => rule.model === model.name)) {
    const wanted = settled[mirror.field];
    if (Array.isArray(wanted)) linkFromOtherSide(writing, row, mirror.of, mirror.via, wanted);
  }
  return row;
}

function crashWhenGiven({ world, model }: Writing, body: Values): void {
  const lineage = world.models.lineage(model.name);
  if (
    world.behaviour.crashes.some(
      (rule) =>
        (rule.model === '*' || lineage.includes(rule.model)) &&
        rule.given.some((name) => name in body && model.fields.some((field) => field.name === name)),
    )
  )
    throw crash();
}

function keepColumns({ model }: Writing, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in model.columns));
}

function createRow(writing: Writing, given: Values): Row {
  const { world, model } = writing;
  const values: Record<string, Json> = {};
  for (const [name, column] of Object.entries(model.columns)) {
    const value = given[name] ?? (name in given ? null : makeDefault(world, model, name, column));
    // The database refuses a null here, and the server fails (recorded: "x2 source saml create", "svc conn
    // k8s no kubeconfig").
    if (value === null && column.null !== true) throw crash();
    values[name] = value;
  }
  if (model.hasPtr) values[world.behaviour.anchors.targetId] = makeUuid(world.random);
  return {
    model: model.name,
    pk: writing.key ?? (model.auto ? world.store.next(model.sequence) : makeUuid(world.random)),
    values,
  };
}

/** Puts this object into exactly the wanted objects' lists. */
function linkFromOtherSide(
  { world }: Writing,
  row: Row,
  of: string,
  via: string,
  wanted: readonly Json[],
): void {
  const models = world.models.concrete(of);
  const now = models
    .flatMap((model) => wanted.map((pk) => world.store.get(model, pk)))
    .filter((other) => other !== undefined);
  for (const other of new Set([...world.store.holding(models, via, row.pk), ...now])) {
    const link = other.values[via];
    if (!Array.isArray(link) && !world.models.get(other.model).columns[via]?.many) {
      if (wanted.includes(other.pk))
        world.store.put({ ...other, values: { ...other.values, [via]: row.pk } });
      else if (link === row.pk) world.store.put({ ...other, values: { ...other.values, [via]: null } });
      continue;
    }
    const members = Array.isArray(link) ? link : [];
    const belongs = wanted.includes(other.pk);
    if (members.includes(row.pk) === belongs) continue;
    const changed = belongs ? [...members, row.pk] : members.filter((pk) => pk !== row.pk);
    world.store.put({ ...other, values: { ...other.values, [via]: changed } });
  }
}

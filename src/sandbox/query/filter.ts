import type { Filter, Json } from '../../catalog/model.ts';
import type { SpecialFilter } from '../behaviour/behaviour.ts';
import { follow, followAll, referrers } from '../links.ts';
import type { SandboxModel } from '../model-table.ts';
import { invalid } from '../reply.ts';
import { isSuperuser } from '../rights.ts';
import type { Row } from '../store.ts';
import { findByTargetId, parseUuid } from '../validation/relation.ts';
import { checkDate } from '../validation/scalar.ts';
import type { World } from '../world.ts';

type Test = (row: Row) => boolean;

const NO_CHOICE = 'Select a valid choice. That choice is not one of the available choices.';

/** What a list call's query selects; unknown names are ignored, bad values are refused with 400. */
export function buildFilter(world: World, model: SandboxModel, query: URLSearchParams): Test {
  const tests: Test[] = [];
  const errors: Record<string, Json> = {};
  for (const name of new Set(query.keys())) {
    const filter = model.filters[name];
    const special = model.list?.special?.[name];
    // What turns parts of the answer on and off selects nothing.
    const includes = world.behaviour.derived.some(({ how }) => 'include' in how && how.include.by === name);
    if ((!filter && !special) || includes) continue;
    const values = query.getAll(name).filter((value) => value !== '');
    if (values.length === 0) continue;
    const made = special
      ? makeSpecial(world, model, special, values)
      : filter
        ? makeTest(world, model, name, filter, values)
        : undefined;
    if (typeof made === 'string') errors[name] = [made];
    else if (made) tests.push(made);
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return (row) => tests.every((test) => test(row));
}

/** A test, or the server's error text. */
function makeTest(
  world: World,
  model: SandboxModel,
  name: string,
  filter: Filter,
  values: readonly string[],
): Test | string | undefined {
  const last = values.at(-1) ?? '';
  const parts = name.split('__');
  const operator = ['iexact', 'icontains', 'isnull'].includes(parts.at(-1) ?? '') ? parts.pop() : undefined;
  const read = (row: Row): Json => readPath(world, row, parts);
  if (operator === 'isnull') return makeIsNull(world, model, parts, last);
  if (operator === 'iexact') return (row) => String(read(row) ?? '').toLowerCase() === last.toLowerCase();
  if (operator === 'icontains')
    return (row) =>
      String(read(row) ?? '')
        .toLowerCase()
        .includes(last.toLowerCase());
  const column = model.columns[parts[0] ?? ''];
  const single = parts.length === 1;
  if (single && column?.to !== undefined)
    return column.many
      ? makeManyTest(world, column.to, name, values)
      : makeReferenceTest(world, column.to, name, last);
  if (filter.type === 'array') return undefined;
  if (filter.type === 'boolean') return makeBooleanTest(read, last);
  if (filter.type === 'integer' || filter.type === 'number')
    return Number.isNaN(Number(last)) ? 'Enter a number.' : (row) => Number(read(row)) === Number(last);
  if (filter.enum)
    return filter.enum.map(String).includes(last)
      ? (row) => String(read(row)) === last
      : `Select a valid choice. ${last} is not one of the available choices.`;
  if (filter.format === 'uuid') return makeUuidTest(world, model, name, last);
  if (filter.format === 'date-time') {
    const moment = checkDate(last);
    return 'errors' in moment ? 'Enter a valid date/time.' : (row) => read(row) === moment.value;
  }
  if (column?.type === 'BooleanField') return makeBooleanTest(read, last);
  if (name === model.pkField) return (row) => String(row.pk) === last;
  return (row) => read(row) === last;
}

/** Follows a path such as `flow__slug`. */
function readPath(world: World, row: Row, parts: readonly string[]): Json {
  let at: Row | undefined = row;
  for (const part of parts.slice(0, -1)) at = at && follow(world, at, part);
  const name = parts.at(-1) ?? '';
  if (!at) return null;
  return at.values[name] ?? (/_uuid$|^pk$|^id$/.test(name) ? at.pk : null);
}

const makeBooleanTest = (read: (row: Row) => Json, text: string): Test | undefined => {
  const wanted = { true: true, false: false }[text.toLowerCase()];
  // Any other text is no filter at all (recorded: "filter bad bool").
  return wanted === undefined ? undefined : (row) => read(row) === wanted;
};

function makeReferenceTest(world: World, to: string, name: string, text: string): Test | string {
  const found = findReference(world, to, text);
  return typeof found === 'string' ? found : (row) => row.values[name] === found.pk;
}

function makeManyTest(world: World, to: string, name: string, texts: readonly string[]): Test | string {
  const pks: Json[] = [];
  for (const text of texts) {
    const found = findReference(world, to, text);
    if (typeof found === 'string')
      return found === NO_CHOICE
        ? `Select a valid choice. ${text} is not one of the available choices.`
        : found;
    pks.push(found.pk);
  }
  return (row) => pks.some((pk) => (row.values[name] as Json[]).includes(pk));
}

function findReference(world: World, to: string, text: string): Row | string {
  const models = world.models.concrete(to);
  const auto = models.some((model) => world.models.models.get(model)?.auto);
  if (auto) return (/^\d+$/.test(text) ? world.store.find(models, Number(text)) : undefined) ?? NO_CHOICE;
  const uuid = parseUuid(text);
  return uuid === undefined
    ? `“${text}” is not a valid UUID.`
    : (world.store.find(models, uuid) ?? NO_CHOICE);
}

/** A UUID of the row itself, or of an object that points at it (`application` in the list of providers). */
function makeUuidTest(world: World, model: SandboxModel, name: string, text: string): Test | string {
  const uuid = parseUuid(text);
  const relation = world.models.relations.find(
    (candidate) =>
      candidate.from.endsWith(`.${name}`) &&
      world.models.lineage(model.name).includes(candidate.to) &&
      !candidate.many,
  );
  if (relation) {
    if (uuid === undefined) return `“${text}” is not a valid UUID.`;
    const source = world.store.get(relation.from, uuid);
    return source ? (row) => source.values[relation.column] === row.pk : NO_CHOICE;
  }
  if (uuid === undefined) return 'Enter a valid UUID.';
  const { targetId } = world.behaviour.anchors;
  return (row) => row.pk === uuid || (name === 'pbm_uuid' && row.values[targetId] === uuid);
}

function makeIsNull(
  world: World,
  model: SandboxModel,
  parts: readonly string[],
  text: string,
): Test | undefined {
  const wanted = { true: true, false: false }[text.toLowerCase()];
  const name = parts[0] ?? '';
  if (wanted === undefined) return undefined;
  if (name in model.columns) return (row) => isEmpty(row.values[name]) === wanted;
  return (row) => {
    const points = world.models.relations.filter(
      (relation) =>
        relation.from.endsWith(`.${name}`) && world.models.lineage(row.model).includes(relation.to),
    );
    return (
      !points.some((relation) => referrers(world, row, relation.from, relation.column).length > 0) === wanted
    );
  };
}

const isEmpty = (value: Json | undefined): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function makeSpecial(
  world: World,
  model: SandboxModel,
  special: SpecialFilter,
  values: readonly string[],
): Test | string | undefined {
  const last = values.at(-1) ?? '';
  switch (special.kind) {
    case 'ignored':
      return undefined;
    case 'equal':
      return (row) => row.values[special.column] === last;
    case 'superusers':
      return (row) => isSuperuser(world, row) === (last.toLowerCase() === 'true');
    case 'prefix':
      return (row) => String(row.values[special.column] ?? '').startsWith(last);
    case 'filled':
      return makeBooleanTest(
        (row) => !isEmpty(row.values[special.column]) && row.values[special.column] !== '',
        last,
      );
    case 'unused':
      return makeBooleanTest((row) => referrers(world, row, special.by, special.via).length === 0, last);
    case 'members':
      return (row) =>
        followAll(world, row, special.of).some((member) =>
          values.includes(String(special.field === 'pk' ? member.pk : member.values[special.field])),
        );
    case 'known-values': {
      const known = new Set(world.store.list([model.name]).map((row) => row.values[special.column]));
      const unknown = values.find((value) => !known.has(value));
      return unknown === undefined
        ? (row) => values.includes(String(row.values[special.column]))
        : `Select a valid choice. ${unknown} is not one of the available choices.`;
    }
    case 'target': {
      const found: Json[] = [];
      for (const text of values) {
        const uuid = parseUuid(text);
        if (uuid === undefined) return `“${text}” is not a valid UUID.`;
        const target = findByTargetId(world, uuid);
        if (!target) return NO_CHOICE;
        found.push(target.pk);
      }
      return (row) => found.includes(row.values[special.column] ?? null);
    }
    case 'json':
      return makeJsonTest(special.column, last);
  }
}

/** `attributes={"a": {"b": 1}}` or `{"a__b": 1}`: every named value is equal. */
function makeJsonTest(column: string, text: string): Test {
  let wanted: unknown;
  try {
    wanted = JSON.parse(text);
  } catch {
    throw invalid(['filter: failed to parse JSON']);
  }
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    throw invalid(['filter: value must be key:value mapping']);
  return (row) =>
    Object.entries(wanted).every(([key, value]) => {
      let at: Json | undefined = row.values[column];
      for (const part of key.split('__'))
        at = typeof at === 'object' && at !== null && !Array.isArray(at) ? at[part] : undefined;
      return JSON.stringify(at) === JSON.stringify(value);
    });
}

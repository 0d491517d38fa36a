import { partAt } from '../../catalog/json-mapping.ts';
import type { Filter, Json } from '../../catalog/model.ts';
import type { Behaviour } from '../behaviour/behaviour.ts';
import type { SpecialFilter } from '../behaviour/list-rules.ts';
import type { Database } from '../database.ts';
import { follow, followAll, referrers } from '../links.ts';
import type { SandboxModel } from '../model-table.ts';
import { invalid } from '../response.ts';
import { isSuperuser } from '../rights.ts';
import { makeManyTest, makeReferenceTest, makeUuidTest, NO_CHOICE, type Test } from './reference-filter.ts';
import type { Row } from '../row.ts';
import { findByTargetId, parseUuid } from '../validation/relation.ts';
import { checkDate } from '../validation/scalar.ts';

/** What the query of a list call selects; unknown names are ignored, bad values are refused with 400. */
export function buildFilter(
  database: Database,
  behaviour: Pick<Behaviour, 'derived'>,
  model: SandboxModel,
  query: URLSearchParams,
): Test {
  const tests: Test[] = [];
  const errors: Record<string, Json> = {};
  for (const name of new Set(query.keys())) {
    // What turns parts of the response on and off selects nothing.
    if (behaviour.derived.some(({ how }) => 'include' in how && how.include.by === name)) continue;
    if (name.startsWith('include_') && !(name in model.columns)) continue;
    const values = query.getAll(name).filter((value) => value !== '');
    if (values.length === 0) continue;
    const made = makeTest(database, model, name, values);
    if (typeof made === 'string') errors[name] = [made];
    else if (made) tests.push(made);
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return (row) => tests.every((test) => test(row));
}

/** What one parameter selects, the server's error message, or undefined where it selects nothing. */
type MaybeTest = Test | string | undefined;

function makeTest(
  database: Database,
  model: SandboxModel,
  name: string,
  values: readonly string[],
): MaybeTest {
  const special = model.list?.special?.[name];
  if (special) return makeSpecial(database, model, special, values);
  const filter = model.filters[name];
  if (!filter) return undefined;
  const last = values.at(-1) ?? '';
  const parts = name.split('__');
  const operator = OPERATORS[parts.at(-1) ?? ''];
  if (operator) return operator(database, model, parts.slice(0, -1), last);
  const column = model.columns[parts[0] ?? ''];
  if (parts.length === 1 && column?.to !== undefined)
    return column.many
      ? makeManyTest(database, column.to, name, values)
      : makeReferenceTest(database, column.to, name, last);
  const read = (row: Row): Json => readPath(database, row, parts);
  const typed = makeTypedTest(filter, read, last);
  if (typed) return typed.test;
  if (filter.format === 'uuid') return makeUuidTest(database, model, name, last);
  if (column?.type === 'BooleanField') return makeBooleanTest(read, last);
  if (name === model.pkField) return (row) => String(row.pk) === last;
  return (row) => read(row) === last;
}

/** The endings of names of filters, such as `name__icontains`. */
const OPERATORS: Readonly<
  Record<
    string,
    (database: Database, model: SandboxModel, parts: readonly string[], text: string) => MaybeTest
  >
> = {
  isnull: makeIsNull,
  iexact: (database, _, parts, text) => (row) =>
    String(readPath(database, row, parts) ?? '').toLowerCase() === text.toLowerCase(),
  icontains: (database, _, parts, text) => (row) =>
    String(readPath(database, row, parts) ?? '')
      .toLowerCase()
      .includes(text.toLowerCase()),
};

/** A test of a value whose type the document names; undefined for plain texts and for UUIDs. */
function makeTypedTest(
  filter: Filter,
  read: (row: Row) => Json,
  text: string,
): { readonly test: MaybeTest } | undefined {
  switch (filter.type) {
    case 'array':
      return { test: undefined };
    case 'boolean':
      return { test: makeBooleanTest(read, text) };
    case 'integer':
    case 'number':
      if (Number.isNaN(Number(text))) return { test: 'Enter a number.' };
      return { test: (row) => Number(read(row)) === Number(text) };
    case 'string':
      break;
  }
  if (filter.enum)
    return {
      test: filter.enum.map(String).includes(text)
        ? (row) => String(read(row)) === text
        : `Select a valid choice. ${text} is not one of the available choices.`,
    };
  if (filter.format !== 'date-time') return undefined;
  const moment = checkDate(text);
  return { test: 'errors' in moment ? 'Enter a valid date/time.' : (row) => read(row) === moment.value };
}

/** Follows a path such as `flow__slug`. */
function readPath(database: Database, row: Row, parts: readonly string[]): Json {
  let at: Row | undefined = row;
  for (const part of parts.slice(0, -1)) at = at && follow(database, at, part);
  const name = parts.at(-1) ?? '';
  if (!at) return null;
  return at.values[name] ?? (/_uuid$|^pk$|^id$/.test(name) ? at.pk : null);
}

const makeBooleanTest = (read: (row: Row) => Json, text: string): Test | undefined => {
  const wanted = { true: true, false: false }[text.toLowerCase()];
  // Any other text is no filter at all (recorded: "filter bad bool").
  return wanted === undefined ? undefined : (row) => read(row) === wanted;
};

function makeIsNull(
  database: Database,
  model: SandboxModel,
  parts: readonly string[],
  text: string,
): Test | undefined {
  const wanted = { true: true, false: false }[text.toLowerCase()];
  const name = parts[0] ?? '';
  if (wanted === undefined) return undefined;
  if (name in model.columns) return (row) => isEmpty(row.values[name]) === wanted;
  return (row) => {
    const points = database.models.relations.filter(
      (relation) =>
        relation.from.endsWith(`.${name}`) && database.models.lineage(row.model).includes(relation.to),
    );
    return (
      !points.some((relation) => referrers(database, row, relation.from, relation.column).length > 0) ===
      wanted
    );
  };
}

const isEmpty = (value: Json | undefined): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function makeSpecial(
  database: Database,
  model: SandboxModel,
  special: SpecialFilter,
  values: readonly string[],
): MaybeTest {
  const last = values.at(-1) ?? '';
  switch (special.kind) {
    case 'ignored':
      return undefined;
    case 'equal':
      return (row) => row.values[special.column] === last;
    case 'superusers':
      return (row) => isSuperuser(database, row) === (last.toLowerCase() === 'true');
    case 'prefix':
      return (row) => String(row.values[special.column] ?? '').startsWith(last);
    case 'filled':
      return makeBooleanTest(
        (row) => !isEmpty(row.values[special.column]) && row.values[special.column] !== '',
        last,
      );
    case 'unused':
      return makeBooleanTest((row) => referrers(database, row, special.by, special.via).length === 0, last);
    case 'members':
      return (row) =>
        followAll(database, row, special.of).some((member) =>
          values.includes(String(special.field === 'pk' ? member.pk : member.values[special.field])),
        );
    case 'known-values': {
      const known = new Set(database.store.list([model.name]).map((row) => row.values[special.column]));
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
        const target = findByTargetId(database, uuid);
        if (!target) return NO_CHOICE;
        found.push(target.pk);
      }
      return (row) => found.includes(row.values[special.column] ?? null);
    }
    case 'json':
      return makeJsonTest(special.column, last);
    case 'contains':
      return (row) =>
        String(row.values[special.column] ?? '')
          .toLowerCase()
          .includes(last.toLowerCase());
    case 'inside':
      return makeInsideTest(special, last);
  }
}

/** One value in a mapping is this one. */
function makeInsideTest(
  { column, path, key }: Extract<SpecialFilter, { kind: 'inside' }>,
  text: string,
): Test {
  const wanted = key === undefined ? text : text.replaceAll('-', '');
  return (row) => {
    const at = partAt(row.values[column], path);
    return at === wanted || (key === 'or-number' && typeof at === 'number' && String(at) === wanted);
  };
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
      const at = partAt(row.values[column], key.split('__'));
      return JSON.stringify(at) === JSON.stringify(value);
    });
}

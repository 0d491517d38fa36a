import { readdirSync, readFileSync } from 'node:fs';
import { parseJson } from '../../src/catalog/exact-json.ts';
import type { Catalog, Field, Json, Resource } from '../../src/catalog/model.ts';
import type { Client } from '../../src/client/client.ts';
import { shared } from '../shared.ts';
import { type Dump, stable } from './dump.ts';

/*
 * What two servers of one release have in common: every object under its natural key, with the fields that an
 * entry can set; links by the natural key of what they point at. Made by the catalog, so it works for every
 * release.
 */

type Row = Readonly<Record<string, Json>>;
type Lists = ReadonlyMap<string, readonly Row[]>;

/** The lists that a real server of a release had after its own blueprints. */
export function recordedLists(release: string): Lists {
  const folder = shared(`data/state/${release}`);
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): [string, readonly Row[]][] => {
        const rows = parseJson(readFileSync(`${folder}/${name}`, 'utf8'));
        return Array.isArray(rows)
          ? [[`/${name.replace(/\.json$/, '').replaceAll('__', '/')}/`, rows as Row[]]]
          : [];
      }),
  );
}

/** The lists that a server has now. */
export async function readLists(client: Client, catalog: Catalog): Promise<Lists> {
  const lists = new Map<string, readonly Row[]>();
  for (const model of resources(catalog)) {
    const rows: Row[] = [];
    for (let page = 1; page !== 0; ) {
      const { items, next } = await client.page(model.collection.path, {
        ...model.collection.listQuery,
        page: String(page),
        page_size: '100',
      });
      rows.push(...items);
      page = next;
    }
    lists.set(model.collection.path, rows);
  }
  return lists;
}

/**
 * How one dump differs from another, a line each: objects that are missing or too many, and fields that have
 * another value.
 */
export function dumpDifferences(found: Dump, wanted: Dump): string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(wanted)])].sort().flatMap((model) => {
    const [here, there] = [found[model] ?? {}, wanted[model] ?? {}];
    return [...new Set([...Object.keys(here), ...Object.keys(there)])].sort().flatMap((key) => {
      const [one, other] = [here[key], there[key]];
      if (!one || !other) return [`${one ? 'too many' : 'missing'}: ${model} ${key}`];
      return Object.keys(other)
        .filter((field) => stable(one[field]) !== stable(other[field]))
        .map(
          (field) =>
            `${model} ${key} ${field}: ${stable(one[field]).slice(0, 200)} instead of ${stable(other[field]).slice(0, 200)}`,
        );
    });
  });
}

/** The common form of lists. `leftOut`: models that are not looked at. */
export function stateDump(lists: Lists, catalog: Catalog, leftOut: ReadonlySet<string>): Dump {
  const names = new Map<string, string>();
  const rowsOf = (model: Resource): readonly Row[] => {
    const foreign = new Set(
      model.shadowedBy.flatMap((other) => ofModel(lists, catalog, other).map((row) => String(row['pk']))),
    );
    return (lists.get(model.collection.path) ?? []).filter(
      (row) => !foreign.has(String(row[model.collection.pk])),
    );
  };
  const models = resources(catalog);
  // Twice: an object may be called after others, which must have their names first.
  for (let round = 0; round < 3; round += 1) {
    for (const model of models) {
      for (const row of rowsOf(model)) {
        for (const pk of [model.collection.pk, model.collection.targetPk])
          if (pk !== undefined) names.set(String(row[pk]), `${model.name}:${naturalKey(model, row, names)}`);
      }
    }
  }
  const dump: Record<string, Record<string, Row>> = {};
  for (const model of models) {
    if (leftOut.has(model.name)) continue;
    for (const row of rowsOf(model))
      (dump[model.name] ??= {})[naturalKey(model, row, names)] = Object.fromEntries(
        Object.entries(model.fields)
          .filter(([, field]) => isShown(field))
          .map(([name, field]) => [name, shown(field, row[name], names)]),
      );
  }
  return dump;
}

function resources(catalog: Catalog): Resource[] {
  return Object.values(catalog.models).filter((model): model is Resource => model.kind === 'resource');
}

function ofModel(lists: Lists, catalog: Catalog, name: string): readonly Row[] {
  const model = catalog.models[name];
  return model?.kind === 'resource' ? (lists.get(model.collection.path) ?? []) : [];
}

function isShown(field: Field): boolean {
  return (
    (!field.readOnly || field.setter !== undefined) &&
    !field.writeOnly &&
    !field.importerOnly &&
    !field.secret &&
    !field.generated
  );
}

/** Lists are compared as sets: the server's order of links is its own. */
function shown(field: Field, value: Json | undefined, names: ReadonlyMap<string, string>): Json {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) {
    const items = value.map((item) => (field.references ? (names.get(String(item)) ?? String(item)) : item));
    return field.references || field.set
      ? (items as string[]).map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).sort()
      : items;
  }
  return field.references ? (names.get(String(value)) ?? String(value)) : value;
}

function naturalKey(model: Resource, row: Row, names: ReadonlyMap<string, string>): string {
  const rule = [...model.unique.map(({ fields }) => fields), ['name'], ['identifier'], ['username']].find(
    (fields) => fields.every((name) => row[name] !== undefined && row[name] !== null && row[name] !== ''),
  );
  return (rule ?? [])
    .map((name) => (model.fields[name]?.references && names.get(String(row[name]))) || String(row[name]))
    .join(' / ');
}

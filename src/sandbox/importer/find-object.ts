import { resolveLookup, type LookupPath } from '../../catalog/lookup-path.ts';
import { partAt } from '../../catalog/json-mapping.ts';
import type { Json, Lookup, ModelName } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import { followAll } from '../links.ts';
import type { SandboxModel } from '../model-table.ts';
import type { Release } from '../release.ts';
import { crash } from '../response.ts';
import type { Row } from '../row.ts';
import { findByTargetId, parseUuid } from '../validation/relation.ts';
import { readInt } from '../validation/scalar.ts';
import { EntryError, LookupError } from './entry-error.ts';
import { type Evaluated, type EvaluatedMapping, isEvaluatedMapping, showText, toJson } from './evaluate.ts';

interface Finding {
  readonly database: Database;
  readonly release: Release;
}

/**
 * The object that an entry is about: `pk` alone is enough, and so are all the other identifiers together. Throws an
 * EntryError where there are no identifiers or one names no field.
 */
export function findObject(
  finding: Finding,
  model: SandboxModel,
  { pk, ...others }: EvaluatedMapping,
): Row | undefined {
  if (Object.values(others).some((value) => typeof value === 'string' && value.includes('\0'))) throw crash();
  const tests = Object.entries(others).map(([name, value]) => testFor(finding, model.name, name, value));
  if (pk === undefined && tests.length === 0) throw new EntryError('No or invalid identifiers');
  const { store } = finding.database;
  const key = pk === undefined ? undefined : readKey(finding.database, model.name, pk);
  const byKey = key === undefined ? undefined : store.get(model.name, key);
  if (byKey || tests.length === 0) return byKey;
  return candidates(finding, model, others).find((row) => tests.every((test) => test(row)));
}

type Test = (row: Row) => boolean;

/** The rows that may match: where an identifier is a text of a column, those with it. */
function candidates({ database, release }: Finding, { name }: SandboxModel, others: EvaluatedMapping): Row[] {
  for (const [lookup, value] of Object.entries(others)) {
    const found = resolveLookup(release.catalog, name, lookup);
    if (!found.ok || found.path.steps.length > 0 || found.path.json.length > 0) continue;
    const { target, operator } = found.path;
    if (target.kind === 'pk' && operator === '') {
      const row = database.store.get(name, readKey(database, name, value));
      return row ? [row] : [];
    }
    if (target.kind === 'value' && operator === '' && typeof value === 'string' && target.field !== undefined)
      return database.store.holding([name], target.field, value);
  }
  return database.store.list([name]);
}

function testFor(finding: Finding, model: ModelName, name: string, value: Evaluated): Test {
  const found = resolveLookup(finding.release.catalog, model, name);
  if (!found.ok)
    throw new EntryError(
      `Invalid identifier field: Cannot resolve keyword '${found.part}' into field. ` +
        `Choices are: ${found.choices.join(', ')}`,
    );
  const matches = matcher(finding, found.path, name, value);
  return (row) => {
    const ends = found.path.steps.reduce<readonly Row[]>(
      (rows, { lookup }) => rows.flatMap((one) => linkedTo(finding, one, lookup)),
      [row],
    );
    return ends.some(matches);
  };
}

/** Whether what the path leads to has the value. */
function matcher(finding: Finding, path: LookupPath, name: string, value: Evaluated): Test {
  const { database } = finding;
  const { target, json, operator } = path;
  if (!['', 'exact', 'iexact', 'isnull'].includes(operator)) throw crash();
  const wanted = toJson(value);
  if (target.kind === 'pk') {
    const keys = new Map<ModelName, Json>();
    return (row) => {
      if (!keys.has(row.model)) keys.set(row.model, readKey(database, row.model, value));
      return row.pk === keys.get(row.model);
    };
  }
  if (target.kind === 'value') {
    const column = target.field ?? name.split('__').at(-1) ?? '';
    return (row) => compare(partAt(row.values[column], json), wanted, value, operator);
  }
  if (operator === 'isnull') return (row) => (linkedTo(finding, row, target).length === 0) === wanted;
  const isTarget = target.to === database.models.wellKnown.target;
  const key = readLink(database, target.to, value);
  if (key === null) return (row) => linkedTo(finding, row, target).length === 0;
  const pk = isTarget ? (findByTargetId(database, String(key))?.pk ?? key) : key;
  return (row) => linkedTo(finding, row, target).some((one) => one.pk === pk);
}

/** Whether a column has a value: a mapping holds what is asked for, anything else is the same as a text. */
function compare(stored: Json | undefined, wanted: Json, value: Evaluated, operator: string): boolean {
  const has = stored ?? null;
  if (operator === 'isnull') return (has === null) === wanted;
  if (operator === 'iexact') return String(has).toLowerCase() === String(wanted).toLowerCase();
  if (has === null || wanted === null) return has === wanted;
  if (typeof has === 'object' || typeof wanted === 'object') return holds(has, wanted);
  if (typeof has === 'string') return has === showText(value);
  if (typeof has === 'boolean') return has === isTrueText(wanted);
  return String(has) === String(typeof wanted === 'boolean' ? Number(wanted) : wanted);
}

const isTrueText = (value: Json): boolean =>
  value === true || value === 1 || ['t', 'True', '1'].includes(String(value));

/** PostgreSQL's `@>`: of a mapping all keys that are asked for, of a list all items, in any order. */
function holds(has: Json, wanted: Json): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(has) && wanted.every((item) => has.some((one) => holds(one, item)));
  if (typeof wanted !== 'object' || wanted === null) return has === wanted;
  if (typeof has !== 'object' || has === null || Array.isArray(has)) return false;
  return Object.entries(wanted).every(([name, one]) => {
    const own = has[name];
    return own !== undefined && holds(own, one);
  });
}

/** The objects that a link of this one leads to. */
function linkedTo({ database, release }: Finding, row: Row, lookup: Lookup): readonly Row[] {
  if (lookup.kind === 'relation')
    return lookup.field === undefined ? [] : followAll(database, row, lookup.field);
  if (lookup.kind !== 'reverse') return [];
  return database.models.concrete(lookup.to).flatMap((kind) => {
    const back = resolveLookup(release.catalog, kind, lookup.via);
    return back.ok && back.path.target.kind === 'relation'
      ? database.store
          .list([kind])
          .filter((other) =>
            linkedTo({ database, release }, other, back.path.target).some(
              ({ model, pk }) => model === row.model && pk === row.pk,
            ),
          )
      : [];
  });
}

/** A value as the primary key of a model: a number or a UUID. Throws what the server's importer fails with. */
function readKey({ models }: Database, model: ModelName, value: Evaluated): Json {
  return asKey(models.find(model)?.auto === true, value);
}

/** A value as the key that a link holds. */
function readLink(database: Database, to: ModelName, value: Evaluated): Json {
  const [first] = database.models.concrete(to);
  // A mapping with a key stands for the key.
  const given = isEvaluatedMapping(value) ? (value['pk'] ?? null) : value;
  return given === null ? null : readKey(database, first ?? to, given);
}

function asKey(counts: boolean, value: Evaluated): Json {
  if (value === null) return null;
  if (counts) {
    const number = typeof value === 'string' ? readInt(value) : Number(value);
    if (number === undefined || Number.isNaN(number)) throw crash();
    return Math.trunc(number);
  }
  const text = showText(value);
  const uuid =
    typeof value === 'number' ? parseUuid(BigInt(value).toString(16).padStart(32, '0')) : parseUuid(text);
  if (uuid === undefined) throw new LookupError(`“${text}” is not a valid UUID.`);
  return uuid;
}

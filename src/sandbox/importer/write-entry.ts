import type { Json, Model, ModelName } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import type { ImporterRules } from '../behaviour/shared/importer.ts';
import type { Grants } from '../grants.ts';
import type { SandboxModel } from '../model-table.ts';
import { crash } from '../response.ts';
import type { Row } from '../row.ts';
import type { WriteParts } from '../validation/context.ts';
import { isTrue } from '../validation/scalar.ts';
import { deleteWithAlong } from '../write/along.ts';
import { EntryError } from './entry-error.ts';
import { checkEntry, saveEntry, writeOf } from './entry-object.ts';
import {
  type Context,
  type Evaluated,
  type EvaluatedMapping,
  evaluate,
  evaluateMapping,
  isEvaluatedMapping,
  toJson,
} from './evaluate.ts';
import { findObject } from './find-object.ts';
import type { KnownKeys } from './known-keys.ts';
import type { LoadedMapping } from './load-yaml.ts';
import type { BlueprintEntry } from './read-blueprint.ts';

/** What an import works with: entries are written as requests are, and may give permissions. */
export interface ImportParts extends WriteParts {
  readonly grants: Grants;
}

/** An import that is under way. */
export interface Importing extends ImportParts {
  readonly caller: Caller;
  readonly rules: ImporterRules;
  readonly keys: KnownKeys;
  /** The objects of the entries so far, by the first entry with the id. */
  readonly made: Map<string, Row>;
  /** The context of the blueprint. */
  readonly given: LoadedMapping;
}

/**
 * Writes what an entry says. Throws an EntryError where the importer refuses it, a LookupError or the server's own
 * response where it fails.
 */
export function writeEntry(importing: Importing, entry: BlueprintEntry): void {
  const { rules } = importing;
  const context = contextOf(importing, entry);
  const known = findKnown(importing, entry.model);
  if (!entry.conditions.every((one) => isTrue(toJson(evaluate(one, context))))) return;
  const model = findModel(importing, known);
  if (!model) return;
  try {
    writeObjectOf(importing, entry, model, context);
  } catch (error) {
    // What is to be deleted need not be valid.
    if (!(error instanceof EntryError) || entry.state !== 'absent' || rules.absent === 'refused') throw error;
  }
}

function contextOf({ database, made, given }: Importing, entry: BlueprintEntry): Context {
  const { binding, targetId } = database.models.wellKnown;
  const isBinding = entry.model?.toLowerCase() === binding;
  return { made, given, keyOf: (row) => (isBinding ? (row.values[targetId] ?? row.pk) : row.pk) };
}

function findKnown({ release }: Importing, given: ModelName | undefined): Model {
  const [app = '', model, ...more] = (given ?? '').split('.');
  if (model === undefined || more.length > 0) throw crash();
  const known = release.catalog.models[`${app}.${model.toLowerCase()}`];
  if (!known) throw new EntryError('', { unknownModel: true });
  return known;
}

/** Undefined: a model that the server's importer can write and the sandbox cannot. */
function findModel({ database }: Importing, { kind, name, label }: Model): SandboxModel | undefined {
  const [app = ''] = name.split('.');
  if (kind === 'base')
    throw new EntryError(`Model <class '${app.replace('_', '.')}.models.${label}'> not allowed`);
  return database.models.find(name);
}

function writeObjectOf(
  importing: Importing,
  entry: BlueprintEntry,
  model: SandboxModel,
  context: Context,
): void {
  const { keys, rules } = importing;
  const identifiers = keysInMappings(keys.replace(evaluateMapping(entry.identifiers, context)));
  const row = findObject(importing, model, identifiers);
  if (row && entry.state === 'created' && rules.forgetsExisting) return;
  if (row && entry.state === 'must_created' && rules.mustCreate === 'refused') throw alreadyThere(entry);
  const attrs = keys.replace(evaluateMapping(entry.attrs, context));
  const written = mergeInto(attrs, identifiers);
  const keeps = row !== undefined && entry.state === 'created';
  if (entry.state === 'absent') return deleteEntry(importing, model, row, written, entry.place);
  const write = writeOf(importing, model, row, identifiers['pk']);
  const values = checkEntry(write, written, row ? 'update' : 'create', entry.place);
  const object = row !== undefined && keeps ? row : saveEntry(importing, write, values, written);
  if (entry.identifiers['pk'] !== undefined) keys.add(evaluate(entry.identifiers['pk'], context), object.pk);
  if (entry.id !== undefined && !importing.made.has(entry.id)) importing.made.set(entry.id, object);
  for (const one of entry.permissions) grantOn(importing, object, evaluateMapping(one, context));
}

/** A mapping with a key in it stands for the key. */
function keysInMappings(identifiers: EvaluatedMapping): EvaluatedMapping {
  return Object.fromEntries(
    Object.entries(identifiers).map(([name, value]) => [
      name,
      isEvaluatedMapping(value) && value['pk'] !== undefined ? value['pk'] : value,
    ]),
  );
}

/** Values with others put in: mappings are merged, lists are joined, and anything else is replaced. */
function mergeInto(values: EvaluatedMapping, others: EvaluatedMapping): EvaluatedMapping {
  const merged = Object.assign(Object.create(null), values) as Record<string, Evaluated>;
  for (const [name, other] of Object.entries(others)) {
    const own = merged[name];
    if (isEvaluatedMapping(own) && isEvaluatedMapping(other)) merged[name] = mergeInto(own, other);
    else merged[name] = Array.isArray(own) && Array.isArray(other) ? [...own, ...other] : other;
  }
  return merged;
}

function alreadyThere({ identifiers }: BlueprintEntry): EntryError {
  const said = 'State is set to must_created and object exists already';
  return new EntryError(
    `{${Object.keys(identifiers)
      .map((name) => `'${name}': [ErrorDetail(string='${said}', code='unique')]`)
      .join(', ')}}`,
  );
}

function deleteEntry(
  importing: Importing,
  model: SandboxModel,
  row: Row | undefined,
  values: EvaluatedMapping,
  place: number,
): void {
  try {
    checkEntry(writeOf(importing, model, row, values['pk']), values, 'delete', place);
  } catch (error) {
    const isInvalid = error instanceof EntryError && error.invalid;
    if (!isInvalid || importing.rules.absent !== 'deleted') throw error;
  }
  if (row) deleteWithAlong(importing, row);
}

/**
 * A permission of an entry: on its object, to a user and to a role. A user or role that does not exist makes
 * the import fail.
 */
function grantOn({ database, grants, rules }: Importing, object: Row, wanted: EvaluatedMapping): void {
  const permission = String(toJson(wanted['permission'] ?? null));
  if (rules.namesApps && !permission.includes('.')) throw crash();
  const find = (model: ModelName, key: Json): Row => {
    const found = database.store.get(model, key);
    if (!found) throw crash();
    return found;
  };
  const { user = null, role = null } = wanted;
  if (user !== null)
    grants.grantToUser(find(database.models.wellKnown.user, toJson(user)), permission, object);
  const roles = grants.rules.find(({ key }) => key === 'role_pk')?.holder;
  if (role !== null && roles !== undefined) grants.grant(find(roles, toJson(role)), permission, object);
}

import { flowText, mappingText, quotedText } from '../../blueprint/flow-text.ts';
import { type Dict, hasUnknown, Ref, type Value } from '../../blueprint/value.ts';
import type { ImporterFacts } from '../../catalog/importer.ts';
import { keyLookup } from '../../catalog/key-lookup.ts';
import type { Catalog, Resource } from '../../catalog/model.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import type { Change } from '../../plan/value/plan.ts';
import { decodeDict, decodeValue } from '../../plan/value/plan-value.ts';
import type { Sources } from '../../plan/value/sources.ts';
import { decodeChange } from '../decode-change.ts';
import { markedBody } from '../write.ts';
import { createIdentifiers } from './create-identifiers.ts';
import { GUARD, keyWriter, madeEntries, type MadeEntries } from './made-keys.ts';

/**
 * Changes as a blueprint in which nothing is left to evaluate but the keys of objects that it makes itself. It
 * holds secrets as they are: it must never be shown, logged or recorded.
 */
export interface ValuesBlueprint {
  readonly text: string;
  /** `changes[i]` made entry `i`. */
  readonly changes: readonly Change[];
  /** The changes that make new objects, by the `id`s of their entries. */
  readonly byId: ReadonlyMap<string, Change>;
}

/** What a blueprint of values is made with. */
interface Parts {
  readonly catalog: Catalog;
  readonly sources: Sources;
}

/**
 * Writes changes that can go in a transaction (see `divide`), in their order, one entry a line. An object that
 * exists is identified by its primary key under its own name; of a new one, its entry has an `id`. Throws an
 * InternalError for a change that cannot be written so.
 */
export function valuesBlueprint(changes: readonly Change[], { catalog, sources }: Parts): ValuesBlueprint {
  const { importer } = catalog;
  if (!importer) throw new InternalError(`${catalog.release} takes no blueprint of values`);
  const made = madeEntries(changes, catalog);
  const byId = new Map(changes.flatMap((change) => byIdOf(change, made)));
  const taken = new Set<string>();
  const entries = changes.map((change) => {
    const model = catalog.models[change.model];
    if (model?.kind !== 'resource') throw new InternalError(`${change.model} has no collection`);
    return entryText(change, { model, importer, sources, made, taken });
  });
  const head = isGuarded(importer) ? `"version": 1, "context": {"${GUARD}": true}` : '"version": 1';
  return { text: `{${head}, "entries": [\n${entries.join(',\n')}\n]}\n`, changes, byId };
}

/** Whether the importer says why it refuses an entry, so that its reason must not get lost. */
function isGuarded({ says }: ImporterFacts): boolean {
  return says.dry === 'entry' || says.import === 'entry';
}

function byIdOf(change: Change, made: MadeEntries): readonly (readonly [string, Change])[] {
  const entry = change.action === 'create' ? made.get(change.row) : undefined;
  return entry ? [[entry.id, change]] : [];
}

/** What an entry is made with. */
interface EntryParts {
  readonly model: Resource;
  readonly importer: ImporterFacts;
  readonly sources: Sources;
  /** The entries of new objects, by row. */
  readonly made: MadeEntries;
  /** The identifiers of new objects, as texts; those of the entry are added. */
  readonly taken: Set<string>;
}

function entryText(change: Change, parts: EntryParts): string {
  const { model, importer, made } = parts;
  const writeAs = (value: Value, isLink: boolean): string =>
    flowText(value, keyWriter(made, { isLink, isGuarded: isGuarded(importer) }));
  const write = (value: Value): string => writeAs(value, true);
  const writeTo = (name: string, value: Value): string =>
    writeAs(value, model.fields[name]?.references !== undefined);
  const { action, row } = change;
  const attrs = attributesOf(change, parts);
  const identifiers =
    action === 'create'
      ? createIdentifiers(change, model, attrs, {
          mustCreate: importer.mustCreate === true,
          taken: parts.taken,
          write,
        })
      : { [keyName(model)]: write(existingKey(change, model, made)) };
  const id = action === 'create' ? made.get(row)?.id : undefined;
  const permissions = importer.permissions ? permissionsOf(change, made, write) : [];
  const state = stateOf(change, importer, permissions);
  return mappingText([
    ['model', quotedText(change.model)],
    ['id', id === undefined ? undefined : quotedText(id)],
    ['state', quotedText(state)],
    ['identifiers', mappingText(Object.entries(identifiers))],
    ['attrs', mappingText(Object.entries(attrs).map(([name, value]) => [name, writeTo(name, value)]))],
    ['permissions', permissions.length === 0 ? undefined : `[${permissions.join(', ')}]`],
  ]);
}

/**
 * What is written: of a new object with the mark that says what of it is still missing; of one that is deleted what
 * it has, as some serializers crash without (measured on a real 2025.12.4: policy bindings, event matchers, OAuth
 * sources).
 */
function attributesOf(change: Change, { model, sources }: EntryParts): Readonly<Record<string, Value>> {
  const { action, before = {} } = change;
  if (action === 'delete') return plainValues(model, decodeDict(before));
  const { body, companions } = decodeChange(change, sources);
  return action === 'create' ? markedBody(model, change, body) : { ...companions, ...body };
}

/** The values that are known, of fields that can be written. */
function plainValues({ fields }: Resource, values: Dict): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => fields[name] && !fields[name].readOnly && !hasUnknown(value),
    ),
  );
}

/**
 * `created` on an object that exists leaves it as it is, and gives the permissions; `must_created` refuses where the
 * object has been made since.
 */
function stateOf(
  { action, body }: Change,
  { mustCreate }: ImporterFacts,
  permissions: readonly string[],
): string {
  if (action === 'delete') return 'absent';
  if (action === 'create') return mustCreate ? 'must_created' : 'present';
  return Object.keys(body).length === 0 && permissions.length > 0 ? 'created' : 'present';
}

function keyName(model: Resource): string {
  const name = keyLookup(model);
  if (name === undefined) throw new InternalError(`nobody knows what the key of ${model.name} is called`);
  return name;
}

/** The primary key of an object that exists, or is made by an earlier entry. */
function existingKey({ row, before }: Change, model: Resource, made: MadeEntries): Value {
  if (made.has(row)) return new Ref(row, 'pk');
  return decodeValue(before?.[model.collection.pk] ?? null);
}

/** The permissions on the object that are given to somebody who is there by then, as items of an entry's `permissions`. */
function permissionsOf(
  { grants, model }: Change,
  made: MadeEntries,
  write: (value: Value) => string,
): string[] {
  return grants
    .filter((grant) => writtenGrant(grant) === 'grant' && !grant.everywhere)
    .map(({ permission, holder, key }) => ({ permission, holder, key: decodeValue(key) }))
    .filter(({ key }) => !(key instanceof Ref) || made.has(key.row))
    .map(({ permission, holder, key }) =>
      mappingText([
        // Without the app, 2026.5 crashes.
        ['permission', quotedText(`${model.split('.')[0] ?? ''}.${permission}`)],
        [holder, write(key)],
      ]),
    );
}

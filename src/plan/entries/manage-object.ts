import type { Entry } from '../../blueprint/blueprint.ts';
import { mergeIdentifiers } from '../../blueprint/merge.ts';
import { dict, type Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { finishCreated } from './finish-created.ts';
import { grantOnObject } from './grants.ts';
import { forObject, FAILED, GONE, type EntryResult } from './entry-result.ts';
import { rememberKey, withRealKeys } from './importer-keys.ts';
import { makePresent } from './make-present.ts';
import { followRename } from './former.ts';
import { matchIdentifiers, withKeys } from './match-entry.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isOnlyLike, removeObject } from './remove-object.ts';
import { touch } from './touch.ts';

/** Plans what an entry does to its object. `ensure`: the entry's `state`. */
export function manageObject(scope: EntryScope, model: Resource, ensure: string): EntryResult {
  const identifiers = identifiersOf(scope, model, ensure);
  if (!identifiers) return FAILED;
  if (ensure === 'absent' && (scope.gone || hasNullLink(model, identifiers))) return nothingToDelete(scope);
  // A key alone does not identify an object: what the entry sets tells whether it is the right one.
  const isNamed = identifiers['pk'] !== undefined;
  const attrs = isNamed ? attributesFor(scope, model, ensure) : undefined;
  if (isNamed && !attrs) return FAILED;
  const match = matchIdentifiers(scope, model, identifiers, mergeIdentifiers(attrs ?? dict(), identifiers));
  rememberKey(scope, identifiers['pk']);
  if (!match.ok) return FAILED;
  if (ensure === 'absent') {
    const { row } = match;
    if (row) row.declared = true;
    return removeObject(scope, model, row && isOnlyLike(scope, model, identifiers, row) ? undefined : row);
  }
  return keepPresent(scope, model, ensure, { identifiers, attrs, found: match.row });
}

/** Plans that the object of an entry is there. `found`: the one that has its identifiers. */
function keepPresent(
  scope: EntryScope,
  model: Resource,
  ensure: string,
  { identifiers, attrs, found }: Matched,
): EntryResult {
  const named = followRename(scope, model, identifiers, found);
  if (!named.ok) return FAILED;
  const { row } = named;
  if (row) row.declared = true;
  if (row && ensure === 'must_created') return reportThere(scope, model, row);
  if (row && ensure === 'created') return keepObject(scope, model, row, row === found ? dict() : identifiers);
  const values = attrs ?? attributes(scope, model);
  return values ? makePresent(scope, model, row, identifiers, mergeIdentifiers(values, identifiers)) : FAILED;
}

/** What an entry says of its object; `attrs`: where they have been evaluated. */
interface Matched {
  readonly identifiers: Dict;
  readonly attrs: Dict | undefined;
  readonly found: OverlayRow | undefined;
}

/**
 * Plans what an entry that only creates does to an object that is there: it finishes what a run has begun, and gives it
 * the identifiers (`renamed`) that it did not have before.
 */
function keepObject(scope: EntryScope, model: Resource, row: OverlayRow, renamed: Dict): EntryResult {
  if (Object.keys(renamed).length > 0) return makePresent(scope, model, row, renamed, renamed);
  row.owner ??= scope.provenance(scope.entry.model.span);
  touch(scope.context, row);
  if (!finishCreated(scope, model, row)) return FAILED;
  grantOnObject(scope, row);
  return forObject(row);
}

/**
 * The evaluated identifiers of an entry; undefined when they cannot be evaluated or there are none, which has
 * been reported.
 */
export function identifiersOf(scope: EntryScope, model: Resource, ensure: string): Dict | undefined {
  const { entry, context } = scope;
  // For an absent entry null means "nothing to delete": the object that it refers to may be gone already.
  // The server's importer does not: it looks for an object with null.
  const isFree = ensure === 'absent' && !context.importer;
  const written = scope.map(entry.identifiers, isFree ? 'condition' : 'value');
  const identifiers = written && withRealKeys(scope, model, withKeys(written));
  if (!identifiers || Object.keys(identifiers).length > 0) return identifiers;
  scope.report(
    'identifiers-missing',
    'an entry needs identifiers, to find its object by',
    entry.identifiers?.span ?? entry.model.span,
  );
  return undefined;
}

/** The result of an absent entry whose object cannot exist; the server's importer looks for it all the same. */
function nothingToDelete(scope: EntryScope): EntryResult {
  if (!scope.context.importer) return GONE;
  scope.report(
    'value-unknown',
    'an identifier is null, and the importer would delete an object without it',
    scope.identifiersSpan,
  );
  return FAILED;
}

function reportThere(scope: EntryScope, model: Resource, row: OverlayRow): EntryResult {
  const { entry, context } = scope;
  scope.report(
    'value-taken',
    `${model.name} ${describeRow(context.overlay, row)} exists already, and the entry wants to create it`,
    entry.ensure?.span ?? entry.span,
  );
  return FAILED;
}

/** The attributes of an entry; for an object to be deleted, only those that are written out. */
function attributesFor(scope: EntryScope, model: Resource, ensure: string): Dict | undefined {
  return ensure === 'absent' ? literals(scope.entry.attrs) : attributes(scope, model);
}

/** The evaluated attributes of an entry; undefined when they cannot be evaluated, which has been reported. */
function attributes(scope: EntryScope, model: Resource): Dict | undefined {
  const { entry } = scope;
  if (entry.attrs === null) {
    scope.report(
      'structure-type',
      'attrs is null, and the server needs a mapping to write',
      entry.model.span,
      'leave attrs out, or write attrs: {}',
    );
    return undefined;
  }
  const attrs = scope.map(entry.attrs, 'value', model);
  return attrs && withRealKeys(scope, model, attrs);
}

/** The attributes whose values are written out; nothing is evaluated. */
function literals(attrs: Entry['attrs']): Dict {
  const values = dict();
  for (const { key, value } of attrs?.pairs ?? []) if (value.kind === 'scalar') values[key] = value.value;
  return values;
}

/** Whether a required link that identifies the object is null: then there is nothing to delete. */
export function hasNullLink(model: Resource, identifiers: Dict): boolean {
  return Object.entries(identifiers).some(
    ([name, value]) =>
      value === null && model.fields[name]?.references !== undefined && model.fields[name].nullable !== true,
  );
}

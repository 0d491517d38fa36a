import type { Entry } from '../../blueprint/blueprint.ts';
import { mergeIdentifiers } from '../../blueprint/merge.ts';
import { dict, isDict, type Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { grantOnObject } from './grants.ts';
import { about, FAILED, GONE, type Known } from './known.ts';
import { makePresent } from './make-present.ts';
import { matchIdentifiers } from './match-entry.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isOnlyLike, removeObject } from './remove-object.ts';

/** Does what an entry wants of its object; `ensure`: its state. */
export function manageObject(scope: EntryScope, model: Resource, ensure: string): Known {
  const identifiers = identifiersOf(scope, model, ensure);
  if (!identifiers) return FAILED;
  if (ensure === 'absent' && (scope.gone || hasNullLink(model, identifiers))) return GONE;
  // By its key alone an object is not known: what the entry sets tells whether it is the one that is meant.
  const isNamed = identifiers['pk'] !== undefined;
  const attrs = isNamed ? attributesFor(scope, model, ensure) : undefined;
  if (isNamed && !attrs) return FAILED;
  const match = matchIdentifiers(scope, model, identifiers, mergeIdentifiers(attrs ?? dict(), identifiers));
  if (!match.ok) return FAILED;
  const { row } = match;
  if (ensure === 'absent')
    return removeObject(scope, model, row && isOnlyLike(scope, model, identifiers, row) ? undefined : row);
  if (row && ensure === 'must_created') return reportThere(scope, model, row);
  if (row && ensure === 'created') {
    row.owner ??= scope.provenance(scope.entry.model.span);
    grantOnObject(scope, row);
    return about(row);
  }
  const values = attrs ?? attributes(scope, model);
  return values ? makePresent(scope, model, row, identifiers, mergeIdentifiers(values, identifiers)) : FAILED;
}

/** What identifies the object of an entry; undefined when it cannot be told, and that has been reported. */
function identifiersOf(scope: EntryScope, model: Resource, ensure: string): Dict | undefined {
  const { entry, context } = scope;
  // For an absent entry null means "nothing to delete": what it refers to may be gone already.
  const written = scope.map(entry.identifiers, ensure === 'absent' ? 'condition' : 'value');
  const identifiers = written && context.literalPks.inPlace(scope.file.blueprint, model, withKeys(written));
  if (!identifiers || Object.keys(identifiers).length > 0) return identifiers;
  scope.report(
    'identifiers-missing',
    'an entry needs identifiers, to find its object by',
    entry.identifiers?.span ?? entry.model.span,
  );
  return undefined;
}

function reportThere(scope: EntryScope, model: Resource, row: OverlayRow): Known {
  const { entry, context } = scope;
  scope.report(
    'value-taken',
    `${model.name} ${describeRow(context.overlay, row)} exists already, and the entry wants to create it`,
    entry.ensure?.span ?? entry.span,
  );
  return FAILED;
}

/** What an entry says of its object beside what identifies it; of one to be deleted only what is written out. */
function attributesFor(scope: EntryScope, model: Resource, ensure: string): Dict | undefined {
  return ensure === 'absent' ? literals(scope.entry.attrs) : attributes(scope, model);
}

/** What an entry sets; undefined when it cannot be told, and that has been reported. */
function attributes(scope: EntryScope, model: Resource): Dict | undefined {
  const { entry, context } = scope;
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
  return attrs && context.literalPks.inPlace(scope.file.blueprint, model, attrs);
}

/** The attributes that are written out, nothing evaluated. */
function literals(attrs: Entry['attrs']): Dict {
  const values = dict();
  for (const { key, value } of attrs?.pairs ?? []) if (value.kind === 'scalar') values[key] = value.value;
  return values;
}

/** A mapping with `pk` as an identifier stands for that key, to match by and to write. */
function withKeys(identifiers: Dict): Dict {
  const keys = dict();
  for (const [name, value] of Object.entries(identifiers))
    keys[name] = isDict(value) && value['pk'] !== undefined ? value['pk'] : value;
  return keys;
}

/** Whether the object is identified by a link that leads nowhere: then there is nothing to delete. */
function hasNullLink(model: Resource, identifiers: Dict): boolean {
  return Object.entries(identifiers).some(
    ([name, value]) =>
      value === null && model.fields[name]?.references !== undefined && model.fields[name].nullable !== true,
  );
}

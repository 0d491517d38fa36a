import { type Entry, valueAt } from '../blueprint/blueprint.ts';
import { mergeIdentifiers } from '../blueprint/merge.ts';
import { isTruthy } from '../blueprint/truth.ts';
import { dict, isDict, isOpen, Unknown, type Dict, type Value } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import { resolveModel } from '../catalog/resolve-model.ts';
import type { MetaModel, Resource } from '../catalog/model.ts';
import type { Place } from '../source/source-file.ts';
import { deleteRow, followDelete } from './cascade.ts';
import { describeRow } from './describe.ts';
import { applyWishes, coerceWishes, missesRequired, refuse } from './desired.ts';
import { grantOnObject, holdEverywhere } from './grants.ts';
import type { Ground } from './ground.ts';
import { EntryScope, type FileState } from './entry-scope.ts';
import { FAILED, type Known } from './known.ts';
import { hasNumbers } from '../semantics/object-key.ts';
import { matchIdentifiers } from './match-entry.ts';
import { findText, naturalName } from './natural.ts';
import type { OverlayRow } from './overlay-row.ts';
import { pkText } from '../semantics/pk-text.ts';
import { allowName, protectionOf, standIn } from './protect.ts';
import { checkRawReferences } from './raw-references.ts';
import { sameAsDeleted } from './replace.ts';

/*
 * One entry, as authentik's importer treats it (facts: blueprint-language, "Evaluation"): the model, then the
 * conditions, then the identifiers and the object they match, then the attributes, identifiers merged over
 * them. What is done is done to the overlay only.
 */

/** Called for an entry that wants another blueprint applied first, with its attributes. */
export type ApplyFirst = (model: MetaModel, attrs: Dict, place: Place) => void;

const GONE: Known = { none: 'its object is gone', gone: true };

/** Brings one entry into the overlay. What it cannot do it reports; a failed entry changes nothing. */
export function planEntry(ground: Ground, file: FileState, entry: Entry, applyFirst: ApplyFirst): void {
  const scope = new EntryScope(ground, file, entry);
  const known = decide(scope, applyFirst);
  scope.remember(known);
  ground.literalPks.finish(entry, known);
}

/** Does what the entry wants, and gives the object that its id means from then on. */
function decide(scope: EntryScope, applyFirst: ApplyFirst): Known {
  const { entry } = scope;
  // The model is looked at before the conditions (probe conditions_false_unknown_model).
  const model = modelOf(scope);
  if (!model) return FAILED;
  const met = conditionsHold(scope);
  if (met === false) return { none: 'its conditions are not met', gone: false };
  const ensure = met ? ensureOf(scope) : undefined;
  if (ensure === undefined) return FAILED;
  if (scope.ground.literalPks.isShadow(entry)) return { none: 'another entry makes its object', gone: false };
  if (model.kind === 'resource') return manage(scope, model, ensure);
  const attrs = scope.map(entry.attrs ?? undefined, 'value');
  const told = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
  if (attrs) applyFirst(model, attrs, scope.place(told?.span ?? entry.model.span));
  return { none: 'it makes no object', gone: false };
}

function modelOf(scope: EntryScope): Resource | MetaModel | undefined {
  const { entry, ground } = scope;
  const value = scope.evaluate(entry.model, 'condition');
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    scope.report('structure-type', 'the model must be a text such as authentik_core.group', entry.model.span);
    return undefined;
  }
  scope.ref = { ...scope.ref, model: value };
  const resolved = resolveModel(ground.overlay.catalog, value);
  if (!resolved.ok) {
    scope.report(
      'model-unknown',
      `${value} is no model of authentik ${ground.overlay.catalog.release}`,
      entry.model.span,
      resolved.nearest === undefined ? undefined : `did you mean ${resolved.nearest}?`,
    );
    return undefined;
  }
  const { model } = resolved;
  if (model.kind === 'resource' || model.kind === 'meta') return model;
  const reason =
    model.kind === 'base' ? `it is the base of ${model.concrete.join(', ')}: use one of these` : model.reason;
  scope.report('model-unmanageable', `${model.name} cannot be an entry: ${reason}`, entry.model.span);
  return undefined;
}

/** Whether all conditions are met; undefined when that failed. */
function conditionsHold(scope: EntryScope): boolean | undefined {
  for (const node of scope.entry.conditions) {
    const value = scope.evaluate(node, 'condition');
    if (value === undefined) return undefined;
    const truth = isTruthy(value);
    if (truth === false) return false;
    if (truth instanceof Unknown) {
      scope.report('value-unknown', 'this condition depends on what only the server will know', node.span);
      return undefined;
    }
  }
  return true;
}

function ensureOf(scope: EntryScope): string | undefined {
  const node = scope.entry.ensure;
  if (!node) return 'present';
  const value = scope.evaluate(node, 'condition');
  const words = scope.file.features.ensure;
  if (typeof value === 'string' && words.includes(value)) return value;
  if (value !== undefined)
    scope.report('ensure-invalid', `the state must be one of ${words.join(', ')}`, node.span);
  return undefined;
}

function manage(scope: EntryScope, model: Resource, ensure: string): Known {
  const { entry, ground } = scope;
  // For an absent entry null means "nothing to delete": what it refers to may be gone already.
  const written = scope.map(entry.identifiers, ensure === 'absent' ? 'condition' : 'value');
  if (!written) return FAILED;
  const identifiers = ground.literalPks.inPlace(scope.file.blueprint, model, withKeys(written));
  if (!identifiers) return FAILED;
  if (Object.keys(identifiers).length === 0) {
    scope.report(
      'identifiers-missing',
      'an entry needs identifiers, to find its object by',
      entry.identifiers?.span ?? entry.model.span,
    );
    return FAILED;
  }
  if (ensure === 'absent' && (scope.gone || hasNullLink(model, identifiers))) return GONE;
  // By its key alone an object is not known: what the entry sets tells whether it is the one that is meant.
  const attrs =
    identifiers['pk'] === undefined
      ? undefined
      : ensure === 'absent'
        ? literals(entry.attrs)
        : attributes(scope, model);
  if (identifiers['pk'] !== undefined && !attrs) return FAILED;
  const match = matchIdentifiers(scope, model, identifiers, mergeIdentifiers(attrs ?? dict(), identifiers));
  if (match === 'failed') return FAILED;
  if (ensure === 'absent')
    return remove(scope, model, match && isOnlyLike(scope, model, identifiers, match) ? undefined : match);
  if (match && ensure === 'must_created') {
    scope.report(
      'value-taken',
      `${model.name} ${describeRow(ground.overlay, match)} exists already, and the entry wants to create it`,
      entry.ensure?.span ?? entry.span,
    );
    return FAILED;
  }
  if (match && ensure === 'created') {
    match.owner ??= scope.touch(entry.model.span);
    grantOnObject(scope, match);
    return { row: match };
  }
  const values = attrs ?? attributes(scope, model);
  return values
    ? makePresent(scope, model, match, identifiers, mergeIdentifiers(values, identifiers))
    : FAILED;
}

/** What an entry sets; undefined when it cannot be told, and that has been reported. */
function attributes(scope: EntryScope, model: Resource): Dict | undefined {
  const { entry, ground } = scope;
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
  return attrs && ground.literalPks.inPlace(scope.file.blueprint, model, attrs);
}

/** The attributes that are written out, nothing evaluated. */
function literals(attrs: Entry['attrs']): Dict {
  const values = dict();
  for (const { key, value } of attrs?.pairs ?? []) if (value.kind === 'scalar') values[key] = value.value;
  return values;
}

/**
 * Whether an object that an entry wants gone only has the values of its attributes, and not the key that the
 * entry names: the importer looks at the key alone and deletes nothing. That is said.
 */
function isOnlyLike(scope: EntryScope, model: Resource, identifiers: Dict, match: OverlayRow): boolean {
  const { pk, ...others } = identifiers;
  const { overlay, literalPks } = scope.ground;
  if (
    pk === undefined ||
    Object.keys(others).length > 0 ||
    overlay.rowOf([model.name], pk) === match ||
    literalPks.rowNamed(scope.file.blueprint, model, pk) === match
  )
    return false;
  const natural = naturalName(overlay, match);
  scope.ground.report({
    code: 'pk-literal',
    severity: 'warning',
    message: `nothing is deleted: ${describeRow(overlay, match)} has what attrs says, but another primary key here`,
    place: scope.place(scope.identifierSpan('pk')),
    entry: scope.ref,
    hint: natural
      ? `identify it by its ${natural[0]} if it should go`
      : 'identify it by what it links if it should go',
  });
  return true;
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

function remove(scope: EntryScope, model: Resource, row: OverlayRow | undefined): Known {
  if (!row) return GONE;
  const { overlay, policy, me } = scope.ground;
  const touch = scope.touch(scope.entry.model.span);
  if (!model.actions.delete && row.actual) return impossible(scope, 'delete', model);
  const cascade = followDelete(overlay, row);
  for (const one of cascade.gone) {
    const protection = protectionOf(overlay, one, policy, me);
    if (!protection) continue;
    const why =
      one === row
        ? protection.why
        : `${one.model} ${describeRow(overlay, one)} would go with it: ${protection.why}`;
    refuse(row, { action: 'delete', why, allow: allowName(protection, one), touch });
    return { row };
  }
  for (const { row: one, field } of cascade.cleared) {
    const protection = protectionOf(overlay, one, policy, me);
    if (protection?.guard !== 'leave-alone') continue;
    refuse(row, {
      action: 'delete',
      why: `it would clear ${field} of ${one.model} ${describeRow(overlay, one)}: ${protection.why}`,
      allow: allowName(protection, one),
      touch,
    });
    return { row };
  }
  row.owner = touch;
  deleteRow(overlay, cascade);
  return GONE;
}

function makePresent(
  scope: EntryScope,
  model: Resource,
  found: OverlayRow | undefined,
  identifiers: Dict,
  values: Dict,
): Known {
  const { entry, ground } = scope;
  const wishes = coerceWishes(ground, found, model.name, scope.wishes(values, model.name));
  if (wishes === 'failed' || checkRawReferences(ground, model.name, wishes)) return FAILED;
  const touch = scope.touch(entry.model.span);
  const replaced = found ? undefined : sameAsDeleted(ground.overlay, model, wishes);
  if (replaced) ground.overlay.revive(replaced);
  const existing =
    found ??
    replaced ??
    standIn(
      ground.overlay,
      model.name,
      new Map([...wishes].map(([name, wish]) => [name, wish.value])),
      ground.policy,
      ground.me,
    );
  if (!existing && (!model.actions.create || model.cannotCreate !== undefined))
    return impossible(scope, 'create', model);
  if (!existing && missesRequired(ground, model.name, wishes, touch)) return FAILED;
  if (existing?.actual && !model.actions.update && wishes.size > Object.keys(identifiers).length)
    return impossible(scope, 'update', model);
  const row = existing ?? ground.overlay.add(model.name, touch, ground.literalPks.reserved(entry));
  row.owner ??= touch;
  applyWishes(ground, row, wishes);
  holdEverywhere(ground, row, wishes);
  grantOnObject(scope, row);
  if (metaOf(ground.overlay.catalog, model.name)) row.applying ??= { before: [] };
  if (identifiers['pk'] !== undefined) reportLiteralPk(scope, model, identifiers['pk'], row);
  return { row };
}

/**
 * Says of an object that is named by a primary key which it does not have how it is named on every server.
 */
function reportLiteralPk(scope: EntryScope, model: Resource, pk: Value, row: OverlayRow): void {
  const { overlay } = scope.ground;
  const here = overlay.key(row);
  if (isOpen(pk) || pkText(here) === pkText(pk)) return;
  const other = hasNumbers(model) ? overlay.rowOf([model.name], pk) : undefined;
  const about = other
    ? `${model.name} ${String(pk)} is ${describeRow(overlay, other)} here, and not ${describeRow(overlay, row)}`
    : row.actual
      ? `${describeRow(overlay, row)} has another primary key here`
      : 'the new object gets a primary key of its own, not this one';
  const natural = naturalName(overlay, row);
  const find = findText(overlay, row);
  scope.ground.report({
    code: 'pk-literal',
    severity: row.actual && !other ? 'info' : 'warning',
    message: `${about}; references to this key are adjusted`,
    place: scope.place(scope.identifierSpan('pk')),
    entry: scope.ref,
    hint:
      natural && find !== undefined
        ? `identify it by its ${natural[0]}, and refer to it with !KeyOf or ${find}`
        : 'identify it by what it links, and refer to it with !KeyOf',
  });
}

function impossible(scope: EntryScope, action: string, model: Resource): Known {
  scope.report(
    'action-impossible',
    `the API of this release cannot ${action} a ${model.name}${action === 'create' && model.cannotCreate !== undefined ? `: ${model.cannotCreate}` : ''}`,
    scope.entry.model.span,
  );
  return FAILED;
}

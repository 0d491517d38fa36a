import { isOpen, type Dict, type Value } from '../../blueprint/value.ts';
import { metaOf } from '../../catalog/meta-of.ts';
import type { Resource } from '../../catalog/model.ts';
import { hasNumbers } from '../../semantics/object-key.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { acceptDesired, type DesiredValue } from './accept-desired.ts';
import { bringAlong } from '../overlay/along.ts';
import { describeRow } from '../overlay/describe.ts';
import { setDesired } from './set-desired.ts';
import { desiredValuesOf } from './desired-values.ts';
import type { EntryScope } from './entry-scope.ts';
import { grantOnObject, holdEverywhere } from './grants.ts';
import { reportImpossible } from './report-impossible.ts';
import { forObject, FAILED, type EntryResult } from './entry-result.ts';
import { lacksRequired } from './lacks-required.ts';
import { readCriteria } from './match-entry.ts';
import { leaveAlone } from './leave-alone.ts';
import { findText, naturalName } from '../overlay/natural.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';
import type { PlanContext } from './plan-context.ts';
import { identifyingFields } from './identifying-fields.ts';
import { standIn } from './protect.ts';
import { checkRawReferences } from './raw-references.ts';
import { sameAsDeleted } from './replace.ts';
import { touch } from './touch.ts';

/**
 * Plans to create the object of an entry, or to update `found` to the desired values. `values`: identifiers
 * and attributes.
 */
export function makePresent(
  scope: EntryScope,
  model: Resource,
  found: OverlayRow | undefined,
  identifiers: Dict,
  values: Dict,
): EntryResult {
  const { entry, context } = scope;
  const desiredValues = acceptDesired(context, found, model.name, desiredValuesOf(scope, values, model.name));
  if (!desiredValues || checkRawReferences(context, model.name, desiredValues)) return FAILED;
  const provenance = scope.provenance(entry.model.span);
  const existing = found ?? standsInFor(scope, model, identifiers, desiredValues);
  if (!existing && (!model.actions.create || model.cannotCreate !== undefined))
    return reportImpossible(scope, 'create', model);
  if (!existing && lacksRequired(context, model, desiredValues, identifiers, provenance)) return FAILED;
  if (existing?.actual && !model.actions.update && desiredValues.size > Object.keys(identifiers).length)
    return reportImpossible(scope, 'update', model);
  const row = existing ?? context.overlay.add(model.name, provenance, context.literalPks.reserved(entry));
  row.owner ??= provenance;
  touch(context, row);
  scope.hideFields(row);
  const alone = context.contents.leftAlone(row);
  if (alone) {
    leaveAlone(context, row, desiredValues, alone);
    return { kind: 'none', why: 'it is left alone' };
  }
  if (!existing) row.identifiedBy = identifyingFields(context.overlay.catalog, model, identifiers, values);
  setDesired(context, row, desiredValues);
  if (!existing) bringAlong(context.overlay, row);
  holdEverywhere(context, row, desiredValues);
  grantOnObject(scope, row);
  if (metaOf(context.overlay.catalog, model.name)) haveApplied(context, row, provenance);
  remember(scope, model, identifiers, row);
  if (identifiers['pk'] !== undefined) reportLiteralPk(scope, model, identifiers['pk'], row);
  return forObject(row);
}

/** Remembers by what an entry identifies its object, where it is no key. */
function remember(scope: EntryScope, model: Resource, identifiers: Dict, row: OverlayRow): void {
  const { lookedUp } = scope.context;
  if (!lookedUp || identifiers['pk'] !== undefined) return;
  const criteria = readCriteria(scope, model, identifiers);
  if (!criteria) return;
  const place = scope.place(scope.identifiersSpan);
  const from = scope.fromAll ?? [];
  lookedUp.add({ identifies: true, model: model.name, criteria, row, place, entry: scope.ref, from });
}

/** Has the server apply an instance that an entry manages; one in a content is only stored by that. */
function haveApplied(context: PlanContext, row: OverlayRow, provenance: Provenance): void {
  if (!context.importer) row.applying ??= { before: [] };
  context.contents.follow(context, row, provenance);
}

/**
 * An existing object that is used instead of creating one: an equal one that an entry deleted, or a protected
 * one.
 */
function standsInFor(
  { context: { overlay, policy, me } }: EntryScope,
  model: Resource,
  identifiers: Dict,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): OverlayRow | undefined {
  const replaced = sameAsDeleted(overlay, model, desiredValues);
  if (replaced) overlay.revive(replaced);
  const named = new Map(
    [...desiredValues].filter(([name]) => name in identifiers).map(([name, { value }]) => [name, value]),
  );
  return replaced ?? standIn(overlay, model.name, named, policy, me);
}

/**
 * Reports that an entry identifies its object by a primary key which the object does not have, and says how
 * it can be identified on every server.
 */
function reportLiteralPk(scope: EntryScope, model: Resource, pk: Value, row: OverlayRow): void {
  const { overlay } = scope.context;
  const here = overlay.key(row);
  if (isOpen(pk) || pkText(here) === pkText(pk)) return;
  const other = hasNumbers(model) ? overlay.rowOf([model.name], pk) : undefined;
  const what = otherText(scope, model, pk, row, other);
  const natural = naturalName(overlay, row);
  const find = findText(overlay, row);
  scope.context.report({
    code: 'pk-literal',
    severity: row.actual && !other ? 'info' : 'warning',
    message: `${what}; references to this key are adjusted`,
    place: scope.place(scope.identifierSpan('pk')),
    entry: scope.ref,
    hint:
      natural && find !== undefined
        ? `identify it by its ${natural[0]}, and refer to it with !KeyOf or ${find}`
        : 'identify it by what it links, and refer to it with !KeyOf',
  });
}

/** Says which object has the key that an entry names, if it is not the entry's own. */
function otherText(
  scope: EntryScope,
  model: Resource,
  pk: Value,
  row: OverlayRow,
  other: OverlayRow | undefined,
): string {
  const { overlay } = scope.context;
  if (other)
    return `${model.name} ${scope.shown('pk', pk)} is ${describeRow(overlay, other)} here, and not ${describeRow(overlay, row)}`;
  return row.actual
    ? `${describeRow(overlay, row)} has another primary key here`
    : 'the new object gets a primary key of its own, not this one';
}

import { isOpen, type Dict, type Value } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Resource } from '../catalog/model.ts';
import { hasNumbers } from '../semantics/object-key.ts';
import { pkText } from '../semantics/pk-text.ts';
import { coerceWishes, type Wish } from './coerce-wishes.ts';
import { describeRow } from './describe.ts';
import { applyWishes } from './desired.ts';
import type { EntryScope } from './entry-scope.ts';
import { grantOnObject, holdEverywhere } from './grants.ts';
import { impossible } from './impossible.ts';
import { about, FAILED, type Known } from './known.ts';
import { missesRequired } from './misses-required.ts';
import { findText, naturalName } from './natural.ts';
import type { OverlayRow } from './overlay-row.ts';
import { standIn } from './protect.ts';
import { checkRawReferences } from './raw-references.ts';
import { sameAsDeleted } from './replace.ts';

/** Makes the object of an entry, or brings it to what the entry wants. `values`: identifiers and attributes. */
export function makePresent(
  scope: EntryScope,
  model: Resource,
  found: OverlayRow | undefined,
  identifiers: Dict,
  values: Dict,
): Known {
  const { entry, ground } = scope;
  const wishes = coerceWishes(ground, found, model.name, scope.wishes(values, model.name));
  if (!wishes || checkRawReferences(ground, model.name, wishes)) return FAILED;
  const touch = scope.touch(entry.model.span);
  const existing = found ?? standsInFor(scope, model, wishes);
  if (!existing && (!model.actions.create || model.cannotCreate !== undefined))
    return impossible(scope, 'create', model);
  if (!existing && missesRequired(ground, model, wishes, touch)) return FAILED;
  if (existing?.actual && !model.actions.update && wishes.size > Object.keys(identifiers).length)
    return impossible(scope, 'update', model);
  const row = existing ?? ground.overlay.add(model.name, touch, ground.literalPks.reserved(entry));
  row.owner ??= touch;
  applyWishes(ground, row, wishes);
  holdEverywhere(ground, row, wishes);
  grantOnObject(scope, row);
  if (metaOf(ground.overlay.catalog, model.name)) row.applying ??= { before: [] };
  if (identifiers['pk'] !== undefined) reportLiteralPk(scope, model, identifiers['pk'], row);
  return about(row);
}

/** An object that there is already in place of one to be made: just the same that was deleted, or a protected one. */
function standsInFor(
  { ground: { overlay, policy, me } }: EntryScope,
  model: Resource,
  wishes: ReadonlyMap<string, Wish>,
): OverlayRow | undefined {
  const replaced = sameAsDeleted(overlay, model, wishes);
  if (replaced) overlay.revive(replaced);
  const values = new Map([...wishes].map(([name, wish]) => [name, wish.value]));
  return replaced ?? standIn(overlay, model.name, values, policy, me);
}

/**
 * Says of an object that is named by a primary key which it does not have how it is named on every server.
 */
function reportLiteralPk(scope: EntryScope, model: Resource, pk: Value, row: OverlayRow): void {
  const { overlay } = scope.ground;
  const here = overlay.key(row);
  if (isOpen(pk) || pkText(here) === pkText(pk)) return;
  const other = hasNumbers(model) ? overlay.rowOf([model.name], pk) : undefined;
  const what = otherText(scope, model, pk, row, other);
  const natural = naturalName(overlay, row);
  const find = findText(overlay, row);
  scope.ground.report({
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

/** Whose key it is that an entry names, if it is not that of its object. */
function otherText(
  { ground: { overlay } }: EntryScope,
  model: Resource,
  pk: Value,
  row: OverlayRow,
  other: OverlayRow | undefined,
): string {
  if (other)
    return `${model.name} ${String(pk)} is ${describeRow(overlay, other)} here, and not ${describeRow(overlay, row)}`;
  return row.actual
    ? `${describeRow(overlay, row)} has another primary key here`
    : 'the new object gets a primary key of its own, not this one';
}

import type { Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { deleteRow, followDelete } from '../overlay/cascade.ts';
import { describeRow } from '../overlay/describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { impossible } from './impossible.ts';
import { about, GONE, type Known } from './known.ts';
import { naturalName } from '../overlay/natural.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { allowName, protectionOf } from './protect.ts';
import { refuse } from '../overlay/refuse.ts';

/** Deletes the object of an entry, with all that goes with it, unless something of it is protected. */
export function removeObject(scope: EntryScope, model: Resource, row: OverlayRow | undefined): Known {
  if (!row) return GONE;
  const { overlay, policy, me } = scope.context;
  const provenance = scope.provenance(scope.entry.model.span);
  if (!model.actions.delete && row.actual) return impossible(scope, 'delete', model);
  const cascade = followDelete(overlay, row);
  for (const one of cascade.gone) {
    const protection = protectionOf(overlay, one, policy, me);
    if (!protection) continue;
    const why =
      one === row
        ? protection.why
        : `${one.model} ${describeRow(overlay, one)} would go with it: ${protection.why}`;
    refuse(row, { action: 'delete', why, allow: allowName(protection, one), provenance });
    return about(row);
  }
  for (const { row: one, field } of cascade.cleared) {
    const protection = protectionOf(overlay, one, policy, me);
    if (protection?.guard !== 'leave-alone') continue;
    refuse(row, {
      action: 'delete',
      why: `it would clear ${field} of ${one.model} ${describeRow(overlay, one)}: ${protection.why}`,
      allow: allowName(protection, one),
      provenance,
    });
    return about(row);
  }
  row.owner = provenance;
  deleteRow(overlay, cascade);
  return GONE;
}

/**
 * Whether an object that an entry wants gone only has the values of its attributes, and not the key that the
 * entry names: the importer looks at the key alone and deletes nothing. That is said.
 */
export function isOnlyLike(
  scope: EntryScope,
  model: Resource,
  identifiers: Dict,
  match: OverlayRow,
): boolean {
  const { pk, ...others } = identifiers;
  const { overlay, literalPks } = scope.context;
  if (
    pk === undefined ||
    Object.keys(others).length > 0 ||
    overlay.rowOf([model.name], pk) === match ||
    literalPks.rowNamed(scope.file.blueprint, model, pk) === match
  )
    return false;
  const natural = naturalName(overlay, match);
  scope.context.report({
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

import type { Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { deleteRow, followDelete } from '../overlay/cascade.ts';
import { describeRow } from '../overlay/describe.ts';
import type { EntryScope } from './entry-scope.ts';
import { reportImpossible } from './report-impossible.ts';
import { forObject, GONE, type EntryResult } from './entry-result.ts';
import { naturalName } from '../overlay/natural.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { protectedFrom } from './protected-from.ts';
import { refuse } from './refuse.ts';
import { touch } from './touch.ts';

/**
 * Plans to delete the object of an entry with all that the server deletes or clears along with it, unless one
 * of these objects is protected.
 */
export function removeObject(scope: EntryScope, model: Resource, row: OverlayRow | undefined): EntryResult {
  if (!row) return GONE;
  const { overlay, policy, me } = scope.context;
  const provenance = scope.provenance(scope.entry.model.span);
  if (!model.actions.delete && row.actual) return reportImpossible(scope, 'delete', model);
  const cascade = followDelete(overlay, row);
  const [first, ...others] = protectedFrom(overlay, cascade, policy, me);
  if (first) {
    const names = [...new Set([first, ...others].map(({ allow }) => allow))];
    refuse(scope.context, row, {
      action: 'delete',
      why: first.why,
      allow: names.join(' --allow-protected '),
      provenance,
    });
    return forObject(row);
  }
  row.owner = provenance;
  scope.context.trace?.manages(scope.entry, row);
  touch(scope.context, row);
  deleteRow(overlay, cascade);
  return GONE;
}

/**
 * Whether an object that an absent entry matched has only the values of its attributes and not its `pk`. The
 * importer looks at the key alone and deletes nothing, so this is reported and nothing is deleted.
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

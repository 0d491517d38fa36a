import { fromWords } from '../../blueprint/sensitive.ts';
import { Ref, type Value } from '../../blueprint/value.ts';
import type { Granted } from '../../actual/snapshot.ts';
import type { HolderKind } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, DesiredGrant } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { DraftGrant } from './draft.ts';

/**
 * The permissions that entries declare on an object, and those that it holds everywhere, compared with what
 * the server has. One that no entry declares is `undeclared`, or `revoke` if `revoke` is set, where entries
 * declare any at all. `written`: the object itself is also written, which on some releases removes what it
 * holds everywhere. `by`: only what the application of this instance grants; it takes none away.
 */
export function grantChanges(
  overlay: Overlay,
  row: OverlayRow,
  {
    revoke,
    written,
    by,
  }: { readonly revoke: boolean; readonly written: boolean; readonly by: string | undefined },
): DraftGrant[] {
  const object = declaredBy(row.grants.object, by);
  const everywhere = declaredBy(row.grants.everywhere, by);
  const isLost =
    written &&
    row.actual !== undefined &&
    (overlay.catalog.permissions?.lostByWrite.includes(row.model) ?? false);
  const onObject = object
    ? compare(overlay, object, overlay.granted(row, 'object'), {
        everywhere: false,
        revoke,
        isLost: false,
        by,
      })
    : [];
  if (!everywhere && !isLost) return onObject;
  const held = overlay.granted(row, 'holder');
  return [...onObject, ...compare(overlay, everywhere, held, { everywhere: true, revoke, isLost, by })];
}

/** All that is declared, where one of it is declared by this writer; an empty list is ours. */
function declaredBy(
  declared: readonly DesiredGrant[] | undefined,
  by: string | undefined,
): readonly DesiredGrant[] | undefined {
  const isOurs = declared?.length === 0 && by === undefined;
  return isOurs || declared?.some(({ provenance }) => provenance.by === by) ? declared : undefined;
}

interface About {
  readonly everywhere: boolean;
  readonly revoke: boolean;
  readonly isLost: boolean;
  readonly by: string | undefined;
}

/**
 * Compares desired with actual permissions. `desired` undefined: no entry declares any, so all stay. `actual`
 * undefined: not read yet.
 */
function compare(
  overlay: Overlay,
  desired: readonly DesiredGrant[] | undefined,
  actual: readonly Granted[] | undefined,
  { everywhere, revoke, isLost, by }: About,
): DraftGrant[] {
  if (!actual) return [];
  const held = new Map(actual.map((one) => [textOf(one.permission, one.holder, one.key), one]));
  const declared = new Map((desired ?? []).map((one) => [textOf(one.permission, one.holder, one.key), one]));
  const undesired = revoke ? 'revoke' : 'undeclared';
  const changes: DraftGrant[] = [];
  for (const [text, { permission, holder, key, provenance }] of declared) {
    if (provenance.by !== by) continue;
    const is = held.get(text);
    changes.push({
      action: is ? 'kept' : 'grant',
      permission,
      everywhere,
      holder,
      key,
      name: provenance.from ? fromWords(provenance.from) : nameOf(overlay, holder, key, is?.name),
      again: isLost && is !== undefined,
      place: provenance.span && { file: provenance.place.file, span: provenance.span },
    });
  }
  for (const [text, { permission, holder, key, name }] of held) {
    if (by !== undefined || declared.has(text)) continue;
    const action = desired ? undesired : 'kept';
    changes.push({
      action,
      permission,
      everywhere,
      holder,
      key,
      name: nameOf(overlay, holder, key, name),
      again: isLost && action !== 'revoke',
      place: undefined,
    });
  }
  return changes;
}

function textOf(permission: string, holder: HolderKind, key: Value): string {
  return `${permission} ${holder} ${key instanceof Ref ? `→${key.row}` : (pkText(key) ?? '')}`;
}

function nameOf(overlay: Overlay, holder: HolderKind, key: Value, name = ''): string {
  const model = overlay.catalog.permissions?.holders[holder]?.model;
  const row = model === undefined ? undefined : overlay.rowOf([model], key);
  return row ? describeRow(overlay, row) : name || (pkText(key) ?? '');
}

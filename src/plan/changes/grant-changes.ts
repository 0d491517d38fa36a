import { Ref, type Value } from '../../blueprint/value.ts';
import type { Granted } from '../../actual/snapshot.ts';
import type { HolderKind } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, WantedGrant } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { DraftGrant } from './draft.ts';

/**
 * What entries grant on an object, and what it holds everywhere, compared with what the server has. What the
 * server has and no entry says is `undeclared`, or with `revoke` taken away; only where entries say anything
 * at all. `written`: the object itself is written, too, and on some releases that takes away what it holds
 * everywhere.
 */
export function grantChanges(
  overlay: Overlay,
  row: OverlayRow,
  revoke: boolean,
  written: boolean,
): DraftGrant[] {
  const { object, everywhere } = row.grants;
  const isLost =
    written &&
    row.actual !== undefined &&
    (overlay.catalog.permissions?.lostByWrite.includes(row.model) ?? false);
  const onObject = object
    ? compare(overlay, object, overlay.granted(row, 'object'), { everywhere: false, revoke, isLost: false })
    : [];
  if (!everywhere && !isLost) return onObject;
  const held = overlay.granted(row, 'holder');
  return [...onObject, ...compare(overlay, everywhere, held, { everywhere: true, revoke, isLost })];
}

interface About {
  readonly everywhere: boolean;
  readonly revoke: boolean;
  readonly isLost: boolean;
}

/**
 * `wanted` undefined: no entry says anything, so all that there is stays. `actual` undefined: not read yet.
 */
function compare(
  overlay: Overlay,
  wanted: readonly WantedGrant[] | undefined,
  actual: readonly Granted[] | undefined,
  { everywhere, revoke, isLost }: About,
): DraftGrant[] {
  if (!actual) return [];
  const held = new Map(actual.map((one) => [textOf(one.permission, one.holder, one.key), one]));
  const declared = new Map((wanted ?? []).map((one) => [textOf(one.permission, one.holder, one.key), one]));
  const unwanted = revoke ? 'revoke' : 'undeclared';
  const changes: DraftGrant[] = [];
  for (const [text, { permission, holder, key, provenance }] of declared) {
    const is = held.get(text);
    changes.push({
      action: is ? 'kept' : 'grant',
      permission,
      everywhere,
      holder,
      key,
      name: nameOf(overlay, holder, key, is?.name),
      again: isLost && is !== undefined,
      place: provenance.span && { file: provenance.place.file, span: provenance.span },
    });
  }
  for (const [text, { permission, holder, key, name }] of held) {
    if (declared.has(text)) continue;
    const action = wanted ? unwanted : 'kept';
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

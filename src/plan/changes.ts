import { refsIn } from '../blueprint/later.ts';
import { dict, Ref, type Value } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Field, Json } from '../catalog/model.ts';
import { companionsOf } from './companions.ts';
import { sameValue } from './compare.ts';
import { describeRow } from './describe.ts';
import { grantChanges } from './grant-changes.ts';
import { asKept, rowsMeant } from './links.ts';
import { itemsAdded } from './merge-lists.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow, Touch } from './overlay-row.ts';
import type { Change, FieldChange } from './plan.ts';
import type { Policy } from './policy.ts';
import { serverApplyOf } from './server-apply.ts';
import { shownContent } from './shown-content.ts';

/*
 * What the entries wanted is folded per object in the overlay; here each object is compared once with what
 * the server has, so two entries about one object give one change, and a value that was changed and changed
 * back gives none.
 */

/** The change of one object, without its dependencies; undefined when nobody manages it. */
export function changeOf(
  overlay: Overlay,
  row: OverlayRow,
  cascades: readonly string[],
  policy: Policy,
): Change | undefined {
  const touch = row.owner;
  if (!touch && !row.refused) return undefined;
  if (row.deletedBy !== undefined && row.deletedBy !== row.id) return undefined;
  if (row.deletedBy === row.id)
    return row.actual ? make(overlay, row, 'delete', touch, { cascades }) : undefined;
  const differences = differing(overlay, row);
  const body = dict();
  const setters: Change['setters'][number][] = [];
  const fields: FieldChange[] = [];
  for (const [name, value] of differences) {
    const field = overlay.resource(row.model).fields[name];
    if (!field) continue;
    if (field.setter) setters.push({ field: name, value });
    else body[name] = asKept(overlay, field, value);
    fields.push(fieldChange(overlay, row, name, field, value, row.touches.get(name), false));
  }
  for (const [name, { value, touch: by }] of row.refused?.fields ?? []) {
    const field = overlay.resource(row.model).fields[name];
    if (field) fields.push(fieldChange(overlay, row, name, field, value, by, true));
  }
  const grants = grantChanges(overlay, row, policy.revokePermissions, Object.keys(body).length > 0);
  const written =
    Object.keys(body).length + setters.length > 0 ||
    grants.some(({ action: one }) => one === 'grant' || one === 'revoke');
  const applies = serverApplyOf(overlay, row, Object.keys(body));
  const action = !row.actual
    ? 'create'
    : written || applies
      ? 'update'
      : row.refused
        ? row.refused.action
        : 'noop';
  const companions = row.actual ? companionsOf(overlay, row, body) : dict();
  const reason = row.refused
    ? `left alone: ${row.refused.why} (--allow-protected ${row.refused.allow})`
    : undefined;
  return make(overlay, row, action, touch ?? row.refused?.touch, {
    body,
    setters,
    grants,
    fields,
    companions,
    applies,
    reason,
    leftAlone: row.refused !== undefined && !written && !applies,
  });
}

function make(
  overlay: Overlay,
  row: OverlayRow,
  action: Change['action'],
  touch: Touch | undefined,
  rest: Partial<Change>,
): Change {
  const itemKey = row.actual?.[overlay.resource(row.model).collection.key];
  return {
    row: row.id,
    id: row.id,
    action,
    model: row.model,
    key: describeRow(overlay, row),
    itemKey: typeof itemKey === 'string' || typeof itemKey === 'number' ? itemKey : undefined,
    before: row.actual,
    body: dict(),
    companions: dict(),
    setters: [],
    grants: [],
    applies: undefined,
    fields: [],
    reason: undefined,
    leftAlone: false,
    cascades: [],
    dependsOn: [],
    place: touch?.place,
    entry: touch?.entry,
    ...rest,
  };
}

/** The fields that entries set to something else than the server has. */
function* differing(overlay: Overlay, row: OverlayRow): Generator<[string, Value]> {
  const { fields } = overlay.resource(row.model);
  for (const [name, value] of row.set) {
    const field = fields[name];
    if (!field) continue;
    if (!row.actual || field.writeOnly || !sameValue(field, value, row.actual[name], overlay.keyOf))
      yield [name, value];
  }
}

function fieldChange(
  overlay: Overlay,
  row: OverlayRow,
  path: string,
  field: Field,
  after: Value,
  touch: Touch | undefined,
  leftAlone: boolean,
): FieldChange {
  const before: Json | undefined = row.actual?.[path];
  const added = itemsAdded(overlay, row, path, field, after);
  const names: Record<string, string> = {};
  if (field.references) {
    for (const value of added ? [[...added]] : [before, after]) {
      for (const meant of rowsMeant(overlay, field, value))
        names[String(overlay.key(meant) instanceof Ref ? meant.id : overlay.key(meant))] = describeRow(
          overlay,
          meant,
        );
    }
  }
  return {
    path,
    before: shown(overlay, row, path, before),
    after: shown(overlay, row, path, after),
    secret: field.secret === true || field.writeOnly === true,
    leftAlone,
    span: touch?.span,
    ...(added ? { added } : {}),
    ...(field.references ? { beforeNames: names } : {}),
  };
}

/** A value as people see it: a stored blueprint holds others' secrets. */
function shown<T extends Value | undefined>(
  overlay: Overlay,
  row: OverlayRow,
  path: string,
  value: T,
): T | string {
  return path === 'content' && typeof value === 'string' && metaOf(overlay.catalog, row.model)
    ? shownContent(overlay.catalog, value)
    : value;
}

/** The objects-to-be that a change needs the keys of. */
export function refsOf(change: Pick<Change, 'body' | 'setters' | 'grants'>): string[] {
  const refs = [
    ...refsIn(change.body),
    ...change.setters.flatMap((setter) => refsIn(setter.value)),
    ...change.grants.flatMap((grant) => refsIn(grant.key)),
  ];
  return refs.map(({ row }) => row);
}

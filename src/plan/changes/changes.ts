import { refsIn } from '../../blueprint/later.ts';
import { dict } from '../../blueprint/value.ts';
import { beforeOf, clearsOf } from './before.ts';
import { companionsOf } from './companions.ts';
import { refusedFields, writesOf } from './differences.ts';
import { describeRow } from '../overlay/describe.ts';
import { grantChanges } from './grant-changes.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { type OverlayRow, type Provenance, storedOf } from '../overlay/overlay-row.ts';
import type { Draft, DraftField } from './draft.ts';
import type { Action, Cascaded, ChangeReason } from '../value/plan.ts';
import type { Policy } from '../policy.ts';
import { isUnfinished } from '../overlay/unfinished-along.ts';
import { markFor } from '../overlay/unfinished.ts';
import { serverApplyOf } from './server-apply.ts';

/*
 * The overlay holds what all entries do to an object. Here each object is compared once with what the server
 * has, so two entries for one object give one change, and a value that is changed and changed back gives
 * none.
 */

/**
 * The changes of one object, without their dependencies: ours, and those that the server makes while it
 * applies blueprints. None when no entry manages it.
 */
export function changesOf(
  overlay: Overlay,
  row: OverlayRow,
  cascades: readonly Cascaded[],
  policy: Policy,
): Draft[] {
  const ours = ownChange(overlay, row, cascades, policy);
  const writers = new Set(provenancesOf(row).map(({ by }) => by));
  const theirs = [...writers].flatMap((by) =>
    by === undefined ? [] : (changeByServer(overlay, row, cascades, by) ?? []),
  );
  return ours ? [ours, ...theirs] : theirs;
}

/** What we change of an object; undefined when no entry of a file manages it. */
function ownChange(
  overlay: Overlay,
  row: OverlayRow,
  cascades: readonly Cascaded[],
  policy: Policy,
): Draft | undefined {
  const provenance = provenanceBy(row, undefined);
  if (!provenance && !row.refused && !row.pruned) return undefined;
  if (row.deletedBy !== undefined)
    return isDeletedBy(row, undefined)
      ? draftOf(overlay, row, 'delete', provenance, {
          cascades,
          reason: row.pruned ? { kind: 'orphan' } : alongReason(overlay, row),
        })
      : undefined;
  const { body, setters, fields } = writesOf(overlay, row, undefined);
  if (!row.actual && row.refused) return notMade(overlay, row, provenance, fields);
  fields.push(...refusedFields(overlay, row));
  const written = Object.keys(body);
  const grants = grantChanges(overlay, row, {
    revoke: policy.revokePermissions,
    written: written.length > 0,
    by: undefined,
  });
  const applies = serverApplyOf(overlay, row, written);
  const isWritten = written.length + setters.length > 0 || applies !== undefined || areWritten(grants);
  return draftOf(overlay, row, actionOf(row, isWritten), provenance ?? row.refused?.provenance, {
    body,
    setters,
    markedIn: markedIn(overlay, row, setters),
    grants,
    fields,
    companions: storedOf(row) ? companionsOf(overlay, row, body) : dict(),
    applies,
    reason:
      reasonOf(row) ??
      unfinished(overlay, row, [...setters.map(({ field }) => field), ...written]) ??
      alongReason(overlay, row),
    leftAlone: row.refused !== undefined && !isWritten,
  });
}

/** What the server changes of an object when it applies an instance; undefined when that is nothing. */
function changeByServer(
  overlay: Overlay,
  row: OverlayRow,
  cascades: readonly Cascaded[],
  by: string,
): Draft | undefined {
  const provenance = provenanceBy(row, by);
  if (row.deletedBy !== undefined)
    return isDeletedBy(row, by) ? draftOf(overlay, row, 'delete', provenance, { cascades, by }) : undefined;
  const { fields } = writesOf(overlay, row, by);
  const grants = grantChanges(overlay, row, { revoke: false, written: false, by });
  const isMade = !row.actual && row.owner?.by === by;
  if (!isMade && fields.length === 0 && !areWritten(grants)) return undefined;
  return draftOf(overlay, row, isMade ? 'create' : 'update', provenance, { fields, grants, by });
}

/** A new object that is left alone: what it would be is shown. */
function notMade(
  overlay: Overlay,
  row: OverlayRow,
  provenance: Provenance | undefined,
  fields: readonly DraftField[],
): Draft {
  return draftOf(overlay, row, 'create', provenance, {
    fields: fields.map((field) => ({ ...field, leftAlone: true })),
    reason: reasonOf(row),
    leftAlone: true,
  });
}

function isDeletedBy(row: OverlayRow, by: string | undefined): boolean {
  return row.deletedBy === row.id && storedOf(row) !== undefined && row.owner?.by === by;
}

function areWritten(grants: Draft['grants']): boolean {
  return grants.some(({ action }) => action === 'grant' || action === 'revoke');
}

function provenanceBy(row: OverlayRow, by: string | undefined): Provenance | undefined {
  return provenancesOf(row).find((one) => one.by === by);
}

/** Everything that says who changes an object, the entry that manages it first. */
function provenancesOf(row: OverlayRow): Provenance[] {
  const { owner, provenanceOf, grants } = row;
  const declared = [...(grants.object ?? []), ...(grants.everywhere ?? [])];
  return [owner, ...provenanceOf.values(), ...declared.map(({ provenance }) => provenance)].filter(
    (provenance) => provenance !== undefined,
  );
}

function actionOf(row: OverlayRow, isWritten: boolean): Action {
  if (!storedOf(row) && row.owner?.by === undefined) return 'create';
  return isWritten ? 'update' : (row.refused?.action ?? 'noop');
}

/**
 * The field in which a new object is marked until values that nobody can read have been written. It must not be
 * what an entry knows the object by, or the next run would not find it; a mapping keeps its other keys.
 */
function markedIn(overlay: Overlay, row: OverlayRow, setters: Draft['setters']): string | undefined {
  if (storedOf(row)) return undefined;
  const model = overlay.resource(row.model);
  const mark = markFor(
    model,
    setters.map(({ field }) => field),
  );
  if (mark === undefined) return undefined;
  const isKnownBy = row.identifiedBy?.includes(mark) ?? model.fields[mark]?.type !== 'object';
  return isKnownBy ? undefined : mark;
}

function unfinished(overlay: Overlay, row: OverlayRow, written: readonly string[]): ChangeReason | undefined {
  const fields = written.filter((field) => isUnfinished(overlay, row, field));
  return fields.length > 0 ? { kind: 'unfinished', fields } : undefined;
}

function alongReason(overlay: Overlay, { along }: OverlayRow): ChangeReason | undefined {
  return along && { kind: 'along', model: along.with.model, key: describeRow(overlay, along.with) };
}

function reasonOf({ refused }: OverlayRow): ChangeReason | undefined {
  return refused && { kind: 'left-alone', why: refused.why, allow: refused.allow };
}

function draftOf(
  overlay: Overlay,
  row: OverlayRow,
  action: Action,
  provenance: Provenance | undefined,
  rest: Partial<Draft>,
): Draft {
  const itemKey = row.actual?.[overlay.resource(row.model).collection.key];
  return {
    row: row.id,
    id: rest.by === undefined ? row.id : `${row.id}@${rest.by}`,
    by: undefined,
    action,
    model: row.model,
    key: describeRow(overlay, row),
    itemKey: typeof itemKey === 'string' || typeof itemKey === 'number' ? itemKey : undefined,
    identifiedBy: row.identifiedBy,
    before: beforeOf(overlay, row, action),
    body: dict(),
    companions: dict(),
    setters: [],
    grants: [],
    applies: undefined,
    fields: [],
    unverified: unverifiedOf(overlay, row, rest.by),
    reason: undefined,
    leftAlone: false,
    cascades: [],
    clears: action === 'delete' ? clearsOf(overlay, row) : undefined,
    dependsOn: [],
    place: provenance?.place,
    entry: provenance?.entry,
    hidden: new Set(row.from.keys()),
    ...rest,
  };
}

/** The values that one writer sets and that cannot be compared. */
function unverifiedOf(overlay: Overlay, row: OverlayRow, by: string | undefined): Draft['unverified'] {
  const { fields } = overlay.resource(row.model);
  return [...row.uncompared]
    .filter(([, provenance]) => provenance.by === by)
    .map(([path, { place }]) => ({
      path,
      secret: fields[path]?.secret === true || row.from.has(path),
      place,
    }));
}

/** The rows of the objects that the plan creates and whose keys a change needs. */
export function refsOf(change: Pick<Draft, 'by' | 'body' | 'setters' | 'grants' | 'fields'>): string[] {
  const refs = [
    // What the server does itself has no body: nobody sends it.
    ...(change.by === undefined ? [] : change.fields.flatMap(({ after }) => refsIn(after))),
    ...refsIn(change.body),
    ...change.setters.flatMap((setter) => refsIn(setter.value)),
    ...change.grants.flatMap((grant) => refsIn(grant.key)),
  ];
  return refs.map(({ row }) => row);
}

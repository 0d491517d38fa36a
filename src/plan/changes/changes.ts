import { refsIn } from '../../blueprint/later.ts';
import { dict, Ref, type Value } from '../../blueprint/value.ts';
import type { Field, Json } from '../../catalog/model.ts';
import { companionsOf } from './companions.ts';
import { sameValue } from '../../forms/normal.ts';
import { describeRow } from '../overlay/describe.ts';
import { grantChanges } from './grant-changes.ts';
import { asServerShows, rowsMeant } from '../overlay/links.ts';
import { itemsAdded } from '../overlay/merge-lists.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';
import type { Draft, DraftField } from './draft.ts';
import type { Action, Cascaded, ChangeReason } from '../value/plan.ts';
import type { Policy } from '../policy.ts';
import { isHidden } from '../value/secret-field.ts';
import { serverApplyOf } from './server-apply.ts';

/*
 * The overlay holds what all entries do to an object. Here each object is compared once with what the server
 * has, so two entries for one object give one change, and a value that is changed and changed back gives
 * none.
 */

/** The change of one object, without its dependencies; undefined when no entry manages it. */
export function changeOf(
  overlay: Overlay,
  row: OverlayRow,
  cascades: readonly Cascaded[],
  policy: Policy,
): Draft | undefined {
  const provenance = row.owner;
  if (!provenance && !row.refused) return undefined;
  if (row.deletedBy === row.id)
    return row.actual && draftOf(overlay, row, 'delete', provenance, { cascades });
  if (row.deletedBy !== undefined) return undefined;
  const { fields: known } = overlay.resource(row.model);
  const body = dict();
  const setters: Draft['setters'][number][] = [];
  const fields: DraftField[] = [];
  for (const [name, value] of differing(overlay, row)) {
    const field = known[name];
    if (!field) continue;
    if (field.setter) setters.push({ field: name, value });
    else body[name] = asServerShows(overlay, field, value);
    fields.push(
      difference(overlay, row, { path: name, field, after: value, provenance: row.provenanceOf.get(name) }),
    );
  }
  for (const [name, { value, provenance: by }] of row.refused?.fields ?? []) {
    const field = known[name];
    if (field)
      fields.push({
        ...difference(overlay, row, { path: name, field, after: value, provenance: by }),
        leftAlone: true,
      });
  }
  const written = Object.keys(body);
  const grants = grantChanges(overlay, row, policy.revokePermissions, written.length > 0);
  const applies = serverApplyOf(overlay, row, written);
  const isWritten =
    written.length + setters.length > 0 ||
    applies !== undefined ||
    grants.some(({ action }) => action === 'grant' || action === 'revoke');
  return draftOf(overlay, row, actionOf(row, isWritten), provenance ?? row.refused?.provenance, {
    body,
    setters,
    grants,
    fields,
    companions: row.actual ? companionsOf(overlay, row, body) : dict(),
    applies,
    reason: reasonOf(row),
    leftAlone: row.refused !== undefined && !isWritten,
  });
}

function actionOf({ actual, refused }: OverlayRow, isWritten: boolean): Action {
  if (!actual) return 'create';
  return isWritten ? 'update' : (refused?.action ?? 'noop');
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
    id: row.id,
    action,
    model: row.model,
    key: describeRow(overlay, row),
    itemKey: typeof itemKey === 'string' || typeof itemKey === 'number' ? itemKey : undefined,
    before: row.actual && beforeOf(overlay, row, row.actual),
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
    place: provenance?.place,
    entry: provenance?.entry,
    hidden: hiddenIn(row),
    ...rest,
  };
}

/** The fields of a row whose values contain something that the context marks as secret. */
function hiddenIn({ provenanceOf, refused }: OverlayRow): Set<string> {
  const all = [
    ...provenanceOf,
    ...[...(refused?.fields ?? [])].map(([name, { provenance }]) => [name, provenance] as const),
  ];
  return new Set(all.flatMap(([name, { secret }]) => (secret ? [name] : [])));
}

/** What a plan keeps of an object of the server: its keys, its unique fields and what was compared. */
function beforeOf(
  overlay: Overlay,
  row: OverlayRow,
  actual: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const { collection, unique } = overlay.resource(row.model);
  const kept = new Set([
    collection.pk,
    collection.key,
    ...unique.flatMap(({ fields }) => fields),
    ...row.set.keys(),
    ...(row.refused?.fields.keys() ?? []),
  ]);
  return Object.fromEntries(Object.entries(actual).filter(([name]) => kept.has(name)));
}

/** The fields that entries set to something other than what the server has. */
function* differing(overlay: Overlay, row: OverlayRow): Generator<[string, Value]> {
  const { fields } = overlay.resource(row.model);
  for (const [name, value] of row.set) {
    const field = fields[name];
    if (!field) continue;
    if (!row.actual || field.writeOnly || !sameValue(field, value, row.actual[name], overlay.keyOf))
      yield [name, value];
  }
}

/** The desired value of a field. */
interface Wanted {
  readonly path: string;
  readonly field: Field;
  readonly after: Value;
  readonly provenance: Provenance | undefined;
}

function difference(
  overlay: Overlay,
  row: OverlayRow,
  { path, field, after, provenance }: Wanted,
): DraftField {
  const before: Json | undefined = row.actual?.[path];
  const added = itemsAdded(overlay, row, path, field, after);
  return {
    path,
    before,
    after,
    added,
    beforeNames: field.references && namesIn(overlay, field, added ? [[...added]] : [before, after]),
    secret: isHidden(field) || provenance?.secret === true,
    leftAlone: false,
    place: provenance?.span && { file: provenance.place.file, span: provenance.span },
  };
}

/**
 * The names of the objects that some values refer to, by primary key, or by row where the plan creates the
 * object.
 */
function namesIn(
  overlay: Overlay,
  field: Field,
  values: readonly (Value | undefined)[],
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const meant of values.flatMap((value) => rowsMeant(overlay, field, value))) {
    const key = overlay.key(meant);
    names[key instanceof Ref ? meant.id : String(key)] = describeRow(overlay, meant);
  }
  return names;
}

/** The rows of the objects that the plan creates and whose keys a change needs. */
export function refsOf(change: Pick<Draft, 'body' | 'setters' | 'grants'>): string[] {
  const refs = [
    ...refsIn(change.body),
    ...change.setters.flatMap((setter) => refsIn(setter.value)),
    ...change.grants.flatMap((grant) => refsIn(grant.key)),
  ];
  return refs.map(({ row }) => row);
}

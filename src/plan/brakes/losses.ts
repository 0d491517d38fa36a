import type { Value } from '../../blueprint/value.ts';
import type { Field, Json, ModelName, Protection } from '../../catalog/model.ts';
import type { Place } from '../../source/source-file.ts';
import { letThrough, lostItems } from '../entries/additions.ts';
import { cameWith } from '../overlay/along.ts';
import { describeRow } from '../overlay/describe.ts';
import { linksTo } from '../overlay/links.ts';
import { otherEnds } from '../overlay/other-ends.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Draft } from '../changes/draft.ts';

/*
 * What a finished plan takes from objects of the server, whoever does it and from whichever side: the object's
 * own fields, its deletion, links that other objects hold, permissions.
 */

/** Something that an object of the server loses, or that is changed in it. */
export interface Loss {
  readonly row: OverlayRow;
  /** What happens to it, after its name: `would be deleted`. */
  readonly what: string;
  /** Where that is said. */
  readonly place: Place | undefined;
  /** The field of the object that changes, with its new value; undefined where it is something else. */
  readonly field?: { readonly name: string; readonly after: Value | undefined } | undefined;
  /** The other object that it loses: one that is deleted, or that held a link to it. */
  readonly lost?: OverlayRow | undefined;
  /** The row of the blueprint instance whose application does it; undefined where we do. */
  readonly by?: string | undefined;
  /** The object is deleted; with what, where it goes along. */
  readonly deletedWith?: OverlayRow | undefined;
}

/** A field of a model that links to others. */
interface Link {
  readonly model: ModelName;
  readonly field: string;
}

/** The objects of the server that a plan changes, deletes or clears links of. */
export function changedRows(overlay: Overlay): OverlayRow[] {
  return overlay
    .allRows()
    .filter(
      ({ actual, deletedBy, set, cleared }) =>
        actual !== undefined && (deletedBy !== undefined || set.size > 0 || cleared.size > 0),
    );
}

/** What an object loses by its own deletion, or in its own fields, of what a protection does not let through. */
export function ownLosses(overlay: Overlay, row: OverlayRow, protection: Protection): Loss[] {
  if (row.deletedBy !== undefined) {
    const root = overlay.row(row.deletedBy) ?? row;
    const along = root === row ? '' : ` along with ${root.model} ${describeRow(overlay, root)}`;
    return [
      {
        row,
        what: `would be deleted${along}`,
        place: root.owner?.place,
        deletedWith: root,
        by: root.owner?.by,
      },
    ];
  }
  const { fields } = overlay.resource(row.model);
  return [...new Set([...row.set.keys(), ...row.cleared.keys()])].flatMap((name): Loss[] => {
    const field = fields[name];
    const after = overlay.value(row, name);
    const before = row.actual?.[name];
    if (!field || !letThrough(overlay, protection, name, field, after ?? null, before).isLess) return [];
    const lost =
      Array.isArray(before) && Array.isArray(after) ? lostItems(overlay, field, after, before) : [];
    const names = lost.map((key) => nameOf(overlay, field.references ?? [], key));
    const what =
      names.length > 0 ? `would lose ${names.join(', ')} from its ${name}` : `would have another ${name}`;
    const set = row.provenanceOf.get(name);
    const gone = set ? undefined : goneOf(overlay, field, lost.length > 0 ? lost : keysIn(before));
    const said = set ?? (gone && overlay.row(gone.deletedBy ?? '')?.owner);
    return [{ row, what, place: said?.place, field: { name, after }, by: said?.by, lost: gone }];
  });
}

/** The links of other objects to one of these models that a plan takes away; what must be read is asked for. */
export function lostLinks(
  overlay: Overlay,
  changed: readonly OverlayRow[],
  to: readonly ModelName[],
): Loss[] {
  const links = endsAt(overlay, to);
  return changed.flatMap((row) =>
    (links.get(row.model) ?? []).flatMap(({ field: name, references }): Loss[] => {
      if (row.deletedBy === undefined && !row.set.has(name) && !row.cleared.has(name)) return [];
      const before = keysIn(row.actual?.[name]);
      const field = overlay.resource(row.model).fields[name];
      const after = row.deletedBy === undefined ? overlay.value(row, name) : [];
      if (!field || before.length === 0) return [];
      const kept = Array.isArray(after) ? after : [after ?? null];
      return lostItems(overlay, { ...field, type: 'array' }, kept, before).flatMap((key): Loss[] => {
        const other = overlay.rowBefore(references, key);
        if (!other) for (const model of references) overlay.knows({ model });
        if (!other || other.deletedBy !== undefined) return [];
        const root = row.deletedBy === undefined ? undefined : overlay.row(row.deletedBy);
        const by = `${row.model} ${describeRow(overlay, row)}`;
        const what = `would lose ${by}, ${root ? 'which is deleted' : `through its ${name}`}`;
        const said = root ? root.owner : (row.provenanceOf.get(name) ?? row.owner);
        return [{ row: other, what, place: said?.place, lost: row, by: said?.by }];
      });
    }),
  );
}

/** What changes in the accounts that the server made along with objects, and that these cannot do without. */
export function lostAlong(overlay: Overlay, changed: readonly OverlayRow[], protection: Protection): Loss[] {
  return changed.flatMap((row) => {
    const [loss] = ownLosses(overlay, row, protection);
    if (!loss) return [];
    return cameWith(overlay, row)
      .filter(({ deletedBy }) => deletedBy === undefined)
      .map((other) => {
        const what = `would lose something of its ${row.model} ${describeRow(overlay, row)}, which ${loss.what}`;
        return { row: other, what, place: loss.place, lost: row, by: loss.by };
      });
  });
}

/** The permissions that a plan takes from their holders. */
export function lostPermissions(overlay: Overlay, drafts: readonly Draft[]): Loss[] {
  return drafts.flatMap(({ grants, model, key: name, place }) =>
    grants.flatMap(({ action, holder, key, permission, everywhere, place: at }): Loss[] => {
      const holders = overlay.catalog.permissions?.holders[holder]?.model;
      if (action !== 'revoke' || holders === undefined) return [];
      const row = overlay.rowBefore([holders], key);
      if (!row) overlay.knows({ model: holders });
      const what = `would lose the permission ${permission}${everywhere ? '' : ` on ${model} ${name}`}`;
      return row ? [{ row, what, place: at ?? place }] : [];
    }),
  );
}

/** The first object among those that a field linked to that is deleted. */
function goneOf(overlay: Overlay, { references = [] }: Field, keys: readonly Json[]): OverlayRow | undefined {
  return keys.map((key) => overlay.rowBefore(references, key)).find((row) => row?.deletedBy !== undefined);
}

function nameOf(overlay: Overlay, references: readonly ModelName[], key: Json): string {
  const row = overlay.rowBefore(references, key);
  return row ? describeRow(overlay, row) : String(key);
}

function keysIn(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

interface End extends Link {
  readonly references: readonly ModelName[];
}

/**
 * The fields, by their models, that hold a part of what objects of some models are: the other ends of their
 * lists, and the links that their protections name.
 */
function endsAt({ catalog }: Overlay, to: readonly ModelName[]): ReadonlyMap<ModelName, readonly End[]> {
  const ends = new Map<ModelName, End[]>();
  for (const name of to) {
    const model = catalog.models[name];
    if (model?.kind !== 'resource') continue;
    const lists = Object.entries(model.fields).flatMap(([list, field]) =>
      field.references && field.type === 'array'
        ? otherEnds(catalog, name, list, field).map((end) => ({ model: end.model, field: end.name }))
        : [],
    );
    const held = model.protected.flatMap(({ heldBy = [] }) => heldBy);
    for (const { model: holder, field } of [...lists, ...held]) {
      const link = linksTo(catalog, name).find((one) => one.model === holder && one.name === field);
      const known = ends.get(holder) ?? [];
      if (!link || known.some((one) => one.field === field)) continue;
      ends.set(holder, [...known, { model: holder, field, references: link.field.references ?? [] }]);
    }
  }
  return ends;
}

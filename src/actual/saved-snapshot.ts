import { formatJson } from '../catalog/exact-json.ts';
import type { BaseModel, Catalog, ModelName } from '../catalog/model.ts';
import { isOwnField } from '../catalog/records.ts';
import { type ShownModel, shownModel } from '../catalog/shown-model.ts';
import type { Masks } from './mask-rows.ts';
import type { Everything } from './read-everything.ts';
import type { HolderGrants, ObjectGrant } from './read-grants.ts';
import type { Me, Row } from './snapshot.ts';

/**
 * A snapshot in a file (schemas/snapshot-1.json): how a server is configured, with its secrets masked. The same
 * server gives the same text, byte by byte: everything is sorted, and nothing says when it was read.
 */
export interface SavedSnapshot {
  readonly formatVersion: 1;
  /** The address of the server that it was read from. */
  readonly server: string;
  readonly release: string;
  /** The user of the token that it was read with. */
  readonly user: Me;
  /** Whether masks hold keyed hashes of what they stand for. */
  readonly masks: 'keyed' | 'plain';
  /** What is not in it, and why, for people. */
  readonly notHeld: readonly string[];
  /** Whether the server has a licence; null: it does not say. */
  readonly licensed: boolean | null;
  /** The objects of all models that were read, those of a base class only where they are of no other model. */
  readonly models: Readonly<Record<ModelName, readonly Row[]>>;
  /** The items of lists without pages, by path; null: the server does not show the list. */
  readonly listed: Readonly<Record<string, readonly Row[] | null>>;
  /** Null: the release has no permissions, or the server does not show them. */
  readonly grants: {
    readonly names: Readonly<Record<ModelName, readonly string[]>>;
    readonly objects: readonly ObjectGrant[];
    readonly holders: readonly HolderGrants[];
  } | null;
  /** The blueprint instances that hold inventories of projects. */
  readonly inventories: readonly Row[];
}

/** What a snapshot is of. */
interface Origin {
  readonly server: string;
  readonly release: string;
  readonly user: Me;
  readonly isKeyed: boolean;
}

/** A snapshot for a file, of all that was read. `masks`: masks the secrets, and counts them. */
export function savedSnapshot(
  catalog: Catalog,
  { server, release, user, isKeyed }: Origin,
  { snapshot, grants, inventories, notHeld }: Everything,
  masks: Masks,
): SavedSnapshot {
  const models: Record<ModelName, readonly Row[]> = {};
  const held = (name: ModelName): readonly Row[] | undefined => {
    const read = snapshot.models[name];
    return read?.complete ? read.rows : undefined;
  };
  const withoutKinds = ({ concrete }: BaseModel, rows: readonly Row[]): readonly Row[] => {
    const keys = new Set(
      concrete.flatMap((kind) => {
        const pk = shownModel(catalog, kind)?.collection.pk ?? 'pk';
        return (held(kind) ?? []).map((row) => row[pk]);
      }),
    );
    return rows.filter(({ pk }) => !keys.has(pk));
  };
  for (const name of Object.keys(snapshot.models).sort()) {
    const model = catalog.models[name];
    const rows = held(name);
    if (!rows || !model || model.kind === 'meta') continue;
    const own = model.kind === 'base' ? withoutKinds(model, rows) : rows;
    const shown = shownModel(catalog, name);
    models[name] = sortedRows(own, shown?.collection.pk ?? 'pk').map((row) =>
      sortedNames(masks.row(name, shown ? ownFields(shown, row) : row)),
    );
  }
  return {
    formatVersion: 1,
    server,
    release,
    user: { ...user, groups: [...user.groups].sort() },
    masks: isKeyed ? 'keyed' : 'plain',
    notHeld,
    licensed: snapshot.licensed ?? null,
    models,
    listed: sortedNames(snapshot.listed ?? {}),
    grants: grants
      ? {
          names: sortedNames(grants.names),
          objects: sortedBy(grants.objects),
          holders: sortedBy(grants.holders),
        }
      : null,
    inventories: sortedBy(inventories),
  };
}

/** The text of a snapshot: JSON, a value a line. */
export function snapshotText(saved: SavedSnapshot): string {
  return `${formatJson(saved, 2)}\n`;
}

/**
 * The fields that tell something of the object itself; the items of sets, and of lists that nobody writes, in an
 * order that is always the same.
 */
function ownFields(model: ShownModel, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => isOwnField(model, name))
      .map(([name, value]) => [
        name,
        Array.isArray(value) && isUnordered(model, name) ? sortedBy(value) : value,
      ]),
  );
}

function isUnordered({ fields }: ShownModel, name: string): boolean {
  const field = fields[name];
  return field?.set === true || field?.readOnly === true;
}

function sortedRows(rows: readonly Row[], pk: string): readonly Row[] {
  return [...rows].sort(({ [pk]: one = null }, { [pk]: other = null }) =>
    typeof one === 'number' && typeof other === 'number'
      ? one - other
      : compareTexts(String(one), String(other)),
  );
}

function sortedBy<Item>(items: readonly Item[]): Item[] {
  const texts = new Map(items.map((item) => [item, formatJson(item)]));
  return [...items].sort((one, other) => compareTexts(texts.get(one) ?? '', texts.get(other) ?? ''));
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A mapping with its names in order. What the values of objects have inside stays as the server orders it. */
function sortedNames<Value>(mapping: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(mapping).sort(([one], [other]) => compareTexts(one, other)));
}

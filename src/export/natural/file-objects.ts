import type { MapNode } from '../../blueprint/blueprint.ts';
import { findNotJson, toJson } from '../../blueprint/json.ts';
import { plainNode } from '../../blueprint/plain.ts';
import type { Dict } from '../../blueprint/value.ts';
import type { Snapshot } from '../../actual/snapshot.ts';
import type { Catalog, Json, ModelName } from '../../catalog/model.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { hasNumbers, objectKey } from '../../semantics/object-key.ts';
import { naturalSets } from '../../semantics/natural-sets.ts';
import { pkText } from '../../semantics/pk-text.ts';

type Row = Record<string, Json>;

/**
 * A snapshot to which the objects are added that entries identify by a primary key, with the values that they write
 * out. What an entry says of an object of the server counts more than what the server has.
 */
export function withFileObjects(
  catalog: Catalog,
  snapshot: Snapshot,
  entries: readonly CheckedEntry[],
): Snapshot {
  const models = new Map<ModelName, Map<string, Row>>();
  const rowsOf = (name: ModelName, pk: string): Map<string, Row> => {
    let rows = models.get(name);
    if (!rows) {
      const known = snapshot.models[name]?.rows ?? [];
      rows = new Map(known.map((row) => [pkText(row[pk]) ?? '', { ...row }]));
      models.set(name, rows);
    }
    return rows;
  };
  const inFiles = new Map<ModelName, Set<string>>();
  const shadows = shadowsIn(entries);
  for (const checked of entries) {
    const { entry, resource } = checked;
    const key = resource && objectKey(entry, resource);
    if (!resource || !key || shadows.has(checked)) continue;
    const { pk } = resource.collection;
    const rows = rowsOf(resource.name, pk);
    const row = rows.get(key.pk) ?? { [pk]: hasNumbers(resource) ? Number(key.pk) : key.pk };
    rows.set(key.pk, row);
    inFiles.set(resource.name, (inFiles.get(resource.name) ?? new Set()).add(key.pk));
    for (const map of [entry.attrs, entry.identifiers])
      Object.assign(row, literalValues(catalog, resource.name, map));
  }
  for (const [name, keys] of inFiles)
    withoutDoubles(catalog, name, models.get(name) ?? new Map<string, Row>(), keys);
  const read = [...models].map(([name, rows]) => {
    const { complete = false, answered = [] } = snapshot.models[name] ?? {};
    return [name, { complete, answered, rows: [...rows.values()] }] as const;
  });
  return { ...snapshot, models: { ...snapshot.models, ...Object.fromEntries(read) } };
}

/**
 * The entries of objects that other entries are about as what they really are, by these models: authentik exports a
 * proxy provider once more as the OAuth2 provider that it also is.
 */
export function shadowsIn(entries: readonly CheckedEntry[]): ReadonlyMap<CheckedEntry, ModelName> {
  const keys = new Map<ModelName, Set<string>>();
  const keyed = entries.flatMap((checked) => {
    const { entry, resource } = checked;
    const key = resource && objectKey(entry, resource);
    if (!key) return [];
    keys.set(resource.name, (keys.get(resource.name) ?? new Set()).add(key.pk));
    return [{ checked, pk: key.pk, shadowedBy: resource.shadowedBy }];
  });
  return new Map(
    keyed.flatMap(({ checked, pk, shadowedBy }) => {
      const by = shadowedBy.find((name) => keys.get(name)?.has(pk));
      return by === undefined ? [] : [[checked, by] as const];
    }),
  );
}

/**
 * Takes away what the server has under another key and the files have, too: an import gives what is made a key of its
 * own, and the name is the same. `keys`: those of the files.
 */
function withoutDoubles(
  catalog: Catalog,
  name: ModelName,
  rows: Map<string, Row>,
  keys: ReadonlySet<string>,
): void {
  const model = catalog.models[name];
  if (model?.kind !== 'resource') return;
  const namesOf = (row: Row): string[] =>
    naturalSets(model, row as Dict)
      .filter((fields) => fields.every((field) => !model.fields[field]?.references))
      .map((fields) => JSON.stringify(fields.map((field) => [field, String(row[field])])));
  const named = new Set([...keys].flatMap((key) => namesOf(rows.get(key) ?? {})));
  for (const [key, row] of rows)
    if (!keys.has(key) && namesOf(row).some((one) => named.has(one))) rows.delete(key);
}

/** The values of fields that are written out, without a tag in them. */
function literalValues(catalog: Catalog, name: ModelName, map: MapNode | null | undefined): Row {
  const model = catalog.models[name];
  if (!map || model?.kind !== 'resource') return {};
  return Object.fromEntries(
    map.pairs.flatMap(({ key, value }): [string, Json][] => {
      const plain = plainNode(value);
      const isKey = key === 'pk' || key === model.collection.pk;
      return isKey || !fieldNamed(model, key) || findNotJson(plain) ? [] : [[key, toJson(plain)]];
    }),
  );
}

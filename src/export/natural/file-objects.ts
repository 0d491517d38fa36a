import type { MapNode } from '../../blueprint/blueprint.ts';
import { findNotJson, toJson } from '../../blueprint/json.ts';
import { plainNode } from '../../blueprint/plain.ts';
import type { Snapshot } from '../../actual/snapshot.ts';
import type { Catalog, Json, ModelName } from '../../catalog/model.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { hasNumbers, objectKey } from '../../semantics/object-key.ts';
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
  for (const { entry, resource } of entries) {
    const key = resource && objectKey(entry, resource);
    if (!resource || !key) continue;
    const { pk } = resource.collection;
    const rows = rowsOf(resource.name, pk);
    const row = rows.get(key.pk) ?? { [pk]: hasNumbers(resource) ? Number(key.pk) : key.pk };
    rows.set(key.pk, row);
    for (const map of [entry.attrs, entry.identifiers])
      Object.assign(row, literalValues(catalog, resource.name, map));
  }
  const read = [...models].map(([name, rows]) => {
    const { complete = false, answered = [] } = snapshot.models[name] ?? {};
    return [name, { complete, answered, rows: [...rows.values()] }] as const;
  });
  return { ...snapshot, models: { ...snapshot.models, ...Object.fromEntries(read) } };
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

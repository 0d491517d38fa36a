import type { Json } from '../../catalog/model.ts';
import type { Link } from './links.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * Which objects of the server point at which, as they are now. The objects are looked through once per
 * linking field.
 */
export class ServerLinks {
  readonly #byModel: ReadonlyMap<string, readonly OverlayRow[]>;
  readonly #byLink = new Map<string, ReadonlyMap<Json, readonly OverlayRow[]>>();

  constructor(overlay: Overlay) {
    this.#byModel = grouped(
      overlay.allRows().filter(({ actual }) => actual),
      ({ model }) => [model],
    );
  }

  /** The objects whose linking field holds this key, by itself or in a list, in the order of all rows. */
  pointingAt({ model, name }: Link, key: Json): readonly OverlayRow[] {
    const link = `${model}.${name}`;
    let byKey = this.#byLink.get(link);
    if (!byKey)
      this.#byLink.set(
        link,
        (byKey = grouped(this.#byModel.get(model) ?? [], ({ actual }) => {
          const value = actual?.[name] ?? null;
          return Array.isArray(value) ? new Set(value) : [value];
        })),
      );
    return byKey.get(key) ?? [];
  }
}

/** Rows under each of their keys. */
function grouped<Key>(
  rows: readonly OverlayRow[],
  keysOf: (row: OverlayRow) => Iterable<Key>,
): ReadonlyMap<Key, readonly OverlayRow[]> {
  const groups = new Map<Key, OverlayRow[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return groups;
}

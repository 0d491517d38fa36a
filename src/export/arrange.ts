import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import type { Overlay } from '../plan/overlay/overlay.ts';
import { type ExportEntry, referredBy } from './export-entry.ts';
import { objectsIn } from './export-value.ts';

/**
 * The entries of one file in an order in which each comes after what it refers to. Where objects refer to each
 * other in a circle, an attribute that a create does not need is set by a second entry for the same object, at the
 * end.
 */
export function inOrder<E extends ExportEntry>(overlay: Overlay, entries: readonly E[]): readonly E[] {
  return new Arranging(overlay, entries).arrange();
}

class Arranging<E extends ExportEntry> {
  readonly #overlay: Overlay;
  readonly #entries: readonly E[];
  readonly #byRow: ReadonlyMap<OverlayRow, E>;
  readonly #state = new Map<E, 'open' | 'done'>();
  readonly #ordered: E[] = [];
  readonly #later: E[] = [];

  constructor(overlay: Overlay, entries: readonly E[]) {
    this.#overlay = overlay;
    this.#entries = entries;
    this.#byRow = new Map(entries.map((entry) => [entry.row, entry]));
  }

  arrange(): readonly E[] {
    for (const entry of this.#entries) this.#visit(entry);
    return [...this.#ordered, ...this.#later];
  }

  #visit(entry: E): void {
    if (this.#state.has(entry)) return;
    this.#state.set(entry, 'open');
    for (const row of referredBy({ ...entry, attrs: [] })) this.#visitRow(row);
    const now: ExportEntry['attrs'][number][] = [];
    const later: ExportEntry['attrs'][number][] = [];
    const { fields } = this.#overlay.resource(entry.row.model);
    for (const attr of entry.attrs) {
      const rows = objectsIn(attr[1]);
      const waits = rows.some((row) => this.#isOpen(row)) && fields[attr[0]]?.required !== true;
      if (!waits) rows.forEach((row) => this.#visitRow(row));
      (waits ? later : now).push(attr);
    }
    this.#ordered.push({ ...entry, attrs: now });
    if (later.length > 0) this.#later.push({ ...entry, attrs: later, permissions: [], notes: [] });
    this.#state.set(entry, 'done');
  }

  #visitRow(row: OverlayRow): void {
    const entry = this.#byRow.get(row);
    if (entry) this.#visit(entry);
  }

  #isOpen(row: OverlayRow): boolean {
    const entry = this.#byRow.get(row);
    return entry !== undefined && this.#state.get(entry) === 'open';
  }
}

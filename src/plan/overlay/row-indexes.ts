import type { Value } from '../../blueprint/value.ts';
import type { ModelName } from '../../catalog/model.ts';
import { FieldIndex } from './field-index.ts';
import { LinkIndex } from './link-index.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * Finds rows by their values and by what they point at: an index per field, made when the field is first
 * asked about and updated with every change of a row.
 */
export class RowIndexes {
  readonly #rowsOf: (model: ModelName) => readonly OverlayRow[];
  readonly #valueOf: (row: OverlayRow, field: string) => Value | undefined;
  readonly #values = new Map<ModelName, Map<string, FieldIndex<OverlayRow>>>();
  readonly #links = new Map<ModelName, Map<string, LinkIndex<OverlayRow>>>();

  constructor(
    rowsOf: (model: ModelName) => readonly OverlayRow[],
    valueOf: (row: OverlayRow, field: string) => Value | undefined,
  ) {
    this.#rowsOf = rowsOf;
    this.#valueOf = valueOf;
  }

  /** Adds a row that is new to its model. */
  add(row: OverlayRow): void {
    for (const indexes of [this.#values, this.#links])
      for (const [field, index] of indexes.get(row.model) ?? []) index.put(row, this.#valueOf(row, field));
  }

  /** Updates the indexes after a field of a row has changed. */
  changed(row: OverlayRow, field: string): void {
    for (const indexes of [this.#values, this.#links])
      indexes.get(row.model)?.get(field)?.put(row, this.#valueOf(row, field));
  }

  /** The rows of a model by their value of a field. */
  byValue(model: ModelName, field: string): FieldIndex<OverlayRow> {
    return this.#indexOf(this.#values, model, field, () => new FieldIndex());
  }

  /** The rows of a model by what they point at in a field. */
  byLink(model: ModelName, field: string): LinkIndex<OverlayRow> {
    return this.#indexOf(this.#links, model, field, () => new LinkIndex());
  }

  #indexOf<Index extends FieldIndex<OverlayRow> | LinkIndex<OverlayRow>>(
    indexes: Map<ModelName, Map<string, Index>>,
    model: ModelName,
    field: string,
    make: () => Index,
  ): Index {
    let fields = indexes.get(model);
    if (!fields) indexes.set(model, (fields = new Map<string, Index>()));
    let index = fields.get(field);
    if (!index) {
      fields.set(field, (index = make()));
      for (const row of this.#rowsOf(model)) index.put(row, this.#valueOf(row, field));
    }
    return index;
  }
}

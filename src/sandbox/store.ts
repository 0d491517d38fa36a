import type { Json, ModelName } from '../catalog/model.ts';
import { ColumnIndex } from './column-index.ts';
import type { Row } from './row.ts';

/** A store as a file holds it. */
export interface StoreFile {
  readonly formatVersion: 1;
  readonly release: string;
  readonly sequences: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
}

/** All stored objects, by model and primary key, in the order in which they were made. */
export class Store {
  readonly #tables: Map<ModelName, Map<string, Row>>;
  readonly #sequences: Map<string, number>;
  /** Which rows hold which value, by model and column; made when a column is first looked up. */
  readonly #columns = new Map<ModelName, Map<string, ColumnIndex>>();

  constructor(tables = new Map<ModelName, Map<string, Row>>(), sequences = new Map<string, number>()) {
    this.#tables = tables;
    this.#sequences = sequences;
  }

  get(model: ModelName, pk: Json | undefined): Row | undefined {
    return this.#tables.get(model)?.get(String(pk));
  }

  /** The first object of one of these models with this primary key. */
  find(models: readonly ModelName[], pk: Json | undefined): Row | undefined {
    if (pk === null || pk === undefined) return undefined;
    for (const model of models) {
      const row = this.get(model, pk);
      if (row) return row;
    }
    return undefined;
  }

  list(models: readonly ModelName[]): Row[] {
    return models.flatMap((model) => [...(this.#tables.get(model)?.values() ?? [])]);
  }

  /**
   * The objects of these models whose column holds a value, by itself or in a list, in the order of `list`.
   */
  holding(models: readonly ModelName[], column: string, value: Json): Row[] {
    return models.flatMap((model) => this.#column(model, column).get(value));
  }

  #column(model: ModelName, column: string): ColumnIndex {
    let columns = this.#columns.get(model);
    if (!columns) this.#columns.set(model, (columns = new Map<string, ColumnIndex>()));
    let index = columns.get(column);
    if (!index) {
      columns.set(column, (index = new ColumnIndex(column)));
      for (const row of this.#tables.get(model)?.values() ?? []) index.put(row);
    }
    return index;
  }

  put(row: Row): void {
    let table = this.#tables.get(row.model);
    if (!table) this.#tables.set(row.model, (table = new Map<string, Row>()));
    table.set(String(row.pk), row);
    for (const index of this.#columns.get(row.model)?.values() ?? []) index.put(row);
  }

  remove(row: Row): void {
    this.#tables.get(row.model)?.delete(String(row.pk));
    for (const index of this.#columns.get(row.model)?.values() ?? []) index.remove(row.pk);
  }

  /** The next number of a sequence that counts from 1. */
  next(sequence: string): number {
    const value = (this.#sequences.get(sequence) ?? 0) + 1;
    this.#sequences.set(sequence, value);
    return value;
  }

  /** Makes a sequence continue after this number. */
  reserve(sequence: string, value: number): void {
    this.#sequences.set(sequence, Math.max(value, this.#sequences.get(sequence) ?? 0));
  }

  /** A copy that can be changed by itself. Rows are shared: nothing changes them in place. */
  clone(): Store {
    return new Store(
      new Map([...this.#tables].map(([model, table]) => [model, new Map(table)])),
      new Map(this.#sequences),
    );
  }

  /** Replaces everything with what another store holds. */
  restore(other: Store): void {
    const copy = other.clone();
    this.#columns.clear();
    this.#tables.clear();
    this.#sequences.clear();
    copy.#tables.forEach((table, model) => this.#tables.set(model, table));
    copy.#sequences.forEach((value, name) => this.#sequences.set(name, value));
  }

  /** Takes the rows back to what another store holds. Sequences go on, as they do in the database. */
  rollback(other: Store): void {
    const sequences = [...this.#sequences];
    this.restore(other);
    for (const [name, value] of sequences) this.reserve(name, value);
  }

  export(release: string): StoreFile {
    return {
      formatVersion: 1,
      release,
      sequences: Object.fromEntries(this.#sequences),
      rows: this.list([...this.#tables.keys()]),
    };
  }

  static import(file: StoreFile): Store {
    const store = new Store(new Map(), new Map(Object.entries(file.sequences)));
    for (const row of file.rows) store.put(row);
    return store;
  }
}

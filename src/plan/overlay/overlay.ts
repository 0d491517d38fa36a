/*
 * Longer than other files: one state, the server as the entries leave it; its methods keep rows, keys and indexes true together.
 */

import { Ref, Unknown, type Value } from '../../blueprint/value.ts';
import type { BaseModel, Catalog, Json, ModelName, Resource } from '../../catalog/model.ts';
import type { ListedChoices } from '../../catalog/object-rule.ts';
import type { Granted, Snapshot } from '../../actual/snapshot.ts';
import { type Question, questionKey } from '../../catalog/question.ts';
import type { InventoryRow } from '../../ownership/inventory.ts';
import { Answers } from './answers.ts';
import { asResource } from './bare-model.ts';
import { BehindMasks } from './behind-masks.ts';
import { type Along, newRow, type OverlayRow, type Provenance } from './overlay-row.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import type { OwnedObjects } from './owned.ts';
import { RowIndexes } from './row-indexes.ts';
import { keysOf } from './row-keys.ts';
import { pkText } from '../../semantics/pk-text.ts';

/**
 * The server's objects with everything that the entries planned so far do to them. `!Find` and identifiers
 * are matched against it, so that an entry sees what an earlier one will create, as on the server. The
 * snapshot itself is never changed.
 */
export class Overlay {
  readonly catalog: Catalog;
  readonly #snapshot: Snapshot;
  readonly #owned: OwnedObjects | undefined;
  readonly #rows = new Map<ModelName, OverlayRow[]>();
  readonly #byId = new Map<string, OverlayRow>();
  readonly #byPk = new Map<ModelName, Map<string, OverlayRow>>();
  readonly #indexes: RowIndexes;
  readonly #answers: Answers;
  /** What is known of the secrets of a snapshot in a file; undefined: they are as the server shows them. */
  readonly behindMasks: BehindMasks | undefined;
  /** The row that each reserved one was resolved to, by the id of the reserved one. */
  readonly #resolved = new Map<string, OverlayRow>();
  /** The ids of reserved rows, by the row that they were resolved to. */
  readonly #reservedAs = new Map<OverlayRow, string[]>();
  /** The rows that are reserved and have no object yet. */
  readonly #waiting = new Set<OverlayRow>();
  #made = 0;
  /** The models that were asked about or changed since this was set; undefined: nobody wants to know. */
  watched: Set<ModelName> | undefined;

  /** `owned`: what the project owns, where there is an inventory; `hashKey`: `AK_BLUEPRINT_KEY`. */
  constructor(catalog: Catalog, snapshot: Snapshot, owned?: OwnedObjects, hashKey?: string) {
    this.catalog = catalog;
    this.#owned = owned;
    this.#snapshot = snapshot;
    this.#answers = new Answers(catalog, snapshot);
    this.behindMasks = snapshot.masked && new BehindMasks(hashKey);
    this.#indexes = new RowIndexes(
      (model) => this.#all(model),
      (row, field) => this.value(row, field),
    );
  }

  /** The questions that must be put to the server before the plan is right. */
  get missing(): readonly Question[] {
    return this.#answers.missing;
  }

  /**
   * The hash of the server's blueprint file with this path; undefined when there is none, or the server gave
   * no hash. `meta`: the model whose list holds the files.
   */
  hashOf(meta: ModelName, path: string): string | undefined {
    const hash = this.#snapshot.models[meta]?.rows.find((file) => file['path'] === path)?.['hash'];
    return typeof hash === 'string' && hash !== '' ? hash : undefined;
  }

  /** Whether everything that a question asks for has been read; if not, it is remembered as missing. */
  knows(question: Question): boolean {
    this.watched?.add(question.model);
    return this.#answers.knows(question);
  }

  /** Whether everything that a question asks for has been read; nothing is remembered. */
  readonly hasRead = (question: Question): boolean => this.#answers.has(question);

  /**
   * The permissions on an object of the server, or those that it holds everywhere; undefined, and remembered
   * as missing, as long as they have not been read.
   */
  granted(row: OverlayRow, of: 'object' | 'holder'): readonly Granted[] | undefined {
    const key = row.actual && this.pkOf(row.model, row.actual);
    if (key === undefined) return [];
    const question: Question = { model: row.model, permissions: { of, key } };
    return this.knows(question) ? (this.#snapshot.granted?.[questionKey(question)] ?? []) : undefined;
  }

  /**
   * Whether the server has a permission of this name (`app.codename`); undefined, and remembered as missing,
   * as long as that has not been read.
   */
  hasPermission(model: ModelName, key: string): boolean | undefined {
    const question: Question = { model, permissions: { of: 'name', key } };
    return this.knows(question) ? (this.#snapshot.named?.[questionKey(question)] ?? false) : undefined;
  }

  /**
   * Whether the server has a valid licence; undefined where it does not say, and, remembered as missing, as
   * long as that has not been read. `model`: the one that the question is about.
   */
  licensed(model: ModelName): boolean | undefined {
    return this.knows({ model, licence: true }) ? (this.#snapshot.licensed ?? undefined) : undefined;
  }

  /**
   * The choices that the server lists; null where it does not show them, undefined, and remembered as missing,
   * as long as they have not been read. `model`: the one that the question is about.
   */
  choices(model: ModelName, choices: ListedChoices): readonly string[] | null | undefined {
    if (!this.knows({ model, choices })) return undefined;
    const items = this.#snapshot.listed?.[choices.path];
    return items?.map((item) => item[choices.key]).filter((choice) => typeof choice === 'string') ?? null;
  }

  /**
   * The rows of a model that are not deleted, new ones last; of a base model, those of all its concrete
   * models.
   */
  rows(name: ModelName): readonly OverlayRow[] {
    const model = this.catalog.models[name];
    return model?.kind === 'base'
      ? this.#baseRows(model)
      : this.#all(name).filter((row) => row.deletedBy === undefined);
  }

  /** The rows of a model, deleted ones included. */
  rowsBefore(name: ModelName): readonly OverlayRow[] {
    return this.#all(name);
  }

  /** Every row that was looked at, deleted and reserved ones included. */
  allRows(): readonly OverlayRow[] {
    return [...this.#byId.values()];
  }

  /** The row with this id. */
  readonly row = (id: string): OverlayRow | undefined => this.#byId.get(id);

  /** The row that a primary key or a Ref points at, in one of these models; undefined for a deleted one. */
  rowOf(models: readonly ModelName[], key: Value | undefined): OverlayRow | undefined {
    if (key instanceof Ref) return this.meant(key.row);
    const row = this.rowBefore(models, key);
    return row?.deletedBy === undefined ? row : undefined;
  }

  /** The row that a primary key points at, in one of these models, even where it is deleted. */
  rowBefore(models: readonly ModelName[], key: Value | undefined): OverlayRow | undefined {
    const text = pkText(key);
    if (text === undefined) return undefined;
    for (const name of models.flatMap((model) => kindsOf(this.catalog, model))) {
      const row = this.#pks(name).get(text);
      if (row) return row;
    }
    return undefined;
  }

  /**
   * The id of the row that a key points at, so that two keys of one object compare as equal: its primary key
   * and its key as a policy binding target.
   */
  readonly keyOf = (models: readonly ModelName[], key: Value): string | undefined =>
    this.rowOf(models, key)?.id;

  /** The row with the id that a Ref holds, or the one that it was resolved to. */
  meant(id: string): OverlayRow | undefined {
    return this.#resolved.get(id) ?? this.#byId.get(id);
  }

  /** Whether an object of any model that has been read has this primary key. */
  hasKey(key: Value): boolean {
    const text = pkText(key);
    return text !== undefined && Object.keys(this.#snapshot.models).some((name) => this.#pks(name).has(text));
  }

  /**
   * A row for an object that a later entry will create or match: it can be referred to, and is not among the
   * rows of its model yet.
   */
  reserve(model: ModelName): OverlayRow {
    this.#made += 1;
    const row = newRow(`${model}+${this.#made}`, model, undefined);
    this.#byId.set(row.id, row);
    this.#waiting.add(row);
    return row;
  }

  /** Whether a row is only reserved: no entry has created its object yet. */
  isReserved(row: OverlayRow): boolean {
    return this.#waiting.has(row);
  }

  /** Records that a reserved row stands for this other one. */
  resolve(reserved: OverlayRow, row: OverlayRow): void {
    this.#resolved.set(reserved.id, row);
    this.#reservedAs.set(row, [...(this.#reservedAs.get(row) ?? []), reserved.id]);
  }

  /** Adds an object that does not exist yet. `row`: the row that was reserved for it, if any. */
  add(model: ModelName, owner: Provenance, row = this.reserve(model)): OverlayRow {
    row.owner = owner;
    this.watched?.add(model);
    this.#waiting.delete(row);
    this.#all(model).push(row);
    this.#indexes.add(row);
    return row;
  }

  /** Adds an object that the server makes along with another. */
  bring(model: ModelName, along: Along): OverlayRow {
    this.#made += 1;
    const row = newRow(`${model}+${this.#made}`, model, undefined, along);
    this.#byId.set(row.id, row);
    this.#all(model).push(row);
    this.#indexes.add(row);
    return row;
  }

  /** Sets a field of a row, on behalf of an entry. */
  set(row: OverlayRow, field: string, value: Value, provenance: Provenance): void {
    this.watched?.add(row.model);
    row.set.set(field, value);
    row.provenanceOf.set(field, provenance);
    this.#indexes.changed(row, field);
  }

  /** Clears a field of a row, as the server does when the object that it points at is deleted. */
  clear(row: OverlayRow, field: string, value: Value): void {
    row.set.delete(field);
    row.cleared.set(field, value);
    this.#indexes.changed(row, field);
  }

  /**
   * The rows of a model, deleted ones excepted, whose field has this value, in any spelling, or whose value
   * is not known.
   */
  candidates(name: ModelName, field: string, value: Value, withDeleted = false): OverlayRow[] {
    const model = this.catalog.models[name];
    const kinds = model?.kind === 'base' ? [...model.concrete, name] : [name];
    const found = new Map<string, OverlayRow>();
    for (const row of kinds.flatMap((kind) => this.#indexes.byValue(kind, field).get(value))) {
      const key = pkText(this.key(row)) ?? row.id;
      if (!found.has(key)) found.set(key, row);
    }
    return [...found.values()].filter((row) => withDeleted || row.deletedBy === undefined);
  }

  /**
   * The rows of a model, deleted ones excepted, whose field may point at a row, by itself or in a list: their
   * values hold one of its keys.
   */
  pointingAt(name: ModelName, field: string, target: OverlayRow): OverlayRow[] {
    return this.#indexes
      .byLink(name, field)
      .get(keysOf(target, this.resource(target.model), this.#reservedAs.get(target)))
      .filter((row) => row.deletedBy === undefined);
  }

  /** Takes back the delete of a row that is to stay as it was. */
  revive(row: OverlayRow): void {
    row.deletedBy = undefined;
    row.goneAs = undefined;
  }

  /** The rows of a model that entries delete. */
  deleted(name: ModelName): readonly OverlayRow[] {
    return this.#all(name).filter((row) => row.actual !== undefined && row.deletedBy === row.id);
  }

  /** The value of a field after the entries planned so far; Unknown where only the server will fill it in. */
  value(row: OverlayRow, field: string): Value | undefined {
    const set = row.set.get(field);
    if (set !== undefined) return set;
    const cleared = row.cleared.get(field);
    return cleared === undefined ? this.valueBefore(row, field) : cleared;
  }

  /** The value of a field before any entry; of a new object, the one that the server gives it by itself. */
  valueBefore(row: OverlayRow, field: string): Value | undefined {
    if (row.actual) return this.behindMasks?.value(row, field) ?? row.actual[field];
    const along = row.along?.values[field];
    if (along !== undefined) return along;
    const known = this.resource(row.model).fields[field];
    if (!known || known.writeOnly) return undefined;
    if (known.generated || known.readOnly) return new Unknown('made by the server');
    if (known.default !== undefined) return known.default;
    if (known.nullable) return null;
    return known.type === 'array' ? [] : new Unknown('filled in by the server');
  }

  /** The primary key of a row, or a Ref where it does not exist yet: the value of a reference to it. */
  key(row: OverlayRow): Value {
    if (!row.actual && row.refused) return new Unknown('it is left alone');
    if (!row.actual) return new Ref(row.id, 'pk');
    return this.pkOf(row.model, row.actual) ?? new Ref(row.id, 'pk');
  }

  /** The model of a row; one that cannot be written where no entry can, see `asResource`. */
  resource(name: ModelName): Resource {
    return asResource(this.catalog.models[name]);
  }

  /** The primary key that an object has on the server; undefined when it shows none. */
  pkOf(name: ModelName, row: Readonly<Record<string, Json>>): string | number | undefined {
    const pk = row[this.resource(name).collection.pk];
    return typeof pk === 'string' || typeof pk === 'number' ? pk : undefined;
  }

  /** What the inventory of the project says of an object; undefined where it is not in it. */
  owned(row: OverlayRow): InventoryRow | undefined {
    return this.#owned?.rowOf(row, row.actual?.[this.resource(row.model).collection.key]);
  }

  /** Whether a hidden value is the one that was last applied to an object, as far as the inventory knows. */
  compareApplied(row: OverlayRow, field: string, value: Value): 'same' | 'other' | 'unknown' {
    const own = this.owned(row);
    return (own && this.#owned?.compare(own, field, value)) ?? 'unknown';
  }

  #baseRows(base: BaseModel): readonly OverlayRow[] {
    const rows: OverlayRow[] = [];
    const seen = new Set<string>();
    const keep = (row: OverlayRow): void => {
      const key = pkText(this.key(row)) ?? row.id;
      if (seen.has(key)) return;
      seen.add(key);
      if (row.deletedBy === undefined) rows.push(row);
    };
    for (const name of base.concrete) this.#all(name).forEach(keep);
    this.#all(base.name).forEach(keep);
    return rows;
  }

  #all(name: ModelName): OverlayRow[] {
    let rows = this.#rows.get(name);
    if (!rows) {
      rows = (this.#snapshot.models[name]?.rows ?? []).map((actual) =>
        newRow(`${name}#${String(this.pkOf(name, actual))}`, name, actual),
      );
      this.#rows.set(name, rows);
      for (const row of rows) this.#byId.set(row.id, row);
    }
    return rows;
  }

  #pks(name: ModelName): ReadonlyMap<string, OverlayRow> {
    let index = this.#byPk.get(name);
    if (!index) {
      index = new Map();
      const target = this.resource(name).collection.targetPk;
      for (const row of this.#all(name)) {
        const { actual } = row;
        if (!actual) continue;
        for (const key of [this.pkOf(name, actual), target === undefined ? undefined : actual[target]]) {
          const text = pkText(key);
          if (text !== undefined) index.set(text, row);
        }
      }
      this.#byPk.set(name, index);
    }
    return index;
  }
}

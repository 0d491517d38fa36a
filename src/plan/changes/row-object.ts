import { Unknown, type Value } from '../../blueprint/value.ts';
import type { ModelName, Resource } from '../../catalog/model.ts';
import { sameValue } from '../../forms/normal.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { Bare, type Linked, type Subject, type Surroundings } from '../../semantics/subject.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { type OverlayRow, storedOf } from '../overlay/overlay-row.ts';

const NOT_SHOWN = new Unknown('the server does not show it');

/** A row of the overlay as an object of which conditions are asked: as the plan leaves it. */
export class RowObject implements Subject {
  readonly #overlay: Overlay;
  readonly #row: OverlayRow;

  constructor(overlay: Overlay, row: OverlayRow) {
    this.#overlay = overlay;
    this.#row = row;
  }

  get resource(): Resource {
    return this.#overlay.resource(this.#row.model);
  }

  get created(): boolean {
    return !storedOf(this.#row);
  }

  get before(): Subject | null {
    return storedOf(this.#row) ? new RowBefore(this.#overlay, this.#row) : null;
  }

  value(field: string): Value | undefined {
    const { set, cleared, actual } = this.#row;
    // An entry may set null where the server has something.
    if (set.has(field)) return set.get(field);
    if (cleared.has(field)) return cleared.get(field);
    if (this.#row.along) return this.#overlay.valueBefore(this.#row, field);
    return actual && !(field in actual) ? NOT_SHOWN : actual?.[field];
  }

  given(field: string): boolean {
    return storedOf(this.#row) !== undefined || this.#row.set.has(field);
  }

  changed(field: string): boolean | undefined {
    const { actual, set, along } = this.#row;
    const known = this.resource.fields[field];
    if (!storedOf(this.#row) || !known || !set.has(field)) return false;
    const before = this.#overlay.valueBefore(this.#row, field);
    const isKnown = actual ? field in actual : along?.values[field] !== undefined;
    return isKnown ? !sameValue(known, set.get(field), before, this.#overlay.keyOf) : undefined;
  }

  linked(field: string): readonly Linked[] | undefined {
    const value = this.value(field);
    if (value instanceof Unknown) return undefined;
    const keys = Array.isArray(value) ? value : [value ?? null];
    return keys.filter((key) => key !== null).map((key) => this.#linkedBy(field, key));
  }

  others(): ReturnType<Subject['others']> {
    const { model } = this.#row;
    const rows = this.#overlay.rows(model);
    const at = rows.indexOf(this.#row);
    const subjects = rows
      .filter((row, index) => index < at || (index > at && row.actual))
      .map((row) => new RowObject(this.#overlay, row));
    return { subjects, isAll: this.#overlay.knows({ model }) };
  }

  #linkedBy(field: string, key: Value): Linked {
    const overlay = this.#overlay;
    const references = this.resource.fields[field]?.references ?? [];
    const row = overlay.rowOf(references, key);
    if (row) {
      return {
        subject: new RowObject(overlay, row),
        isOf: (models) => models.some((model) => kindsOf(overlay.catalog, model).includes(row.model)),
        isItself: row === this.#row,
      };
    }
    return {
      subject: this.#ask(references),
      // What is not among all objects of a model is none of them.
      isOf: (models) => (this.#isRead(models) ? false : undefined),
      isItself: undefined,
    };
  }

  /** Has the objects of models read that a link may lead to, so that its values are known next time. */
  #ask(models: readonly ModelName[]): undefined {
    if (models.every((model) => this.#overlay.catalog.models[model]?.kind === 'resource'))
      this.#isRead(models);
  }

  /** Whether all objects of some models have been read; what has not been is asked for. */
  #isRead(models: readonly ModelName[]): boolean {
    const kinds = models.flatMap((model) => kindsOf(this.#overlay.catalog, model));
    return kinds
      .filter((model) => this.#overlay.catalog.models[model]?.kind === 'resource')
      .map((model) => this.#overlay.knows({ model }))
      .every((isKnown) => isKnown);
  }
}

/** A row beside one other object, which is as it is on the server, instead of all that the plan leaves. */
export class RowBesideOne extends RowObject {
  readonly #other: Subject;

  constructor(overlay: Overlay, row: OverlayRow, other: OverlayRow) {
    super(overlay, row);
    this.#other = new RowBefore(overlay, other);
  }

  override others(): ReturnType<Subject['others']> {
    return { subjects: [this.#other], isAll: true };
  }
}

/** What conditions about objects of a model depend on beside them; what has not been read is asked for. */
export function surroundingsOf(overlay: Overlay, model: ModelName): Surroundings {
  return {
    catalog: overlay.catalog,
    licensed: () => overlay.licensed(model),
    choices: (list) => overlay.choices(model, list),
  };
}

/** An object of the server as it is before the plan. */
class RowBefore extends Bare {
  readonly resource: Resource;
  readonly created = false;
  readonly #overlay: Overlay;
  readonly #row: OverlayRow;

  constructor(overlay: Overlay, row: OverlayRow) {
    super();
    this.resource = overlay.resource(row.model);
    this.#overlay = overlay;
    this.#row = row;
  }

  value(field: string): Value {
    if (this.#row.along) return this.#overlay.valueBefore(this.#row, field) ?? NOT_SHOWN;
    return this.#row.actual?.[field] ?? (field in (this.#row.actual ?? {}) ? null : NOT_SHOWN);
  }

  given(): true {
    return true;
  }

  changed(): false {
    return false;
  }
}

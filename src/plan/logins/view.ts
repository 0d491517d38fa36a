import { PyFloat, PyTime, Ref, Unknown, type Value } from '../../blueprint/value.ts';
import type { LoginRole } from '../../catalog/login-role.ts';
import type { Catalog, Json, ModelName } from '../../catalog/model.ts';
import type { Id } from '../../flows/world.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** Stands before the id of an object that has not been read: the models that it may be of, and its key. */
const UNREAD = '?';

/** A reading of the overlay: as the plan leaves it, as it was, or as it would be without some changes. */
export class View {
  readonly overlay: Overlay;
  readonly #isBefore: (row: OverlayRow) => boolean;
  readonly #rows = new Map<ModelName, readonly OverlayRow[]>();
  readonly #byKey = new Map<ModelName, Map<string, OverlayRow>>();

  /** `isBefore`: whether a row counts as it was before the plan. */
  constructor(overlay: Overlay, isBefore: (row: OverlayRow) => boolean) {
    this.overlay = overlay;
    this.#isBefore = isBefore;
  }

  /** The objects of a model that there are. */
  rows(model: ModelName): readonly OverlayRow[] {
    let rows = this.#rows.get(model);
    if (!rows) {
      // Reading the rows of a model makes all of them, deleted ones included.
      this.overlay.rows(model);
      rows = this.overlay.allRows().filter((row) => row.model === model && this.#isThere(row));
      this.#rows.set(model, rows);
    }
    return rows;
  }

  value(row: OverlayRow, field: string): Value | undefined {
    if (!this.#isBefore(row)) return this.overlay.value(row, field);
    return row.actual?.[field];
  }

  /** A value as JSON; undefined for one that is not known. */
  json(row: OverlayRow, field: string): Json | undefined {
    return asJson(this.value(row, field));
  }

  text(row: OverlayRow, field: string): string | undefined {
    const value = this.value(row, field);
    return typeof value === 'string' ? value : undefined;
  }

  flag(row: OverlayRow, field: string): boolean | undefined {
    const value = this.value(row, field);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The object with a key; undefined where there is none, or it has not been read. */
  find(models: readonly ModelName[], key: Value | undefined): OverlayRow | undefined {
    if (key instanceof Ref) {
      const row = this.overlay.meant(key.row);
      return row && this.#isThere(row) ? row : undefined;
    }
    const text = pkText(key);
    if (text === undefined) return undefined;
    for (const kind of models.flatMap((model) => kindsOf(this.overlay.catalog, model))) {
      const row = this.#keys(kind).get(text);
      if (row) return row;
    }
    return undefined;
  }

  /**
   * The ids of the objects that a field points at, whether they have been read or not. `kind`: the model that the
   * object is of, where it is known. Undefined: not known at what it points.
   */
  links(row: OverlayRow, field: string, kind?: ModelName): readonly Id[] | undefined {
    const known = this.overlay.resource(row.model).fields[field];
    if (!known) return [];
    const value = this.value(row, field);
    if (value === undefined || value instanceof Unknown) return undefined;
    const ids = (Array.isArray(value) ? value : [value])
      .filter((key) => key !== null)
      .map((key) => this.#idOf(kind === undefined ? (known.references ?? []) : [kind], key));
    return ids.every((id) => id !== undefined) ? ids : undefined;
  }

  /** The object that an id stands for; it is read where it has not been. */
  object(id: Id): OverlayRow | undefined {
    if (!id.startsWith(UNREAD)) {
      const row = this.overlay.row(id);
      return row && this.#isThere(row) ? row : undefined;
    }
    const [models = '', key = ''] = id.slice(UNREAD.length).split('|');
    const [model = ''] = models.split(',');
    return this.#read(model, key);
  }

  /** Whether all objects of a model have been read; if not, they will be. */
  isRead(model: ModelName): boolean {
    return this.overlay.knows({ model });
  }

  #read(model: ModelName, key: string): OverlayRow | undefined {
    const { catalog } = this.overlay;
    const base = catalog.models[model]?.kind === 'base';
    const isRead = this.isRead(model);
    const row = this.find([model], key);
    if (!isRead || !base || row?.model !== model) return row;
    // The list of a base model says of which model an object is.
    const kind = row.actual?.['meta_model_name'];
    if (typeof kind !== 'string' || catalog.models[kind]?.kind !== 'resource') return row;
    return this.isRead(kind) ? (this.find([kind], key) ?? row) : undefined;
  }

  #idOf(models: readonly ModelName[], key: Value): Id | undefined {
    const row = this.find(models, key);
    // What the list of a base model shows of an object is not all of it.
    if (row && this.overlay.catalog.models[row.model]?.kind !== 'base') return row.id;
    const text = key instanceof Ref ? undefined : pkText(key);
    return text === undefined ? undefined : `${UNREAD}${models.join(',')}|${text}`;
  }

  #isThere(row: OverlayRow): boolean {
    if (this.#isBefore(row)) return row.actual !== undefined;
    return row.deletedBy === undefined && !(row.refused && !row.actual) && !this.overlay.isReserved(row);
  }

  #keys(model: ModelName): ReadonlyMap<string, OverlayRow> {
    let keys = this.#byKey.get(model);
    if (!keys) {
      keys = new Map();
      const target = this.overlay.resource(model).collection.targetPk;
      for (const row of this.rows(model))
        for (const key of [
          row.actual && this.overlay.pkOf(model, row.actual),
          target === undefined ? undefined : row.actual?.[target],
        ]) {
          const text = pkText(key);
          if (text !== undefined) keys.set(text, row);
        }
      this.#byKey.set(model, keys);
    }
    return keys;
  }
}

/** The models that are something to a login. */
export function modelsThatAre(catalog: Catalog, is: LoginRole['is']): readonly ModelName[] {
  return Object.values(catalog.models).flatMap((model) =>
    model.kind === 'resource' && model.login?.is === is ? [model.name] : [],
  );
}

/** What a row is to a login. */
export function roleOf(overlay: Overlay, row: OverlayRow): LoginRole | undefined {
  const model = overlay.catalog.models[row.model];
  return model?.kind === 'resource' ? model.login : undefined;
}

function asJson(value: Value | undefined): Json | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof PyFloat) return value.float;
  if (value instanceof PyTime) return value.iso;
  if (Array.isArray(value)) {
    const items = value.map(asJson);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return undefined;
}

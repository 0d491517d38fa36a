import type { Catalog, Field, Json } from '../../src/catalog/model.ts';
import type { StoreFile } from '../../src/sandbox/store.ts';
import type { Row } from '../../src/sandbox/row.ts';

/*
 * What a server holds, so that two servers can be compared that gave their objects other primary keys: each
 * object under its name, with the names of what it refers to.
 */

/** An object of the server. Columns that hold keys hold names here. */
export interface Thing {
  readonly model: string;
  readonly pk: string;
  /** `authentik_core.group staff`; of what has no name the names of what it refers to, in order. */
  readonly label: string;
  readonly values: Readonly<Record<string, string>>;
}

/** All objects by their labels: more than one under a label are duplicates. */
export type State = ReadonlyMap<string, readonly Thing[]>;

const NAMES = ['slug', 'identifier', 'username', 'name', 'domain'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
/** A key anywhere in a text, with dashes or without: what comes along with an object has its key in its name. */
const KEY_IN_TEXT = /([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})/g;
const GRANTS = 'guardian.permission';
/** What happened, and not what is. */
const EVENTS = 'authentik_events.event';
/** What a role's name is that the server makes for a user's permissions. */
const OWN_ROLE = /^ak-managed-role--user-(\d+)$/;

/** The label of an object, from its model and the key that people see in a plan. */
export function labelOf(model: string, key: string): string {
  return `${model} ${key.split(' / ').sort().join(' / ')}`;
}

/** The state that a store file holds. */
export function stateOf(file: StoreFile, catalog: Catalog): State {
  const names = new Names(file.rows, catalog);
  const things = file.rows
    .filter(({ model }) => model !== GRANTS && model !== EVENTS)
    .map((row) => names.thing(row));
  const state = new Map<string, Thing[]>();
  for (const thing of things) {
    const same = state.get(thing.label);
    if (same) same.push(thing);
    else state.set(thing.label, [thing]);
  }
  return state;
}

/**
 * The object that a permission is on; who holds it, where it is held everywhere, and where the object's key is
 * a number, which objects of several models may have.
 */
function aboutOf({ values }: Row): string {
  const { object, holder, key } = values;
  return typeof object === 'string' && UUID.test(object) ? object : `${String(holder)} ${String(key)}`;
}

/** Gives objects their names. */
class Names {
  readonly #catalog: Catalog;
  readonly #byKey = new Map<string, Row[]>();
  /** The permissions on an object, and those that it holds everywhere, by its primary key. */
  readonly #grants = new Map<string, Row[]>();
  readonly #groups: readonly Row[];
  readonly #words = new Map<Row, string[]>();

  constructor(rows: readonly Row[], catalog: Catalog) {
    this.#catalog = catalog;
    for (const row of rows)
      for (const key of new Set([row.pk, row.values['policybindingmodel_ptr_id']]))
        if (key !== undefined && key !== null)
          this.#byKey.set(String(key), [...(this.#byKey.get(String(key)) ?? []), row]);
    for (const row of rows.filter(({ model }) => model === GRANTS))
      this.#grants.set(aboutOf(row), [...(this.#grants.get(aboutOf(row)) ?? []), row]);
    this.#groups = rows.filter(({ model }) => model === 'authentik_core.group');
  }

  thing(row: Row): Thing {
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(row.values))
      values[name] = JSON.stringify(this.#named(this.#field(row, name), value));
    const about = [String(row.pk), `${row.model} ${row.pk}`].flatMap((key) => this.#grants.get(key) ?? []);
    if (about.length > 0)
      values['permissions'] = JSON.stringify(about.map((grant) => this.#grant(grant)).sort());
    if (row.model === 'authentik_core.user') values['groups'] = JSON.stringify(this.#groupsOf(row));
    return {
      model: row.model,
      pk: String(row.pk),
      label: labelOf(row.model, this.#wordsOf(row).join(' / ')),
      values,
    };
  }

  #field({ model }: Row, name: string): Field | undefined {
    const found = this.#catalog.models[model];
    return found?.kind === 'resource' ? found.fields[name] : undefined;
  }

  /** The words of an object's label: its name, else those of what it refers to, and its place among others. */
  #wordsOf(row: Row): string[] {
    const known = this.#words.get(row);
    if (known) return known;
    this.#words.set(row, [String(row.pk)]); // for rows that refer to each other in a circle
    const name = NAMES.map((column) => row.values[column]).find(
      (one) => typeof one === 'string' && one !== '',
    );
    let words = [typeof name === 'string' ? this.#told(name) : String(name)];
    if (name === undefined)
      words = Object.entries(row.values).flatMap(([column, value]) => {
        if (column === 'order') return [String(value)];
        const field = this.#field(row, column);
        return field?.references && value !== null && !Array.isArray(value) ? this.#keyed(value) : [];
      });
    this.#words.set(row, words);
    return words;
  }

  #keyed(key: Json, models?: readonly string[]): string[] {
    const rows = this.#byKey.get(String(key)) ?? [];
    const row = models ? rows.find(({ model }) => models.includes(model)) : rows[0];
    return row ? this.#wordsOf(row) : [String(key)];
  }

  /** A text with the names of objects in place of their keys. */
  #told(text: string): string {
    const user = OWN_ROLE.exec(text)?.[1];
    if (user !== undefined) return ['own role', ...this.#keyed(user, ['authentik_core.user'])].join(' / ');
    return text.replaceAll(KEY_IN_TEXT, (found, ...parts) => {
      const key = parts.slice(0, 5).join('-');
      return this.#byKey.has(key) ? this.#keyed(key).join(' / ') : found;
    });
  }

  #named(field: Field | undefined, value: Json): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.#named(field, item));
      return field?.references ? items.map(String).sort() : items;
    }
    if (typeof value === 'string') return this.#told(value);
    if (typeof value === 'number' && field?.references)
      return this.#keyed(value, this.#concrete(field.references)).join(' / ');
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, this.#named(undefined, item)]),
      );
    return typeof value === 'bigint' ? String(value) : value;
  }

  #concrete(models: readonly string[]): string[] {
    return models.flatMap((name) => {
      const model = this.#catalog.models[name];
      return model?.kind === 'base' ? [...model.concrete] : [name];
    });
  }

  #grant({ values }: Row): string {
    const object = values['object'];
    return [
      String(values['permission']),
      ...this.#keyed(values['key'] ?? null, [String(values['holder'])]),
      ...(object === null || object === undefined ? ['everywhere'] : this.#keyed(object)),
    ].join(' ');
  }

  #groupsOf({ pk }: Row): string[] {
    return this.#groups
      .filter(({ values: { users } }) => Array.isArray(users) && users.includes(pk))
      .map((group) => String(group.values['name']))
      .sort();
  }
}

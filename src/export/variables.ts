import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import type { Json } from '../catalog/model.ts';

/** A variable of the environment that stands for a secret. */
export interface Variable {
  readonly name: string;
  /** Which value it is, for people: `authentik_providers_oauth2.oauth2provider grafana: client_secret`. */
  readonly what: string;
  /** The value, where the server shows it. */
  readonly value: string | undefined;
  /** The path of a GET that shows it as `data`, where the object does not show it by itself. */
  readonly view: string | undefined;
}

/** Names that the program keeps for itself, and that no shell takes. */
const TAKEN = /^(?:AUTHENTIK_|AK_BLUEPRINT_|\d|$)/;

/** Gives secrets the names of variables: of the object and the field, each once. */
export class Variables {
  readonly #all = new Map<string, Variable & { readonly row: OverlayRow }>();

  /** The variables of these objects, in the order of their names. */
  of(rows: ReadonlySet<OverlayRow>): readonly Variable[] {
    return [...this.#all.values()]
      .filter(({ row }) => rows.has(row))
      .map(({ name, what, value, view }) => ({ name, what, value, view }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * The name of the variable for a secret. `object`: what the object is called; `path`: the field, and where in it;
   * `value`: the secret itself, where it is shown; `view`: where else the server shows it.
   */
  add(
    row: OverlayRow,
    object: string,
    path: readonly string[],
    value: Json | undefined,
    view?: string,
  ): string {
    const field = path.map(inCapitals).join('_');
    const model = inCapitals(row.model.split('.')[1] ?? row.model);
    const names = [`${inCapitals(object)}_${field}`, `${inCapitals(object)}_${model}_${field}`];
    let name = names.find((one) => !TAKEN.test(one) && !this.#all.has(one));
    for (let number = 2; name === undefined; number += 1) {
      const next = `${model}_${names[0] ?? ''}_${number}`;
      if (!this.#all.has(next)) name = next;
    }
    const what = `${row.model} ${object}: ${path.join('.')}`;
    this.#all.set(name, { name, what, value: typeof value === 'string' ? value : undefined, view, row });
    return name;
  }
}

function inCapitals(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

import type { Field, Json, Shape } from '../catalog/model.ts';
import { itemOf } from '../catalog/item-of.ts';
import { viewPath } from '../catalog/view-path.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import { looksSecret } from '../source/looks-secret.ts';
import { isMasked } from '../source/masked.ts';
import { rowsMeant } from '../plan/overlay/links.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import {
  changedFields,
  type Comparing,
  isOtherEnd,
  isWritable,
  isMaskedWhole,
} from '../plan/server-made/changed-fields.ts';
import { asWritten, type ExportValue } from './export-value.ts';
import { type Identities, type Identity, objectName } from './identities.ts';
import type { Variables } from './variables.ts';

/** What describing objects needs. */
export interface Describing extends Comparing {
  readonly identities: Identities;
  readonly variables: Variables;
  /** Whether an object is left out for what it is. */
  readonly isLeftOut: (row: OverlayRow) => boolean;
  /** Whether the server makes and links an object by itself, so that no list of links names it. */
  readonly isOwnRole: (row: OverlayRow) => boolean;
}

/** The attributes of an object, and what could not be written. */
export interface Attributes {
  readonly attrs: readonly (readonly [string, ExportValue])[];
  /** What is not as on the server, for a comment at the entry: `sync_keytab: the server does not show it`. */
  readonly notes: readonly string[];
  /** Why there can be no entry: something that a create needs cannot be written. */
  readonly impossible: string | undefined;
}

/** The attributes of an entry. `identity`: its fields stand among the identifiers. */
export function attributesOf(describing: Describing, row: OverlayRow, identity: Identity): Attributes {
  const { overlay } = describing;
  const model = overlay.resource(row.model);
  const changed = new Set(changedFields(describing, row));
  const identifying = new Set(identity.parts.map(({ field }) => field));
  const attrs: (readonly [string, ExportValue])[] = [];
  const notes: string[] = [];
  let impossible: string | undefined;
  for (const [name, field] of Object.entries(model.fields)) {
    if (identifying.has(name) || !isWritable(model, name, field)) continue;
    const value = row.actual?.[name];
    if (field.writeOnly) {
      const hidden = hiddenValue(describing, row, name, field);
      if (hidden.kind === 'value') attrs.push([name, hidden.value]);
      else if (hidden.kind === 'note') notes.push(hidden.note);
    } else if (value === undefined) notes.push(`${name}: the server does not show it`);
    else if (isOtherEnd(overlay, model, name, field)) {
      const left = rowsMeant(overlay, field, value).filter(describing.isLeftOut).length;
      if (left > 0) notes.push(`${name}: ${left} are not exported, and with them what they belong to`);
    } else if (changed.has(name)) {
      const written: Written = isMaskedWhole(field, value)
        ? { kind: 'problem', why: 'the snapshot masks it' }
        : new Writer(describing, row, name).value(field, withoutOwnKeys(field, value));
      if (written.kind === 'value') attrs.push([name, written.value]);
      else {
        // What the server would make up instead is somebody else's: the user of a token.
        if (field.required || field.generated) impossible ??= `${name}: ${written.why}`;
        notes.push(`${name}: ${written.why}`);
      }
    }
  }
  return { attrs, notes, impossible };
}

/** Keys of a mapping that the server writes by itself are left to it. */
function withoutOwnKeys({ ownKeys = [] }: Field, value: Json): Json {
  if (ownKeys.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !ownKeys.includes(key)));
}

type Hidden =
  | { readonly kind: 'value'; readonly value: ExportValue }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'nothing' };

/** What is written for a value that the server never shows. */
function hiddenValue(describing: Describing, row: OverlayRow, name: string, field: Field): Hidden {
  const { shownAs } = field;
  if (shownAs?.kind === 'private-key' && row.actual?.[shownAs.available] === false)
    return { kind: 'nothing' };
  const isKnownToBeThere = field.required === true || shownAs !== undefined;
  if (!isKnownToBeThere)
    return { kind: 'note', note: `${name}: the server does not show whether it is set, or what it is` };
  if (field.type !== 'string') return { kind: 'note', note: `${name}: the server does not show it` };
  const { collection } = describing.overlay.resource(row.model);
  const key = row.actual?.[collection.key];
  const path = viewPath(describing.overlay.resource(row.model), name);
  const view = typeof key === 'string' ? path?.replace('{key}', encodeURIComponent(key)) : undefined;
  const { variables, identities } = describing;
  const variable = variables.add(row, objectName(identities.of(row)), [name], undefined, view);
  return { kind: 'value', value: { kind: 'variable', name: variable } };
}

function variableFor(
  { identities, variables }: Describing,
  row: OverlayRow,
  path: readonly string[],
  value: Json | undefined,
): string {
  return variables.add(row, objectName(identities.of(row)), path, value);
}

/** Whether a value is a secret, which is written as a variable. `isSecret`: by the field or the key that has it. */
export function hidesSecret(isSecret: boolean, value: Json): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    (isSecret || looksSecret(value).length > 0 || isMasked(value))
  );
}

type Written =
  | { readonly kind: 'value'; readonly value: ExportValue }
  | { readonly kind: 'problem'; readonly why: string };

/** Writes the value of one field of one object. */
class Writer {
  readonly #describing: Describing;
  readonly #row: OverlayRow;
  readonly #name: string;

  constructor(describing: Describing, row: OverlayRow, name: string) {
    this.#describing = describing;
    this.#row = row;
    this.#name = name;
  }

  value(field: Shape, value: Json): Written {
    if (field.references) return this.#links(field, value);
    return { kind: 'value', value: this.#plain(field.secret === true, value, [this.#name]) };
  }

  #links(field: Shape, value: Json): Written {
    if (value === null) return { kind: 'value', value: asWritten(null) };
    if (!Array.isArray(value)) return this.#link(field.references ?? [], value);
    const items: { readonly text: string; readonly value: ExportValue }[] = [];
    for (const item of value) {
      const written = this.#link(itemOf(field).references ?? [], item);
      if (written.kind === 'problem') return written;
      const row = written.value.kind === 'object' ? written.value.row : undefined;
      if (row && this.#describing.isOwnRole(row)) continue;
      items.push({ text: row ? this.#textOf(row) : '', value: written.value });
    }
    // The server shows links in any order.
    if (field.set) items.sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
    return { kind: 'value', value: { kind: 'list', items: items.map((item) => item.value) } };
  }

  #textOf(row: OverlayRow): string {
    return `${row.model} ${this.#describing.identities.of(row)?.text ?? ''}`;
  }

  #link(references: readonly string[], key: Json): Written {
    const { overlay, identities } = this.#describing;
    const row =
      typeof key === 'string' || typeof key === 'number' ? overlay.rowOf(references, key) : undefined;
    if (!row) return { kind: 'problem', why: 'it links to an object that the server does not show' };
    if (!identities.of(row))
      return { kind: 'problem', why: `it links to a ${row.model} that nothing tells from another` };
    return { kind: 'value', value: { kind: 'object', row } };
  }

  #plain(isSecret: boolean, value: Json, path: readonly string[]): ExportValue {
    if (Array.isArray(value))
      return {
        kind: 'list',
        items: value.map((item, index) => this.#plain(isSecret, item, [...path, String(index)])),
      };
    if (typeof value === 'object' && value !== null)
      return {
        kind: 'mapping',
        pairs: Object.entries(value).map(([key, part]) => [
          key,
          this.#plain(isSecret || soundsSecret(key), part, [...path, key]),
        ]),
      };
    if (!hidesSecret(isSecret, value)) return { kind: 'plain', value };
    return { kind: 'variable', name: variableFor(this.#describing, this.#row, path, value) };
  }
}

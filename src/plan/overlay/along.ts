import { dict, Later, Ref, Unknown, type Value } from '../../blueprint/value.ts';
import { isMapping } from '../../catalog/json-mapping.ts';
import type { Brought, BroughtValue, Json, ModelName } from '../../catalog/model.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/*
 * What the server makes by itself along with an object (see `Brought`): it can be looked up and changed in the
 * run that makes that object.
 */

/** Adds what the server will make along with a new object. */
export function bringAlong(overlay: Overlay, row: OverlayRow): void {
  const made = new Map<ModelName, Value>();
  for (const brings of overlay.resource(row.model).brings ?? []) {
    const values = valuesOf(overlay, row, brings, made);
    made.set(brings.model, overlay.key(overlay.bring(brings.model, { with: row, brings, values })));
  }
}

/**
 * The objects of the server that came along with one of its objects; what has not been read is asked for. Where
 * that one is deleted, those that go with it.
 */
export function cameAlong(overlay: Overlay, row: OverlayRow): OverlayRow[] {
  if (!row.actual) return overlay.allRows().filter(({ along }) => along?.with === row);
  return (overlay.resource(row.model).brings ?? []).flatMap((brings) => {
    const key = keyOf(overlay, row, brings);
    if (typeof key !== 'string' || !overlay.knows({ model: brings.model, where: { [brings.key]: key } }))
      return [];
    return overlay
      .candidates(brings.model, brings.key, key, row.deletedBy !== undefined)
      .filter((one) => isKey(overlay, one, brings, key));
  });
}

/**
 * The object that one came along with, where its model holds marks of what is unfinished; undefined where none
 * that has been read is it.
 */
export function markedWith(
  overlay: Overlay,
  row: OverlayRow,
): { readonly row: OverlayRow; readonly mark: string } | undefined {
  for (const model of Object.values(overlay.catalog.models)) {
    if (model.kind !== 'resource') continue;
    for (const brings of model.brings ?? []) {
      const { mark } = brings;
      if (brings.model !== row.model || mark === undefined) continue;
      const found = overlay
        .rows(model.name)
        .find((one) => one.actual && isKey(overlay, row, brings, keyOf(overlay, one, brings)));
      if (found) return { row: found, mark };
    }
  }
  return undefined;
}

/** The objects of the server that one came along with; what has not been read, and may be one, is asked for. */
export function cameWith(overlay: Overlay, row: OverlayRow): OverlayRow[] {
  return Object.values(overlay.catalog.models).flatMap((model) => {
    if (model.kind !== 'resource') return [];
    return (model.brings ?? []).flatMap((brings) => {
      if (brings.model !== row.model || !mayBeKey(brings, row.actual?.[brings.key])) return [];
      if (!overlay.knows({ model: model.name })) return [];
      return overlay
        .rowsBefore(model.name)
        .filter((one) => one.actual && row.actual?.[brings.key] === keyOf(overlay, one, brings));
    });
  });
}

/** Whether a text begins as the keys of what comes along do. */
function mayBeKey({ key, values }: Brought, value: Json | undefined): boolean {
  const made = values[key];
  const start = made && 'text' in made ? (made.text.split('{')[0] ?? '') : '';
  return typeof value === 'string' && value.startsWith(start);
}

function isKey(overlay: Overlay, row: OverlayRow, brings: Brought, key: Value): boolean {
  return row.actual?.[brings.key] !== undefined && pkText(overlay.value(row, brings.key)) === pkText(key);
}

function keyOf(overlay: Overlay, row: OverlayRow, brings: Brought): Value {
  const value = brings.values[brings.key];
  return value === undefined ? null : valueOf(overlay, row, value, new Map());
}

function valuesOf(
  overlay: Overlay,
  row: OverlayRow,
  { values }: Brought,
  made: ReadonlyMap<ModelName, Value>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, valueOf(overlay, row, value, made)]),
  );
}

function valueOf(
  overlay: Overlay,
  row: OverlayRow,
  value: BroughtValue,
  made: ReadonlyMap<ModelName, Value>,
): Value {
  if ('is' in value) return plain(value.is);
  if ('keyOf' in value) return made.get(value.keyOf) ?? new Unknown('made by the server');
  return textOf(overlay, row, value.text);
}

function plain(value: Json): Value {
  return isMapping(value) ? Object.assign(dict(), value) : value;
}

/** The text that a template gives for an object: one with its key in it, where it does not exist yet. */
function textOf(overlay: Overlay, row: OverlayRow, template: string): Value {
  const values: Value[] = [];
  let format = '';
  for (const piece of template.split(/(\{\w+\})/u)) {
    const name = /^\{(\w+)\}$/u.exec(piece)?.[1];
    if (name !== undefined) values.push(part(overlay, row, name));
    format += name === undefined ? piece.replaceAll('%', '%%') : '%s';
  }
  if (values.some((value) => value instanceof Ref)) return new Later(format, values);
  if (values.some((value) => value instanceof Unknown)) return new Unknown('made by the server');
  return template.replaceAll(/\{\w+\}/gu, () => String(values.shift()));
}

function part(overlay: Overlay, row: OverlayRow, name: string): Value {
  if (name !== 'pk' && name !== 'hex') return overlay.value(row, name) ?? '';
  const key = overlay.key(row);
  if (name === 'pk') return key;
  return key instanceof Ref ? new Ref(key.row, 'hex') : String(key).replaceAll('-', '');
}

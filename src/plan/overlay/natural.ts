import { isOpen, type Dict, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { readLookup } from '../../semantics/criterion.ts';
import { select } from './match.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/* What identifies an object on every server, unlike its primary key: a slug or a name. */

/** The fields that name an object, the best first. */
export const NAMES = ['slug', 'username', 'identifier', 'name', 'managed'];

/** The objects that certainly have these values in these fields; none where a field cannot be looked up. */
export function withValues(
  overlay: Overlay,
  model: Resource,
  fields: readonly string[],
  values: Dict,
): OverlayRow[] {
  const criteria = fields.flatMap((field) => {
    const read = readLookup(overlay.catalog, model.name, field);
    return read.kind === 'readable' ? [{ path: read.path, asked: values[field] ?? null }] : [];
  });
  return criteria.length < fields.length ? [] : select(overlay, model.name, criteria).sure;
}

/**
 * The field that names an object best, with its value: `['slug', 'default-authentication-flow']`; undefined
 * when no field names it, or none that may be shown.
 */
export function naturalName(overlay: Overlay, row: OverlayRow): readonly [string, string] | undefined {
  const model = overlay.resource(row.model);
  const unique = new Set(
    model.unique.filter((rule) => rule.fields.length === 1).map((rule) => rule.fields[0]),
  );
  const names = [...NAMES.filter((name) => unique.has(name)), ...NAMES];
  for (const name of names) {
    if (row.from.has(name)) continue;
    const value: Value | undefined =
      model.fields[name] && !model.fields[name].references ? overlay.value(row, name) : undefined;
    if (typeof value === 'string' && value !== '' && !isOpen(value)) return [name, value];
  }
  return undefined;
}

/**
 * The `!Find` that looks an object up by its name: `!Find [authentik_flows.flow, [slug, consent]]`; undefined
 * when no single field names it.
 */
export function findText(overlay: Overlay, row: OverlayRow): string | undefined {
  const name = naturalName(overlay, row);
  return (
    name &&
    `!Find [${row.model}, [${name[0]}, ${/^[A-Za-z][\w-]*$/.test(name[1]) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name[1]) ? name[1] : JSON.stringify(name[1])}]]`
  );
}

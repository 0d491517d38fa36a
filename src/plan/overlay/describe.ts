import type { Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import { rowsMeant } from './links.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import { isHidden } from '../value/secret-field.ts';

const NAMES = ['name', 'username', 'title', 'label'];

/**
 * An object's name for people: what its address is made of (slug, identifier), else its one unique text, else
 * its name; of a link between objects, the names of both ends and its order: `default-authentication-flow /
 * default-login / 10`. Of a name that must not be shown, it says where that comes from: `(from DOMAIN)`.
 */
export function describeRow(overlay: Overlay, row: OverlayRow): string {
  if (row.goneAs !== undefined) return row.goneAs;
  const model = overlay.resource(row.model);
  const { key, pk } = model.collection;
  const unique = model.unique.filter((rule) => rule.fields.length === 1).map((rule) => rule.fields[0] ?? '');
  const best = unique.filter((name) => NAMES.includes(name));
  const candidates = [...best, ...NAMES, ...unique];
  if (key !== pk) candidates.unshift(key);
  // Then any text that the model requires, such as a tenant's domain.
  const required = Object.entries(model.fields)
    .filter(([, field]) => field.required && field.type === 'string' && !field.enum)
    .map(([name]) => name);
  // A schedule or a type of devices has nothing else.
  for (const name of [...candidates, ...required, 'description']) {
    const field = model.fields[name];
    const text = shownValue(overlay, row, name);
    if (text !== undefined && (field === undefined || isName(field))) return text;
  }
  const parts: string[] = [];
  for (const [name, field] of Object.entries(model.fields)) {
    if (field.references && !field.readOnly && field.type !== 'array') {
      const [meant] = rowsMeant(overlay, field, overlay.value(row, name));
      if (meant && meant !== row) parts.push(describeRow(overlay, meant));
    }
  }
  const order = shownValue(overlay, row, 'order');
  if (order !== undefined && model.fields['order']) parts.push(order);
  const from = row.from.get('pk') ?? row.from.get(pk);
  return parts.join(' / ') || (from && fromWords(from)) || plain(overlay.key(row)) || '(new)';
}

/** A text or number of a row, or where it comes from; undefined where it has no such value, or a hidden one. */
export function shownValue(overlay: Overlay, row: OverlayRow, name: string): string | undefined {
  const field = overlay.resource(row.model).fields[name];
  if (field && isHidden(field)) return undefined;
  const text = plain(overlay.value(row, name));
  const from = row.from.get(name);
  return text !== undefined && from ? fromWords(from) : text;
}

/**
 * Whether the value of a field may serve as an object's name: it is no key of another object.
 */
function isName(field: Field): boolean {
  return field.references === undefined && field.format !== 'uuid';
}

function plain(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value || undefined;
  return typeof value === 'number' ? String(value) : undefined;
}

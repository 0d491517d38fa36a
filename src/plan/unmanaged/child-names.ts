import type { Resource } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import { rowsMeant } from '../overlay/links.ts';
import { naturalName } from '../overlay/natural.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The class name of a model as words: `FlowStageBinding` is a flow stage binding. */
export function modelWords({ label }: Pick<Resource, 'label'>): string {
  return label
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2')
    .replace(/\b[A-Z](?=[a-z]*\b)/g, (letter) => letter.toLowerCase());
}

/**
 * What a part of another object is called beside that one: its name, else what it links and its order, and whether
 * it is switched off: `user bob at order 99`. `of`: the field that links that other object.
 */
export function partName(overlay: Overlay, row: OverlayRow, of: string): string {
  const own = naturalName(overlay, row);
  if (own) return own[1];
  const { fields, access } = overlay.resource(row.model);
  const actual = row.actual ?? {};
  const links = Object.entries(fields).flatMap(([name, field]) => {
    const key = actual[name] ?? null;
    if (name === of || !field.references || field.type === 'array' || field.readOnly || key === null)
      return [];
    const [meant] = rowsMeant(overlay, field, key);
    return [`${name.replaceAll('_', ' ')} ${meant ? describeRow(overlay, meant) : String(key)}`];
  });
  const { order } = actual;
  const words = links.join(', ') || describeRow(overlay, row);
  const at = typeof order === 'number' ? ` at order ${order}` : '';
  const marks = [
    access && actual[access.negate] === true ? 'negated' : '',
    access && actual[access.enabled] === false ? 'switched off' : '',
  ].filter((mark) => mark !== '');
  return `${words}${at}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

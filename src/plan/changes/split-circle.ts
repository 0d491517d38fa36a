import { refsIn } from '../../blueprint/later.ts';
import { dict } from '../../blueprint/value.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Draft } from './draft.ts';

/**
 * Moves links that are not required to create an object, and permissions, from its create into an update
 * after it, where they close a circle; the change alone when there are none.
 */
export function splitCircle(overlay: Overlay, change: Draft, stuck: ReadonlySet<string>): Draft[] {
  if (change.action !== 'create') return [change];
  const { fields } = overlay.resource(change.model);
  const now = dict();
  const later = dict();
  for (const [name, value] of Object.entries(change.body)) {
    const circular = refsIn(value).some((ref) => stuck.has(ref.row)) && fields[name]?.required !== true;
    (circular ? later : now)[name] = value;
  }
  const circular = change.grants.filter((grant) => refsIn(grant.key).some((ref) => stuck.has(ref.row)));
  if (Object.keys(later).length + circular.length === 0) return [change];
  const names = Object.keys(later);
  return [
    {
      ...change,
      body: now,
      grants: change.grants.filter((grant) => !circular.includes(grant)),
      fields: change.fields.filter((field) => !names.includes(field.path)),
    },
    {
      ...change,
      id: `${change.row}#2`,
      action: 'update',
      body: later,
      setters: [],
      grants: circular,
      reason: { kind: 'circle' },
      fields: change.fields.filter((field) => names.includes(field.path)),
    },
  ];
}

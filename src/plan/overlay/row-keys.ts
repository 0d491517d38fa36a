import { Ref, type Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { OverlayRow } from './overlay-row.ts';

/** Every spelling of a link to a row. `reserved`: the ids of the rows that were resolved to it. */
export function keysOf(
  row: OverlayRow,
  { collection }: Resource,
  reserved: readonly string[] = [],
): string[] {
  const keys: (Value | undefined)[] = [row.id, ...reserved].map((id) => new Ref(id, 'pk'));
  for (const field of [collection.pk, collection.targetPk ?? collection.pk]) keys.push(row.actual?.[field]);
  return keys.map(pkText).filter((text) => text !== undefined);
}

import { BOUND, EVENT_NAMES } from './behaviour/shared/events.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { Database } from './database.ts';
import { titleOf } from './endpoints/used-by.ts';
import { follow } from './links.ts';
import type { Row } from './row.ts';

/**
 * What an event calls an object: its name, or the text that the server has for objects without one. `gone`: what was
 * deleted along with it, as that was.
 */
export function eventName(
  database: Database,
  behaviour: Pick<Behaviour, 'titles'>,
  row: Row,
  gone: readonly Row[],
): string {
  const linked = (field: string): Row | undefined => {
    const key = row.values[field] ?? null;
    const { targetId } = database.models.wellKnown;
    const isMeant = ({ pk, values }: Row): boolean => key === pk || key === values[targetId];
    return key === null ? undefined : (follow(database, row, field) ?? gone.find(isMeant));
  };
  const { name } = row.values;
  if (typeof name === 'string') return name;
  const text = EVENT_NAMES[row.model];
  if (text === undefined) return titleOf(database.models, behaviour, row);
  return text.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    if (field === 'for') return boundTo(linked);
    const target = text.includes('{for}') && field === 'target' ? linked(field) : undefined;
    return target ? targetName(database, behaviour, target) : String(row.values[field] ?? '');
  });
}

/** What a binding is to: an object that says more than its name does so here, too. */
function targetName(database: Database, behaviour: Pick<Behaviour, 'titles'>, target: Row): string {
  const hasTitle = behaviour.titles.some(({ model }) => model === target.model);
  return hasTitle ? titleOf(database.models, behaviour, target) : eventName(database, behaviour, target, []);
}

function boundTo(linked: (field: string) => Row | undefined): string {
  for (const [field, word] of Object.entries(BOUND)) {
    const other = linked(field);
    if (other) return `${word} ${String(other.values['name'] ?? '')}`;
  }
  return '';
}

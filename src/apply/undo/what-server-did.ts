import type { Change } from '../../plan/value/plan.ts';
import type { Note } from './journal.ts';
import type { Losses } from './undo-words.ts';

/** As many objects are named. */
const NAMED = 10;

/** Adds what the server did when it applied a blueprint: nobody can take that back for it. */
export function whatServerDid({ change, isGranted }: Note, all: readonly Change[], losses: Losses): void {
  if (!change.applies || !isGranted) return;
  const done = all
    .filter(({ by, action }) => by === change.row && action !== 'noop')
    .map(({ model, key }) => `${model} ${key}`);
  const more = done.length > NAMED ? `, and ${done.length - NAMED} more` : '';
  const what = done.length > 0 ? `: ${done.slice(0, NAMED).join(', ')}${more}` : '';
  losses.other(`what the server did when it applied the blueprint${what}`);
}

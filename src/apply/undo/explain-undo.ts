import { toDiagnostic } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { changeName } from '../../plan/value/change-name.ts';
import type { Change } from '../../plan/value/plan.ts';
import { placeOf, type Sources } from '../../plan/value/sources.ts';
import type { Undo } from '../outcome.ts';

const DONE = { create: 'made', update: 'changed', delete: 'deleted', noop: 'changed' } as const;

/** The findings about a change that was not taken back, or not with all that it had changed. */
export function explainUndo(change: Change, undo: Undo, sources: Sources): Diagnostic[] {
  if (undo.isDone && undo.lost.length === 0) return [];
  return [
    toDiagnostic({
      code: 'not-undone',
      message: sources.secrets.mask(`${changeName(change)} ${howItIs(change, undo)}`),
      hint: 'look at it on the server, and plan what is to be: what the plan shows is what is left',
      place: placeOf(sources, change.place),
      entry: change.entry,
    }),
  ];
}

/** What has become of an object that is not as it was, in words that follow its name. */
function howItIs({ action }: Change, { isDone, why, lost }: Undo): string {
  const but = `not as before: ${lost.join('; ')}`;
  if (isDone)
    return action === 'create' ? `was taken back, and is gone; ${but}` : `was taken back, and is ${but}`;
  const stays = `stays ${DONE[action]}: ${why ?? ''}`;
  return lost.length > 0 ? `${stays}; ${but}` : stays;
}

/** The finding about a run of which nothing was taken back. `why`: for people. */
export function explainNotBegun(why: string, count: number): Diagnostic {
  return toDiagnostic({
    code: 'not-undone',
    message: `${why}, so nothing was taken back: what the run has done stays (${count} ${count === 1 ? 'change' : 'changes'})`,
    hint: 'plan again to see what is left to do, or plan the files as they were before to go back',
  });
}

/** The finding about a role that the server was made to create, and that cannot be told from one that is needed. */
export function explainRole(name: string): Diagnostic {
  return toDiagnostic({
    code: 'not-undone',
    message: `the server has made the role ${name}, which holds permissions of a user, and it stays`,
    hint: 'it holds nothing that was not granted before; delete it in the web interface when it is not needed',
  });
}

import type { Code } from '../../diagnostics/codes.ts';
import { toDiagnostic } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { changeName } from '../../plan/value/change-name.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import type { Change } from '../../plan/value/plan.ts';
import { placeOf, type Sources } from '../../plan/value/sources.ts';
import type { LeftOver } from './left-over.ts';

/** The findings about what is not done, by the change that would do it: of undone ones, the change itself. */
export function explainLeft(
  {
    undone,
    unmade,
    cut,
    unmarked,
    otherwise,
    moved,
    unplanned,
  }: LeftOver & {
    readonly cut: readonly Change[];
    readonly unmarked: readonly Change[];
  },
  sources: Sources,
): ReadonlyMap<Change, Diagnostic> {
  const found = new Map<Change, Diagnostic>();
  const say = (left: Change, change: Change, message: string, code: Code = 'answer-differs'): void => {
    if (found.has(left)) return;
    found.set(
      left,
      toDiagnostic({
        code,
        severity: 'error',
        message: sources.secrets.mask(message),
        hint: 'plan again to see what is different, and whether that is to be done',
        place: placeOf(sources, change.place),
        entry: change.entry,
      }),
    );
  };
  for (const change of undone)
    say(change, change, `the server says that it made the transaction, and has not done ${doing(change)}`);
  // Over the API it is not made either: what is approved is a transaction.
  for (const { change, left } of unmade) {
    const finding = found.get(change);
    if (finding) found.set(left, finding);
  }
  for (const change of cut)
    say(
      change,
      change,
      `a condition of ${changeName(change)} does not hold any more since it is made, so what was to come afterwards is not done`,
    );
  for (const change of unmarked)
    say(
      change,
      change,
      `${change.markedIn ?? ''} of ${changeName(change)} does not say any more what is still missing, so ${namesOfSetters(change)} was not written: --secrets always writes it`,
    );
  for (const { change, left } of otherwise)
    say(
      left,
      change,
      `the server made ${changeName(change)} otherwise than it is planned: ${namesIn(left)} would still be written`,
    );
  for (const { change, left } of moved)
    say(
      left,
      change,
      `${changeName(change)} is left as it is: it is not as it was planned any more, and ${doing(left)} would now write ${namesIn(left)}`,
      'change-stale',
    );
  for (const left of unplanned)
    say(
      left,
      left,
      `${changeName(left)} would now be written, too, which was not planned: it is left as it is`,
    );
  return found;
}

function doing(change: Change): string {
  return `the ${change.action} of ${changeName(change)}`;
}

function namesOfSetters({ setters }: Change): string {
  return setters.map(({ field }) => field).join(', ');
}

/** The names of what a change writes. */
function namesIn({ action, body, setters, grants, applies }: Change): string {
  const names = [...Object.keys(body), ...setters.map(({ field }) => field)];
  if (grants.some((grant) => writtenGrant(grant) !== undefined)) names.push('permissions');
  if (applies) names.push('what the server applies');
  return names.join(', ') || action;
}

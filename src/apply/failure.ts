import type { Model } from '../catalog/model.ts';
import type { ApiError } from '../client/api-error.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { messageOf } from '../diagnostics/errors.ts';
import { grantWords } from '../plan/changes/grant-words.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { Writes } from './decode-change.ts';
import { GrantError } from './grant-error.ts';
import { changeFinding, crashHint, refusalFindings, type Words } from './refusal-findings.ts';
import { SetterError } from './setter-error.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';

const DONE = { create: 'made', update: 'changed', delete: 'deleted', noop: 'changed' } as const;

/** What of a change was being written when it failed: a create and an update go through them in another order. */
export type Stage = 'object' | 'setters' | 'mark' | 'rest';

/** A change that failed, and what it refers to. */
interface Failed {
  readonly stage: Stage;
  readonly change: Change;
  readonly writes: Writes;
  readonly sources: Sources;
}

/**
 * The findings of a failed change: each message of the server at the attribute that caused it, the others at
 * the entry.
 */
export function explainFailedChange(failed: Failed, model: Model | undefined, error: ApiError): Diagnostic[] {
  const { change, writes } = failed;
  const what = changeName(change);
  if (error instanceof GrantError) {
    const words = error.grants.map(grantWords).join(', ');
    // They come after all else.
    const rest = Object.keys(writes.body).length > 0 ? `the rest of ${change.key} was written` : undefined;
    const said = error.isUnknown
      ? `it is not known whether the server took permissions of ${what}`
      : `the server refuses permissions of ${what}`;
    return [
      finding(failed, {
        code: error.isUnknown ? 'change-unknown' : 'change-failed',
        place: error.grants[0]?.place,
        message: `${said} (${words}): ${error.message}`,
        hint: [error.hint, rest].filter((part) => part !== undefined).join('; ') || undefined,
      }),
    ];
  }
  if (!(error instanceof SetterError) && failed.stage !== 'object') return [explainRest(failed, error)];
  if (error instanceof UnconfirmedError)
    return [
      finding(failed, {
        code: 'change-unknown',
        message: `it is not known whether ${what} was ${DONE[change.action]}: ${error.message}`,
        hint: [error.hint, 'plan again to see what the server has'].filter(Boolean).join('; '),
      }),
    ];
  const hint = error.kind === 'crashed' ? crashHint(change, writes, model, error.hint) : error.hint;
  if (error instanceof SetterError) {
    const hints =
      [hint, restOf(change, writes), nextRun(change, model, error.field)].filter(Boolean).join('; ') ||
      undefined;
    if (!error.isUnknown)
      return error.fields.flatMap((field) => refusalFindings(failed, [field], refused(failed, hints)));
    return [
      finding(failed, {
        code: 'change-unknown',
        place: change.fields.find((one) => one.path === error.field)?.place,
        message: `it is not known whether ${error.field} of ${what} was written: ${error.message}`,
        hint: hints,
      }),
    ];
  }
  const hints = [hint, writtenBefore(change)].filter(Boolean).join('; ') || undefined;
  if (error.fields.length > 0)
    return refusalFindings(failed, error.fields, refused(failed, writtenBefore(change)));
  return [finding(failed, { message: `cannot ${change.action} ${what}: ${error.message}`, hint: hints })];
}

/** The finding of a change whose object was written, and something after it was not. */
function explainRest(failed: Failed, error: ApiError): Diagnostic {
  const { change, stage } = failed;
  const what = changeName(change);
  const isUnknown = error instanceof UnconfirmedError;
  const code = isUnknown ? 'change-unknown' : 'change-failed';
  if (stage === 'mark')
    return finding(failed, {
      code,
      message: `${what} was made with all its values, but the mark in its ${change.markedIn} is ${isUnknown ? 'perhaps still' : 'still'} there: ${error.message}`,
      hint: [error.hint, 'apply again: it takes the mark away'].filter(Boolean).join('; '),
    });
  return finding(failed, {
    code,
    message: `${what} was ${DONE[change.action]}, but what comes after that ${isUnknown ? 'may not have been done' : 'was not done'}: ${error.message}`,
    hint: [error.hint, 'plan again to see what is left'].filter(Boolean).join('; '),
  });
}

/** The fields of an update that were written before the object itself failed. */
function writtenBefore({ action, setters }: Change): string | undefined {
  if (action !== 'update' || setters.length === 0) return undefined;
  const names = setters.map(({ field }) => field).join(' and ');
  return `${names} ${setters.length === 1 ? 'was' : 'were'} written already`;
}

/** The finding of a change that a bug ended: what it had sent is not known. */
export function explainBug(change: Change, sources: Sources, bug: unknown): Diagnostic {
  return toDiagnostic({
    code: 'change-unknown',
    message: sources.secrets.mask(
      `a bug in ak-blueprint ended ${change.action} ${changeName(change)}: ${messageOf(bug)}`,
    ),
    hint: 'it may have been done in part: plan again to see what the server has; please report the bug',
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

/** What to do about a value that nobody can read: whether the next run writes it by itself. */
function nextRun(
  { action, markedIn, unmarks, reason }: Change,
  model: Model | undefined,
  name: string,
): string | undefined {
  const field = model?.kind === 'resource' ? model.fields[name] : undefined;
  if (!field?.writeOnly) return undefined;
  const isMarked =
    (action === 'create' && markedIn !== undefined) || unmarks !== undefined || reason?.kind === 'unfinished';
  return isMarked
    ? `apply again: it writes ${name} again`
    : `apply again with --secrets always: it writes ${name} again`;
}

/**
 * What became of the rest of a change whose field with an endpoint of its own was not written: that comes last
 * of a create and first of an update.
 */
function restOf({ action, key }: Change, { body }: Writes): string | undefined {
  if (Object.keys(body).length === 0) return undefined;
  return action === 'create' ? `the rest of ${key} was written` : `nothing else of ${key} was written`;
}

/** What the server refuses: the whole change, or a value of an object that was made. */
function ofWhat({ change: { action }, stage }: Failed): string {
  return stage === 'object' || action !== 'create' ? `to ${action}` : 'a value of the new';
}

/** What of a change was refused, in words, and what to do about it. */
function refused(failed: Failed, hint: string | undefined) {
  return { code: 'change-failed', what: ofWhat(failed), hint } as const;
}

/** A finding about the change. */
function finding(failed: Failed, words: Omit<Words, 'code'> & Partial<Pick<Words, 'code'>>): Diagnostic {
  return changeFinding(failed, { code: 'change-failed', ...words });
}

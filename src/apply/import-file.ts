import { asMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { type LogLine, logLines } from '../client/log-lines.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { changeName } from '../plan/value/change-name.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { ApplyOutcome } from './outcome.ts';
import { notApproved } from './not-approved.ts';
import { requestsSince } from './requests-since.ts';
import { serverSays } from './server-says.ts';
import { isInterrupted, type Replanned, type Sent, sendOnce, type Shown } from './transaction/send-once.ts';
import { sentOutcome } from './transaction/sent-outcome.ts';

/** Seconds to go on reading after an answer that says nothing. */
const PATIENCE = 10;

/** What importing a file needs. */
export interface ImportOptions {
  readonly client: Client;
  /** The path of the import endpoint. */
  readonly path: string;
  /** The file that the plan was made of. */
  readonly file: { readonly name: string; readonly text: string };
  /** The secrets that the plan refers to, and the files that its places are in. */
  readonly sources: Sources;
  /** Makes the plan again, from what the server has after the import. */
  readonly planAgain: () => Promise<Replanned>;
  /** The changes that would no longer do what was approved, by their ids, and why. */
  readonly moved: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Whether all of the plan, and nothing else, was approved: if not, nothing is sent, as a file is taken whole. */
  readonly isApproved: boolean;
  /** The current time in milliseconds, for the durations in the outcome. */
  readonly now: () => number;
}

/** How an import ended. */
interface Import extends Pick<Sent, 'said'> {
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted?: boolean;
}

/**
 * Has the server's importer apply the file that a plan was made of, completely or not at all. What the file
 * would still change afterwards is a finding. Throws an ApiError when the file was certainly not taken, as the
 * server could not be asked.
 */
export async function importFile(plan: Plan, options: ImportOptions): Promise<ApplyOutcome> {
  const { client, now } = options;
  const before = client.requests();
  const started = now();
  if (!options.isApproved)
    return { ...notApproved(plan, options.moved), requests: requestsSince(before, client.requests()) };
  const pending = plan.changes.filter((change) => change.action !== 'noop' && change.by === undefined);
  const { said, diagnostics, interrupted } =
    pending.length === 0
      ? ({ said: 'taken', diagnostics: [] } satisfies Import)
      : await upload(plan, options);
  return {
    outcomes: pending.map((change) => sentOutcome(said, change)),
    diagnostics,
    interrupted: interrupted ?? false,
    refused: said === 'refused',
    requests: requestsSince(before, client.requests()),
    seconds: (now() - started) / 1000,
  };
}

/** Sends the file; where the answer does not say whether it was taken, a plan of it does, if anything. */
async function upload(plan: Plan, options: ImportOptions): Promise<Import> {
  const { client, path, file, planAgain } = options;
  const shows = (left: Replanned): Shown => howMuch(plan, left);
  const sent = await sendOnce({ client, path, file, planAgain, shows, patience: PATIENCE });
  const { said, left, error } = sent;
  const interrupted = [error, left].some(isInterrupted);
  if (said === 'unknown') return { said, interrupted, diagnostics: [unknown(plan, error, options)] };
  // The importer keeps all of a file or nothing.
  if (said === 'refused') {
    if (error?.kind === 'forbidden') throw error;
    const why = error ? withoutReason(plan, options, error) : objection(plan, sent.logs, options);
    return { said, diagnostics: [why] };
  }
  if (!(left instanceof ApiError)) return { said, diagnostics: error ? [] : leftOver(left) };
  const unread = toDiagnostic({
    code: 'answer-differs',
    message: `the importer took the file, and what it made could not be read: ${left.message}`,
    hint: 'a plan of the file shows whether it made all of it',
    place: wholeFile(plan, options.sources),
  });
  return { said, diagnostics: [unread], interrupted };
}

/** How much of a file has been made: all of it when a plan of it has nothing left to do. */
function howMuch(plan: Plan, left: Replanned): Shown {
  const count = left.plan.changes.filter(isWritten).length;
  if (count === 0) return 'all';
  return count === plan.changes.filter(isWritten).length ? 'none' : 'some';
}

/** The finding about a file of which nobody can tell whether it was taken. */
function unknown(plan: Plan, error: ApiError | undefined, { sources }: ImportOptions): Diagnostic {
  return toDiagnostic({
    code: 'change-unknown',
    message: `it is not known whether the server's importer took the file: ${sources.secrets.mask(error?.message ?? '')}`,
    place: wholeFile(plan, sources),
    hint: 'it takes all of a file or nothing; plan again to see what the server has',
  });
}

/** The finding about a file to which the importer objects. */
function objection(plan: Plan, logs: Json | undefined, { sources }: ImportOptions): Diagnostic {
  const said = logLines(logs);
  const entry = said.map((line) => changeMeant(line, plan)).find((change) => change !== undefined);
  return toDiagnostic({
    code: 'import-failed',
    message: "the server's importer did not take the file",
    place: placeOf(sources, entry?.place) ?? wholeFile(plan, sources),
    entry: entry?.entry,
    notes: serverSays(
      sources,
      said.map(({ text }) => text),
    ),
    hint:
      said.length > 0
        ? 'mend what the server names; it kept nothing of the file'
        : 'the server kept nothing of the file; its log says why',
  });
}

/** The finding about a file on which the importer failed. */
function withoutReason(plan: Plan, { sources }: ImportOptions, error: ApiError): Diagnostic {
  return toDiagnostic({
    code: 'import-failed',
    message: `the server's importer did not take the file: ${sources.secrets.mask(error.message)}`,
    place: wholeFile(plan, sources),
    hint:
      'the server kept nothing of the file, and gives no reason; ' +
      'apply does, since it writes one object after the other',
  });
}

/** The start of the file that a plan was made of. */
function wholeFile(plan: Plan, sources: Sources): Diagnostic['place'] {
  const place = placeOf(sources, plan.changes.find((change) => change.place)?.place);
  return place && { file: place.file, span: { start: 0, end: 0 } };
}

/** The change of the entry that a log line is about: the only one of its model with its identifiers. */
function changeMeant({ entry }: LogLine, plan: Plan): Change | undefined {
  if (!entry) return undefined;
  const asked = Object.entries(asMapping(entry.identifiers)).filter(
    ([name, value]) => name !== 'pk' && typeof value !== 'object',
  );
  if (asked.length === 0) return undefined;
  const meant = plan.changes.filter(
    (change) =>
      change.model === entry.model &&
      asked.every(([name, value]) => (change.body[name] ?? change.before?.[name]) === value),
  );
  return meant.length === 1 && meant[0]?.place ? meant[0] : undefined;
}

/** Findings about what a plan made after the import would still change. */
function leftOver({ plan, sources }: Replanned): Diagnostic[] {
  return plan.changes.filter(isWritten).map((change) => {
    const what = change.fields.map((field) => field.path).join(', ') || change.action;
    return toDiagnostic({
      code: 'answer-differs',
      message: `the importer did not make ${changeName(change)} as the file says: ${what}`,
      hint: 'a plan of the file shows what is different',
      place: placeOf(sources, change.place),
      entry: change.entry,
    });
  });
}

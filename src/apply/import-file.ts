import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { type LogLine, logLines } from '../client/log-lines.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { ApplyOutcome } from './outcome.ts';
import { requestsSince } from './requests-since.ts';

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
  readonly planAgain: () => Promise<{ readonly plan: Plan; readonly sources: Sources }>;
  /** The current time in milliseconds, for the durations in the outcome. */
  readonly now: () => number;
}

/**
 * Has the server's importer apply the file that a plan was made of, completely or not at all. What the file
 * would still change afterwards is a finding. Throws an ApiError when a request fails.
 */
export async function importFile(plan: Plan, options: ImportOptions): Promise<ApplyOutcome> {
  const { client, now } = options;
  const before = client.requests();
  const started = now();
  const pending = plan.changes.filter((change) => change.action !== 'noop' && change.by === undefined);
  const problems = pending.length === 0 ? [] : await upload(plan, options);
  const isTaken = problems.length === 0;
  const left = isTaken && pending.length > 0 ? leftOver(await options.planAgain()) : [];
  return {
    outcomes: pending.map((change) =>
      isTaken
        ? { state: 'applied', change, made: undefined, seconds: 0 }
        : { state: 'failed', change, made: undefined, diagnostics: [] },
    ),
    diagnostics: [...problems, ...left],
    interrupted: false,
    refused: !isTaken,
    requests: requestsSince(before, client.requests()),
    seconds: (now() - started) / 1000,
  };
}

/**
 * Sends the file, and gives the importer's objections. `success` in the response decides, not the HTTP status
 * (rest-api-2023-vs-2025, point 39).
 */
async function upload(plan: Plan, { client, sources, path, file }: ImportOptions): Promise<Diagnostic[]> {
  try {
    const { success, logs } = asRow(await client.upload(path, file));
    if (success === true) return [];
    const said = logLines(logs);
    const entry = said.map((line) => changeMeant(line, plan)).find((change) => change !== undefined);
    return [
      toDiagnostic({
        code: 'import-failed',
        message: "the server's importer did not take the file",
        place: placeOf(sources, entry?.place) ?? wholeFile(plan, sources),
        entry: entry?.entry,
        notes: said.map(({ text: line }) => ({ message: `the server says: ${sources.secrets.mask(line)}` })),
        hint:
          said.length > 0
            ? 'mend what the server names; it kept nothing of the file'
            : 'the server kept nothing of the file; its log says why',
      }),
    ];
  } catch (error) {
    if (!(error instanceof ApiError) || !['crashed', 'invalid'].includes(error.kind)) throw error;
    return [
      toDiagnostic({
        code: 'import-failed',
        message: `the server's importer did not take the file: ${sources.secrets.mask(error.message)}`,
        place: wholeFile(plan, sources),
        hint:
          'the server kept nothing of the file, and gives no reason; ' +
          'apply does, since it writes one object after the other',
      }),
    ];
  }
}

/** The start of the file that a plan was made of. */
function wholeFile(plan: Plan, sources: Sources): Diagnostic['place'] {
  const place = placeOf(sources, plan.changes.find((change) => change.place)?.place);
  return place && { file: place.file, span: { start: 0, end: 0 } };
}

/** The change of the entry that a log line is about: the only one of its model with its identifiers. */
function changeMeant({ entry }: LogLine, plan: Plan): Change | undefined {
  if (!entry) return undefined;
  const asked = Object.entries(asRow(entry.identifiers)).filter(
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
function leftOver({ plan, sources }: { readonly plan: Plan; readonly sources: Sources }): Diagnostic[] {
  return plan.changes.filter(isWritten).map((change) => {
    const what = change.fields.map((field) => field.path).join(', ') || change.action;
    return toDiagnostic({
      code: 'answer-differs',
      message: `the importer did not make ${change.model} ${change.key} as the file says: ${what}`,
      hint: 'a plan of the file shows what is different',
      place: placeOf(sources, change.place),
      entry: change.entry,
    });
  });
}

function asRow(value: Json): { readonly [field: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

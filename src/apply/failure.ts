import type { ApiError, FieldMessage } from '../client/api-error.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change } from '../plan/plan.ts';

/** A failed change as findings: each message of the server at the attribute that caused it, the rest at the entry. */
export function explainFailedChange(change: Change, error: ApiError): Diagnostic[] {
  const what = `${change.model} ${change.key}`;
  if (error.fields.length > 0) return error.fields.map((field) => refusal(change, what, field));
  const hint = error.kind === 'crashed' ? crashHint(change, error) : error.hint;
  return [finding(change, undefined, `cannot ${change.action} ${what}: ${error.message}`, hint)];
}

function refusal(change: Change, what: string, { path, message }: FieldMessage): Diagnostic {
  const [field, ...rest] = path;
  const at = rest.length > 0 ? `${String(field)}.${rest.join('.')}` : String(field ?? '');
  return finding(change, typeof field === 'string' ? field : undefined, `the server refuses to ${change.action} ${what}: ${at === '' ? '' : `${at}: `}${message}`, undefined);
}

function finding(change: Change, field: string | undefined, message: string, hint: string | undefined): Diagnostic {
  const span = change.fields.find((one) => one.path === field)?.span;
  const place = change.place && span ? { file: change.place.file, span } : change.place;
  return { code: 'change-failed', severity: 'error', message, ...(hint === undefined ? {} : { hint }), ...(place ? { place } : {}), ...(change.entry ? { entry: change.entry } : {}) };
}

/** What people can look at when the server crashed: it gives no reason (rest-api-2023.2, point 1). */
function crashHint(change: Change, error: ApiError): string {
  const empty = Object.entries(change.body).filter(([, value]) => value === '' || value === null).map(([name]) => name);
  const guess = empty.length > 0 ? `; empty here: ${empty.join(', ')}` : '';
  return `${error.hint ?? 'the server gives no reason'}${guess}`;
}

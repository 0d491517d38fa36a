import type { Value } from '../blueprint/value.ts';
import type { Field, Model } from '../catalog/model.ts';
import type { FieldMessage } from '../client/api-error.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { FilePlace } from '../source/file-place.ts';
import type { Writes } from './decode-change.ts';
import { serverSays } from './server-says.ts';
import type { Refusal } from './transaction/read-refusal.ts';

/** A change that a finding is about, and what it refers to. */
export interface About {
  readonly change: Change;
  readonly sources: Sources;
}

/** The text of a finding about a change. `place`: the attribute; undefined: the entry. */
export interface Words {
  readonly code: Code;
  readonly message: string;
  readonly hint: string | undefined;
  readonly place?: FilePlace | undefined;
  /** Further messages of the server. */
  readonly more?: readonly string[];
}

/** A finding about a change, without secrets: the server repeats values. */
export function changeFinding(
  { change, sources }: About,
  { code, message, hint, place, more = [] }: Words,
): Diagnostic {
  const { mask } = sources.secrets;
  return toDiagnostic({
    code,
    message: mask(message),
    notes: serverSays(sources, more),
    hint: hint === undefined ? undefined : mask(hint),
    place: placeOf(sources, place ?? change.place),
    entry: change.entry,
  });
}

/**
 * The findings of what the server refuses of a change: one for each field, at the attribute that sets it, the
 * others at the entry. `what`: what it does not do, as `to create`.
 */
export function refusalFindings(
  about: About,
  fields: readonly FieldMessage[],
  { code, what, hint }: { readonly code: Code; readonly what: string; readonly hint: string | undefined },
): Diagnostic[] {
  const { model, key, fields: written } = about.change;
  return byField(fields).map(([{ path, message }, ...more]) => {
    const at = path.length > 0 ? `${path.join('.')}: ` : '';
    return changeFinding(about, {
      code,
      place: written.find((one) => one.path === path[0])?.place,
      message: `the server refuses ${what} ${model} ${key}: ${at}${message}`,
      hint,
      more: more.map((one) => one.message),
    });
  });
}

/**
 * The findings of a change that the server's importer does not take, in the words of a refusal over REST. `writes`:
 * what it sends; of what the server gives no reason for, the likely causes are named.
 */
export function explainRefused(
  about: About,
  { messages, notes }: Refusal,
  { model, writes }: { readonly model: Model | undefined; readonly writes: Writes },
): Diagnostic[] {
  const { change } = about;
  const code = 'server-refuses';
  const what = `to ${change.action}`;
  if (messages.length > 0)
    return refusalFindings(about, messages, { code, what, hint: 'nothing was written: it was only asked' });
  const message = `the server refuses ${what} ${changeName(change)}`;
  const hint = crashHint(change, writes, model, undefined);
  return [changeFinding(about, { code, message, hint, more: notes })];
}

/** The messages grouped by field: the server's objections to a blueprint in a field come in several lines. */
function byField(fields: readonly FieldMessage[]): [FieldMessage, ...FieldMessage[]][] {
  const groups = new Map<string, [FieldMessage, ...FieldMessage[]]>();
  for (const field of fields) {
    const group = groups.get(field.path.join('.'));
    if (group) group.push(field);
    else groups.set(field.path.join('.'), [field]);
  }
  return [...groups.values()];
}

/**
 * A hint at likely causes when the server crashed, as it gives no reason (rest-api-2023.2, point 1). Seen as
 * causes: criteria of an event matcher, the issuer of a SAML source, a kubeconfig; that is, text or JSON that
 * is empty, or not given and without a default.
 */
export function crashHint(
  { action }: Change,
  { body }: Writes,
  model: Model | undefined,
  hint: string | undefined,
): string {
  const fields = model?.kind === 'resource' ? model.fields : {};
  const empty = Object.entries(body)
    .filter(([name, value]) => isEmpty(value) && !fields[name]?.nullable)
    .map(([name]) => name);
  const absent = Object.entries(fields)
    .filter(([name, field]) => !(name in body) && isWithoutValue(field))
    .map(([name]) => name);
  const parts = [hint ?? 'the server gives no reason'];
  if (action === 'create' && absent.length > 0) parts.push(`not given: ${absent.join(', ')}`);
  if (empty.length > 0) parts.push(`empty: ${empty.join(', ')}`);
  return parts.join('; ');
}

/** Whether a field has no value when it is not given. */
function isWithoutValue(field: Field): boolean {
  return (
    !field.readOnly &&
    !field.nullable &&
    !field.setter &&
    !field.generated &&
    field.type !== 'boolean' &&
    isEmpty(field.default ?? null)
  );
}

function isEmpty(value: Value): boolean {
  return (
    value === null ||
    value === '' ||
    (typeof value === 'object' &&
      (Array.isArray(value) || Object.getPrototypeOf(value) === null) &&
      Object.keys(value).length === 0)
  );
}

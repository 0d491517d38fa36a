import type { Value } from '../blueprint/value.ts';
import type { Model } from '../catalog/model.ts';
import type { ApiError, FieldMessage } from '../client/api-error.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { grantWords } from '../plan/grant-words.ts';
import type { Change } from '../plan/plan.ts';
import type { Span } from '../source/source-file.ts';
import { GrantError } from './grant-error.ts';
import { SetterError } from './setter-error.ts';

/**
 * A failed change as findings: each message of the server at the attribute that caused it, the rest at the
 * entry.
 */
export function explainFailedChange(change: Change, model: Model | undefined, error: ApiError): Diagnostic[] {
  const what = `${change.model} ${change.key}`;
  const hint = error.kind === 'crashed' ? crashHint(change, model, error) : error.hint;
  if (error instanceof GrantError) {
    const words = error.grants.map(grantWords).join(', ');
    return [
      finding(
        change,
        error.grants[0]?.span,
        `the server refuses permissions of ${what} (${words}): ${error.message}`,
        error.hint,
      ),
    ];
  }
  if (error instanceof SetterError) {
    const rest = Object.keys(change.body).length > 0 ? `the rest of ${change.key} was written` : undefined;
    return error.fields.map((field) =>
      refusal(change, what, field, [hint, rest].filter((part) => part !== undefined).join('; ') || undefined),
    );
  }
  if (error.fields.length > 0)
    return byField(error.fields).map(([field, ...more]) => refusal(change, what, field, undefined, more));
  return [finding(change, undefined, `cannot ${change.action} ${what}: ${error.message}`, hint)];
}

/**
 * The messages about one field together: what a server has against a blueprint in a field comes in several
 * lines.
 */
function byField(fields: readonly FieldMessage[]): [FieldMessage, ...FieldMessage[]][] {
  const groups = new Map<string, [FieldMessage, ...FieldMessage[]]>();
  for (const field of fields) {
    const group = groups.get(field.path.join('.'));
    if (group) group.push(field);
    else groups.set(field.path.join('.'), [field]);
  }
  return [...groups.values()];
}

function refusal(
  change: Change,
  what: string,
  { path, message }: FieldMessage,
  hint: string | undefined,
  more: readonly FieldMessage[] = [],
): Diagnostic {
  const [field, ...rest] = path;
  const at = rest.length > 0 ? `${String(field)}.${rest.join('.')}` : String(field ?? '');
  return finding(
    change,
    spanOf(change, field),
    `the server refuses to ${change.action} ${what}: ${at === '' ? '' : `${at}: `}${message}`,
    hint,
    more.map((one) => one.message),
  );
}

/** Where a file says what it wants of a field. */
function spanOf(change: Change, field: string | number | undefined): Span | undefined {
  return change.fields.find((one) => one.path === field)?.span;
}

function finding(
  change: Change,
  span: Span | undefined,
  message: string,
  hint: string | undefined,
  more: readonly string[] = [],
): Diagnostic {
  const place = change.place && span ? { file: change.place.file, span } : change.place;
  const notes = more.map((text) => ({
    message: `the server says: ${withoutSecrets(change, text.replace(/^- /, ''))}`,
  }));
  return toDiagnostic({
    code: 'change-failed',
    message: withoutSecrets(change, message),
    ...(notes.length > 0 ? { notes } : {}),
    ...(hint === undefined ? {} : { hint }),
    ...(place ? { place } : {}),
    ...(change.entry ? { entry: change.entry } : {}),
  });
}

/**
 * The server repeats values in its messages ("… is not a valid choice"): those of secret fields are taken
 * out.
 */
export function withoutSecrets({ fields }: Pick<Change, 'fields'>, message: string): string {
  const secrets = fields.flatMap((one) =>
    one.secret && typeof one.after === 'string' && one.after !== '' ? [one.after, one.after.trim()] : [],
  );
  return secrets
    .reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '(secret)')), message)
    .replaceAll('"(secret)"', '(secret)');
}

/**
 * What people can look at when the server crashed: it gives no reason (rest-api-2023.2, point 1). Seen there:
 * criteria of an event matcher, a SAML source's issuer, a kubeconfig: text or JSON that is empty or not
 * given, and has no value of its own.
 */
function crashHint(change: Change, model: Model | undefined, error: ApiError): string {
  const fields = model?.kind === 'resource' ? model.fields : {};
  const empty = Object.entries(change.body)
    .filter(([name, value]) => isEmpty(value) && !fields[name]?.nullable)
    .map(([name]) => name);
  const absent =
    change.action !== 'create'
      ? []
      : Object.entries(fields)
          .filter(([name, field]) => {
            return (
              !(name in change.body) &&
              !field.readOnly &&
              !field.nullable &&
              !field.setter &&
              !field.generated &&
              field.type !== 'boolean' &&
              isEmpty(field.default ?? null)
            );
          })
          .map(([name]) => name);
  return [
    error.hint ?? 'the server gives no reason',
    ...(absent.length > 0 ? [`not given: ${absent.join(', ')}`] : []),
    ...(empty.length > 0 ? [`empty: ${empty.join(', ')}`] : []),
  ].join('; ');
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

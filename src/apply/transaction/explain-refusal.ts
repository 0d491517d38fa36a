import { asMapping } from '../../catalog/json-mapping.ts';
import type { Catalog } from '../../catalog/model.ts';
import type { ApiError, FieldMessage } from '../../client/api-error.ts';
import type { LoggedEntry } from '../../client/log-items.ts';
import { toDiagnostic } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { changeName } from '../../plan/value/change-name.ts';
import type { Change } from '../../plan/value/plan.ts';
import { placeOf, type Sources } from '../../plan/value/sources.ts';
import { refusalFindings } from '../refusal-findings.ts';
import { serverSays } from '../server-says.ts';
import { readRefusal } from './read-refusal.ts';
import type { Sent } from './send-once.ts';
import type { ValuesBlueprint } from './values-blueprint.ts';

/** What a transaction was made with. */
interface Refused {
  readonly blueprint: ValuesBlueprint;
  readonly catalog: Catalog;
  readonly sources: Sources;
}

const KEPT = 'nothing of the transaction was kept';

/**
 * The findings about a transaction that the server refused: at the entry that it names, in the words of a change that
 * it refuses by itself.
 */
export function explainRefusal({ logs, error }: Sent, refused: Refused): readonly Diagnostic[] {
  if (error?.kind === 'forbidden') return [missingRights(error, refused)];
  const { sources } = refused;
  const { messages, entry } = readRefusal(logs);
  const change = entry && changeOf(entry, refused);
  if (change && messages.length > 0) {
    const what = `to ${change.action}`;
    return refusalFindings({ change, sources }, messages, { code: 'change-failed', what, hint: KEPT });
  }
  return [
    toDiagnostic({
      code: 'import-failed',
      message: sources.secrets.mask(refusalText(change, messages.length > 0, error?.status)),
      place: placeOf(sources, change?.place),
      entry: change?.entry,
      notes: serverSays(sources, textsOf(messages)),
      hint: 'nothing of it was kept; --verify looks for the entry that the server refuses, and without --atomic each refusal stands at its attribute',
    }),
  ];
}

function refusalText(stoppedAt: Change | undefined, hasReason: boolean, status: number | undefined): string {
  const what = 'the server did not make the transaction';
  if (hasReason) return what;
  const where = stoppedAt ? ` it stopped at ${changeName(stoppedAt)}` : '';
  return `${what}, and does not say why${where}${status === undefined ? '' : ` (status ${status})`}`;
}

/** The change that made the entry which the server names. */
function changeOf(
  { id, model, identifiers }: LoggedEntry,
  { blueprint, catalog }: Refused,
): Change | undefined {
  const named = id === undefined ? undefined : blueprint.byId.get(id);
  if (named) return named;
  const resource = catalog.models[model];
  if (resource?.kind !== 'resource') return undefined;
  const keys = new Set(Object.values(asMapping(identifiers)).map(String));
  const meant = blueprint.changes.filter(
    (change) => change.model === model && keys.has(String(change.before?.[resource.collection.pk] ?? '\0')),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

/** The finding about rights that the token's user lacks: of a superuser, or on each model of the transaction. */
function missingRights({ message, fields }: ApiError, { blueprint, catalog, sources }: Refused): Diagnostic {
  const models = [...new Set(blueprint.changes.map(({ model }) => model))].sort();
  const isEach = catalog.importer?.rights === 'each-model';
  return toDiagnostic({
    code: 'import-failed',
    message: sources.secrets.mask(`the server did not make the transaction: ${message}`),
    notes: serverSays(sources, textsOf(fields)),
    hint: isEach
      ? `a transaction needs the rights to add blueprint instances, and to add, change and delete each of its models: ${models.join(', ')}; nothing of it was kept`
      : 'a transaction needs a superuser in this release; without --atomic the rights on each object are enough',
  });
}

function textsOf(messages: readonly FieldMessage[]): string[] {
  return messages.map(({ message }) => message);
}

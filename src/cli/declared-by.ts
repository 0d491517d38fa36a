import type { ReadAnswers } from '../actual/snapshot.ts';
import { dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import { Collector, type Report } from '../diagnostics/collector.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import { DEFAULT_POLICY } from '../plan/policy.ts';
import { boundsOf, type PathOptions } from './bounds.ts';
import { loadAndValidate } from './check.ts';
import { chooseFiles } from './choose-files.ts';
import type { Io } from './io.ts';
import { outside } from './outside.ts';
import { planAgainst } from './run-plan.ts';

/** What is known of the server. */
interface Known {
  readonly client: Client;
  readonly catalog: Catalog;
  readonly me: Awaited<ReturnType<Client['me']>>;
  /** See `Connection`. */
  readonly credentials: readonly string[];
  /** Where answers come from; undefined: from the server. */
  readonly answers: ReadAnswers | undefined;
}

/**
 * The ids of the rows of a server that files declare, as a plan of them tells. A variable that is not set counts as a
 * text of its own: mostly it is a secret, which identifies nothing. Entries of which it cannot be told are reported,
 * and files that cannot be read.
 */
export async function declaredBy(
  paths: readonly string[],
  { client, catalog, me, credentials, answers }: Known,
  options: PathOptions,
  report: Report,
  io: Io,
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const collector = new Collector();
  const bounds = boundsOf(undefined, options, io);
  const chosen = chooseFiles(paths, undefined, bounds, report, io);
  const refuse = (): undefined => undefined;
  const { blueprints } = await loadAndValidate(chosen, catalog, undefined, refuse, collector, new Set());
  for (const { code, severity, message, place } of collector.diagnostics)
    if (severity === 'error' && isFixed(code))
      report({
        code,
        severity: 'warning',
        message: `a file of --against cannot be read, so what it declares may be exported, too: ${message}`,
        place,
      });
  const read = outside(bounds, { refuse, isInsensitive: () => false }, credentials, io);
  const { plan, diagnostics } = await planAgainst(client, {
    blueprints,
    catalog,
    policy: DEFAULT_POLICY,
    context: dict(),
    ...read,
    env: (name) => read.env(name) ?? `the value of ${name}`,
    me,
    read: answers,
    secrets: io.secrets,
  });
  for (const { code, severity, message, entry, place } of diagnostics)
    if (severity === 'error' && entry)
      report({
        code,
        severity: 'warning',
        message: `an entry of --against was left out of account, so its object is exported, too: ${message}`,
        entry,
        place,
      });
  return new Set(plan.changes.map(({ row }) => row));
}

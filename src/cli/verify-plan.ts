import { pushingModels } from '../apply/transaction/pushing-models.ts';
import { verifyPlan } from '../apply/transaction/verify.ts';
import { divide } from '../plan/transaction/division.ts';
import { formatEstimate } from '../report/format-verified.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Prepared } from './prepare.ts';
import { usingConnection } from './server.ts';

/** The option that has the server say what it thinks of a plan. */
export interface VerifyOption {
  readonly verify?: boolean;
}

/**
 * Asks the server about a plan, where that is wanted and there is one; what it says is added. Nothing is changed by
 * it. It says before the first request what it will come to.
 */
export async function verified(prepared: Prepared, { verify }: VerifyOption, io: Io): Promise<Prepared> {
  const { connection, plan, catalog, sources, collector } = prepared;
  if (!verify || collector.failed) return prepared;
  const { client, log } = connection;
  return usingConnection(connection, async () => {
    try {
      const server = await pushingModels(client, catalog, plan.changes);
      const said = await verifyPlan(plan, divide(plan, catalog, server), {
        client,
        catalog,
        sources,
        onStart: (estimate) => io.err(formatEstimate(estimate)),
        onPart: (part, parts) => io.status(`asking the server: part ${part} of ${parts}`),
        now: () => performance.now(),
      });
      const { changes, parts, requests, seconds, refused, notVerified, noVerdict } = said;
      log.say('verified', {
        changes,
        parts,
        requests,
        seconds,
        refused: refused.length,
        notVerified: notVerified.length,
        noVerdict: noVerdict?.why,
      });
      return { ...prepared, verified: said };
    } finally {
      io.status('');
    }
  });
}

/** How a run ends of whose plan the server did not say that it would take it; undefined where it may go on. */
export function afterAsking({
  verified: said,
}: Prepared): { readonly code: ExitCode; readonly why: string } | undefined {
  if (said && said.refused.length > 0)
    return { code: EXIT.findings, why: 'The server would not take all of it.' };
  return said?.noVerdict
    ? {
        code: EXIT.server,
        why: 'The server did not say whether it would take it; leave --verify out to do without.',
      }
    : undefined;
}

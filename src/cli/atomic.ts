import { pushingModels } from '../apply/transaction/pushing-models.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic, Finding } from '../diagnostics/diagnostic.ts';
import { type Division, divide } from '../plan/transaction/division.ts';
import { changeName } from '../plan/value/change-name.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import { placeOf } from '../plan/value/sources.ts';
import type { Step, Steps } from '../report/steps.ts';
import type { Prepared } from './prepare.ts';
import type { Since } from './run-approved.ts';
import { usingConnection } from './server.ts';

/** Options of `apply --atomic`. */
export interface AtomicOptions {
  readonly atomic?: boolean;
  /** The most changes in the transaction. */
  readonly atomicLimit: number;
}

/** How the changes of a plan are made in one transaction and afterwards. */
export interface Arranged {
  readonly division: Division;
  readonly steps: Steps;
  /** What was found; with an error among it the plan must not be run. */
  readonly findings: readonly Diagnostic[];
}

const NO_DIVISION: Division = { together: [], afterwards: [], forbidden: [] };

/**
 * Divides a plan for `--atomic`. Reads whether the server has objects that changes are sent to, where that decides.
 * Throws an ApiError when the server cannot be reached.
 */
export async function arrange(prepared: Prepared, plan: Plan, limit: number): Promise<Arranged> {
  const { connection, catalog, sources, collector } = prepared;
  const written = plan.changes.filter(isWritten);
  if (collector.failed || written.length === 0)
    return { division: NO_DIVISION, steps: new Map(), findings: [] };
  const server = await usingConnection(connection, () => pushingModels(connection.client, catalog, written));
  const division = divide(plan, catalog, server);
  const at = (change: Change | undefined): Pick<Finding, 'place' | 'entry'> => ({
    place: placeOf(sources, change?.place),
    entry: change?.entry,
  });
  const made = (findings: readonly Finding[]): readonly Diagnostic[] =>
    findings.map((one) => toDiagnostic({ ...one, message: sources.secrets.mask(one.message) }));
  if ('impossible' in division) {
    const message = `this cannot be made in one transaction: ${division.impossible}`;
    const finding: Finding = { code: 'atomic-impossible', message, hint: WITHOUT, ...at(written[0]) };
    return { division: NO_DIVISION, steps: new Map(), findings: made([finding]) };
  }
  const { together, forbidden, afterwards } = division;
  const findings = forbidden.map(
    ({ change, needs, why }): Finding => ({
      code: 'atomic-impossible',
      message: `${changeName(change)} cannot go in one transaction with the others: ${why}`,
      hint: WITHOUT,
      notes: [{ message: `${changeName(needs)} goes afterwards`, place: placeOf(sources, needs.place) }],
      ...at(change),
    }),
  );
  if (together.length > limit)
    findings.push({
      code: 'atomic-too-many',
      message: `${together.length} changes would go in one transaction, and at most ${limit} may`,
      hint: `objects stay locked until all are written: apply some of the files first, or allow it with --atomic-limit ${together.length}`,
      ...at(together[limit]),
    });
  const [first] = afterwards;
  if (together.length === 0 && first)
    findings.push({
      code: 'atomic-impossible',
      severity: 'warning',
      message: `nothing of this can go in a transaction, so each change goes by itself: ${changeName(first.change)}: ${first.why}`,
      hint: 'a change that fails leaves the others as they are',
      ...at(first.change),
    });
  return { division, steps: stepsOf(plan, division), findings: made(findings) };
}

/**
 * What is said before anything is done when all of a plan could be made in one transaction and is not; empty otherwise.
 * Sends nothing: where it would have to be asked, it is not said.
 */
export function mentionAtomic(
  { plan, catalog }: Pick<Prepared, 'plan' | 'catalog'>,
  { atomic, atomicLimit }: AtomicOptions,
): string {
  if (atomic) return '';
  const division = divide(plan, catalog, { pushesTo: 'unknown' });
  if ('impossible' in division || division.afterwards.length + division.forbidden.length > 0) return '';
  const { length } = division.together;
  return length > 1 && length <= atomicLimit
    ? `All ${length} changes could go in one transaction: --atomic makes all of them or none.`
    : '';
}

const WITHOUT = 'without --atomic each change goes by itself';

/** Whether two divisions put the same changes in the transaction. */
export function isSameDivision(one: Division, other: Division): boolean {
  const idsOf = ({ together, afterwards }: Division): string =>
    JSON.stringify([together.map(({ id }) => id), afterwards.map(({ change, part }) => [change.id, part])]);
  return idsOf(one) === idsOf(other);
}

/** Why nothing of a plan is made whose changes go in the transaction otherwise than it was shown. */
export function dividedOtherwise({ sources }: Prepared, { afterwards }: Division): Since['moved'] {
  const [first] = afterwards;
  const why = first ? `${changeName(first.change)}: ${first.why}` : 'all of it can now';
  return new Map([
    [
      first?.change.id ?? '',
      [
        toDiagnostic({
          code: 'change-stale',
          message: sources.secrets.mask(`other changes go in the transaction now than the plan says: ${why}`),
          hint: 'plan again to see what is to be done now',
        }),
      ],
    ],
  ]);
}

function stepsOf({ changes }: Plan, { together, afterwards }: Division): Steps {
  const whys = new Map(afterwards.map(({ change, why }) => [change.id, why]));
  const inTransaction = new Set(together);
  const rows = new Set(changes.filter(isWritten).map(({ row }) => row));
  return new Map(
    changes.flatMap((change): (readonly [string, Step])[] => {
      const afterwardsWhy = whys.get(change.id);
      if (inTransaction.has(change)) return [[change.id, { step: 'transaction', afterwards: afterwardsWhy }]];
      if (afterwardsWhy !== undefined)
        return [[change.id, { step: 'afterwards', afterwards: afterwardsWhy }]];
      // What the server does when it applies a blueprint comes with that.
      return change.by !== undefined && rows.has(change.by) ? [[change.id, { step: 'afterwards' }]] : [];
    }),
  );
}

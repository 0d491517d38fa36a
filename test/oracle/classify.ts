import { createHash } from 'node:crypto';
import type { Case, Diff } from './cases.ts';
import { type Dump, diffDumps, dumpSandbox, stable } from './dump.ts';
import { runBlueprints, standOn, policyFor, writesOf, type Ran } from './run-case.ts';

/** How a case ended, compared with the real importer. */
export interface Verdict {
  readonly kind: 'same' | 'other';
  /** What is other: for the table, and for people. */
  readonly why: string;
  readonly ran: Ran;
  /** What a second plan still wants to write. */
  readonly restless: readonly string[];
  /** Writes of a run that was refused before apply. */
  readonly planWrites: number;
  /**
   * Writes that were sent, and that the plan has: one a change, and one for each field with an endpoint of
   * its own.
   */
  readonly writes: number;
  readonly wanted: number;
  /** Where and how it ended, and a digest of what is stored then: what a listed case is held to. */
  readonly end: {
    readonly stage: Ran['stage'];
    readonly errors: readonly string[];
    readonly writes: readonly string[];
    readonly result: string;
  };
}

/** Runs a case on a sandbox and compares what became of it. */
export async function classify(one: Case): Promise<Verdict> {
  const setup = standOn(one.base);
  for (const content of one.before) {
    const before = await runBlueprints(setup, [{ path: 'before.yaml', bytes: Buffer.from(content) }]);
    if (before.stage !== 'done')
      throw new Error(
        `${one.name}: the blueprint before it fails: ${before.diagnostics.map((finding) => finding.message).join('; ')}`,
      );
  }
  const literal = one.files.map((file) => file.bytes.toString('utf8')).join('\n');
  const before = await dumpSandbox(setup.sandbox, 'boottoken', literal);
  setup.requests.length = 0;
  const options = { ...one, policy: policyFor(one.name, setup.catalog) };
  const ran = await runBlueprints(setup, one.files, options);
  const writes = setup.requests.filter((request) => !request.startsWith('GET '));
  const after = await dumpSandbox(setup.sandbox, 'boottoken', literal);
  const diff = diffDumps(before, after);
  let restless: string[] = [];
  if (ran.stage === 'done') {
    const again = await runBlueprints(setup, one.files, options);
    restless =
      again.stage === 'done'
        ? writesOf(again)
        : [
            `${again.stage}: ${again.diagnostics
              .filter((finding) => finding.severity === 'error')
              .map((finding) => finding.message)
              .join('; ')}`,
          ];
  }
  const why = differs(one, ran, diff);
  const wanted = (ran.plan?.changes ?? [])
    .filter((change) => change.action !== 'noop' && !change.leftAlone)
    .reduce(
      (sum, change) =>
        sum +
        (change.action !== 'update' || Object.keys(change.body).length > 0 ? 1 : 0) +
        change.setters.length +
        // The mark of what nobody can read is taken away last.
        (change.markedIn === undefined ? 0 : 1) +
        (change.applies ? 1 : 0),
      0,
    );
  const errors = ran.diagnostics
    .filter((finding) => finding.severity === 'error')
    .map((finding) => `${finding.code} at entry ${finding.entry?.index ?? '?'}`);
  const end = {
    stage: ran.stage,
    errors,
    writes: writesOf(ran),
    result: createHash('sha256')
      .update(stable(withoutEmpty(diff)))
      .digest('hex')
      .slice(0, 16),
  };
  return {
    end,
    kind: why === '' ? 'same' : 'other',
    why,
    ran,
    restless,
    writes: writes.length,
    wanted,
    planWrites: ran.stage === 'validate' || ran.stage === 'plan' ? writes.length : 0,
  };
}

function differs(one: Case, ran: Ran, diff: Diff): string {
  const error = ran.diagnostics.find((finding) => finding.severity === 'error');
  const without = one.name.startsWith('defaults-') ? withoutInstances : withoutEmpty;
  const written = stable(without(diff));
  if (one.ok) {
    if (ran.stage !== 'done')
      return `the importer takes it, we refuse it (${ran.stage}): ${error?.code ?? ''} ${error?.message ?? ''}`;
    if (!one.diff) return 'what the importer did could not be recorded';
    return written === stable(without(one.diff))
      ? ''
      : `another result: ${written.slice(0, 900)} instead of ${stable(without(one.diff)).slice(0, 900)}`;
  }
  if (ran.stage === 'done') return `the importer refuses it (${one.message.slice(0, 200)}), we do it`;
  if (ran.stage === 'apply' && written !== stable(without(NOTHING)))
    return 'the importer rolls everything back, REST cannot';
  const refused = ran.diagnostics
    .filter((finding) => finding.severity === 'error')
    .map((finding) => finding.entry?.index);
  return one.refused === undefined || refused.includes(one.refused)
    ? ''
    : `refused at entry ${refused.join(', ')} instead of ${one.refused}: ${error?.message ?? ''}`;
}

const NOTHING: Diff = { created: {}, updated: {}, deleted: {} };

/** Leaves out the rows that the server's own discovery of files makes. */
function withoutInstances(diff: Diff): Diff {
  return mapDiff(diff, ([model]) => model !== 'authentik_blueprints.blueprintinstance');
}

/** Leaves out models without rows. */
function withoutEmpty(diff: Diff): Diff {
  return mapDiff(diff, () => true);
}

function mapDiff(diff: Diff, keep: (one: [string, object]) => boolean): Diff {
  const part = (models: Dump): Dump =>
    Object.fromEntries(Object.entries(models).filter((one) => keep(one) && Object.keys(one[1]).length > 0));
  return { created: part(diff.created), updated: part(diff.updated), deleted: part(diff.deleted) };
}

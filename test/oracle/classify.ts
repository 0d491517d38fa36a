import type { Case, Diff } from './cases.ts';
import { diffDumps, dumpSandbox, stable } from './dump.ts';
import { runBlueprints, standOn, writesOf, type Ran } from './run-case.ts';

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
  /** Writes that were sent, and that the plan has: one a change, and one for each field with an endpoint of its own. */
  readonly writes: number;
  readonly wanted: number;
}

/** Runs a case on a sandbox and compares what became of it. */
export async function classify(one: Case): Promise<Verdict> {
  const ground = standOn(one.base);
  for (const content of one.before) {
    const before = await runBlueprints(ground, [{ path: 'before.yaml', bytes: Buffer.from(content) }]);
    if (before.stage !== 'done') throw new Error(`${one.name}: the blueprint before it fails: ${before.diagnostics.map((finding) => finding.message).join('; ')}`);
  }
  const literal = one.files.map((file) => file.bytes.toString('utf8')).join('\n');
  const before = await dumpSandbox(ground.sandbox, 'boottoken', literal);
  ground.requests.length = 0;
  const ran = await runBlueprints(ground, one.files, one);
  const writes = ground.requests.filter((request) => !request.startsWith('GET '));
  const after = await dumpSandbox(ground.sandbox, 'boottoken', literal);
  const diff = diffDumps(before, after);
  let restless: string[] = [];
  if (ran.stage === 'done') {
    const again = await runBlueprints(ground, one.files, one);
    restless = again.stage === 'done' ? writesOf(again) : [`${again.stage}: ${again.diagnostics.filter((finding) => finding.severity === 'error').map((finding) => finding.message).join('; ')}`];
  }
  const why = differs(one, ran, diff);
  const wanted = (ran.plan?.changes ?? []).filter((change) => change.action !== 'noop' && !change.leftAlone).reduce((sum, change) => sum + (change.action !== 'update' || Object.keys(change.body).length > 0 ? 1 : 0) + change.setters.length, 0);
  return { kind: why === '' ? 'same' : 'other', why, ran, restless, writes: writes.length, wanted, planWrites: ran.stage === 'validate' || ran.stage === 'plan' ? writes.length : 0 };
}

function differs(one: Case, ran: Ran, diff: Diff): string {
  const error = ran.diagnostics.find((finding) => finding.severity === 'error');
  const written = stable(without(diff));
  if (one.ok) {
    if (ran.stage !== 'done') return `the importer takes it, we refuse it (${ran.stage}): ${error?.code ?? ''} ${error?.message ?? ''}`;
    if (!one.diff) return 'what the importer did could not be recorded';
    return written === stable(without(one.diff)) ? '' : `another result: ${written.slice(0, 900)} instead of ${stable(without(one.diff)).slice(0, 900)}`;
  }
  if (ran.stage === 'done') return `the importer refuses it (${one.message.slice(0, 200)}), we do it`;
  if (ran.stage === 'apply') return 'the importer rolls everything back, REST cannot';
  const refused = ran.diagnostics.filter((finding) => finding.severity === 'error').map((finding) => finding.entry?.index);
  return one.refused === undefined || refused.includes(one.refused) || refused.includes(undefined) ? '' : `refused at entry ${refused.join(', ')} instead of ${one.refused}: ${error?.message ?? ''}`;
}

/** Leaves out the rows that the server's own discovery of files makes, and empty models. */
function without(diff: Diff): unknown {
  return Object.fromEntries(Object.entries(diff).map(([kind, models]) => [kind, Object.fromEntries(Object.entries(models as Diff['created']).filter(([model, rows]) => model !== 'authentik_blueprints.blueprintinstance' && Object.keys(rows).length > 0))]));
}

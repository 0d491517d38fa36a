import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { runBlueprints, standOn, writesOf, policyFor } from './run-case.ts';

/**
 * More small blueprints of our own, with what the importer of a real 2023.2.3 said of each: taken, or
 * refused. Each went through its validate and apply in a transaction that was rolled back, on a server with
 * the default blueprints; what it stored was not kept.
 */
const verdicts = JSON.parse(readFileSync(join(import.meta.dirname, 'more-verdicts.json'), 'utf8')) as {
  name: string;
  ok: boolean;
  blueprint: string;
}[];

/** Where we refuse what the importer takes, by rule of docs/differences-from-the-importer.md. */
const DELIBERATE: Readonly<Record<string, string>> = {
  binding_stage_only: 'two matches are refused',
};

describe.skipIf(!hasShared)('what the importer was asked beside the recorded probes', () => {
  test.each(verdicts.map((one) => [one.name, one] as const))('%s', async (name, { ok, blueprint }) => {
    const setup = standOn('fresh');
    const file = [{ path: `${name}.yaml`, bytes: Buffer.from(blueprint) }];
    const options = { policy: policyFor(name, setup.catalog) };
    const ran = await runBlueprints(setup, file, options);
    if (name in DELIBERATE) return expect(ran.stage === 'done', DELIBERATE[name]).toBe(!ok);
    expect(ran.stage === 'done', ran.diagnostics.map((finding) => finding.message).join('; ')).toBe(ok);
    if (!ok) return;
    const again = await runBlueprints(setup, file, options);
    expect(
      again.stage === 'done' ? writesOf(again) : again.diagnostics.map((finding) => finding.message),
    ).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from '../validate/check.ts';

/*
 * Small inputs after public reports: what an entry finds its object by, and what a look-up gives. The right
 * answers are those of the real importers (`data/cases/README.md` of the shared folder).
 */

type Release = '2023.2.3' | '2025.12.4';

const fileOf = (path: string) => {
  const whole = shared(`data/cases/${path}`);
  return { path: basename(path), bytes: readFileSync(whole) };
};

const fresh = (release: Release): Promise<Setup> => openOn(release, shared(`data/state/${release}`));

/** The errors and warnings of `validate`. */
function offline(path: string, { catalog }: Setup): string[] {
  return checkFiles([fileOf(path)], catalog)
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, code }) => `${severity} ${code}`);
}

/** Where a run ends, the writes that it wanted, and those that a second run wants. */
async function run(path: string, setup: Setup) {
  const first = await runBlueprints(setup, [fileOf(path)]);
  const errors = first.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const again = await planBlueprints(setup, [fileOf(path)]);
  return { stage: first.stage, errors, writes: writesOf(first), again: writesOf(again) };
}

const done = (...writes: string[]) => ({ stage: 'done', errors: [], writes, again: [] });

describe.skipIf(!hasShared)('an object that is found by another field than its name', () => {
  test.each<[Release, string, readonly string[], readonly string[]]>([
    [
      '2023.2.3',
      '41/one-prompt.yaml',
      ['warning attribute-missing'],
      ['update authentik_stages_prompt.prompt default-user-settings-field-locale: placeholder'],
    ],
    [
      '2025.12.4',
      '41/one-prompt.yaml',
      ['warning attribute-missing'],
      ['update authentik_stages_prompt.prompt default-user-settings-field-locale: placeholder'],
    ],
    [
      '2025.12.4',
      '21/off.yaml',
      ['warning attribute-missing'],
      ['update authentik_blueprints.blueprintinstance Default - Password change flow: enabled'],
    ],
    [
      '2025.12.4',
      '41/one-outpost.yaml',
      [],
      ['update authentik_outposts.outpost authentik Embedded Outpost: config'],
    ],
  ])('%s %s is changed', async (release, path, findings, writes) => {
    const setup = await fresh(release);
    expect(offline(path, setup)).toEqual(findings);
    expect(await run(path, setup)).toEqual(done(...writes));
  });
});

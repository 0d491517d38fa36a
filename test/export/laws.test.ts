import { describe, expect, test } from 'vitest';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { exportQuestions } from '../../src/export/questions.ts';
import { formatBlueprint } from '../../src/format/format-blueprint.ts';
import { creatable } from '../laws/random-blueprint.ts';
import { openOn, planBlueprints, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { chosen, WHOLE } from '../random-cases.ts';
import { environmentOf, exportOf, filesOf, fill, openPolicy } from './state.ts';

/*
 * The laws of an export, over two objects of each model with all that they need: at home its plan is empty; on a
 * fresh server it makes the same objects, secrets apart, and the export of that is the same text. The suite takes an
 * eighth of the models of each release, other ones in each; TEST_WHOLE=1 takes all.
 */

const RELEASES = ['2023.2', '2024.12', '2025.12', '2026.8'];

/** The models of this release that the suite tries. */
function share(catalog: Catalog, number: number): readonly Resource[] {
  return creatable(catalog).filter((_, index) => WHOLE || index % 8 === 2 * number);
}

describe.each(chosen(RELEASES))('an export of authentik %s', (release) => {
  test('is the same state at home, and on a fresh server', { timeout: 120_000 }, async () => {
    const home = await openOn(release);
    expect(await fill(home, share(home.catalog, RELEASES.indexOf(release)))).toBeGreaterThan(10);
    const exported = await exportOf(home);
    const files = filesOf(exported);
    const options = { policy: openPolicy(home), env: environmentOf(exported) };

    const list = { questions: exportQuestions(home.catalog), users: true };
    const unmanaged = { ignore: [], isPart: false, list };
    const planned = await planBlueprints(home, files, { ...options, unmanaged });
    // All is in a file now.
    expect(planned.planned?.unmanaged?.objects).toEqual([]);
    expect(planned.diagnostics.filter(({ code }) => code === 'child-not-declared')).toEqual([]);
    expect(planned.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(writesOf(planned)).toEqual([]);

    const fresh = await openOn(release);
    const ran = await runBlueprints(fresh, files, options);
    expect([ran.stage, ...ran.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual(['done']);
    const again = await exportOf(fresh);
    expect(Object.fromEntries(again.files.map(({ path, text }) => [path, text]))).toEqual(
      Object.fromEntries(exported.files.map(({ path, text }) => [path, text])),
    );

    for (const { path, text } of exported.files) {
      const { report } = new Collector();
      expect(formatBlueprint({ path, text }, report), path).toBe(text);
    }
  });
});

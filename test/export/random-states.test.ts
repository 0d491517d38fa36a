import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blueprintText, randomBlueprint } from '../laws/random-blueprint.ts';
import { stateIn } from '../laws/stored-state.ts';
import { Random } from '../mutants/random.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { chosen, runs, SEED } from '../random-cases.ts';
import { withGrants, withOddValues } from './odd-values.ts';
import { environmentOf, exportOf, filesOf, openPolicy } from './state.ts';

/*
 * The laws of an export over random states: random objects of random models that refer to each other, with odd names
 * and texts, and permissions for roles and users.
 */

const RELEASES = ['2023.2', '2024.12', '2025.12', '2026.8'];

/** Seeds of groups of objects; where an export breaks a law, fast-check takes groups away as long as it does. */
const groups = fc.array(fc.record({ seed: fc.nat(), roots: fc.integer({ min: 1, max: 5 }) }), {
  minLength: 1,
  maxLength: 5,
});

/** Makes the objects. What random values make impossible is left out, a group at a time. */
async function fill(
  setup: Setup,
  seeds: readonly { readonly seed: number; readonly roots: number }[],
): Promise<void> {
  const { catalog } = setup;
  const taken = new Set<string>();
  for (const [index, { seed, roots }] of seeds.entries()) {
    const random = new Random(seed);
    const prefix = `g${index}-`;
    const entries = withOddValues(randomBlueprint(catalog, random, roots, prefix), random, taken);
    const text = blueprintText(withGrants(catalog, entries, random, prefix));
    const before = setup.sandbox.snapshot();
    const ran = await runBlueprints(setup, [{ path: `${prefix}.yaml`, bytes: Buffer.from(text) }], {
      policy: openPolicy(setup),
    });
    if (ran.stage !== 'done') setup.sandbox.restore(before);
    made[ran.stage === 'done' ? 'groups' : 'refused'] += 1;
  }
}

const made = { groups: 0, refused: 0 };

describe.each(chosen(RELEASES))('random states of authentik %s', (release) => {
  test('are exported as they are', { timeout: 120_000 * runs(1) }, async () => {
    Object.assign(made, { groups: 0, refused: 0 });
    const property = fc.asyncProperty(groups, async (seeds) => {
      const home = await openOn(release);
      await fill(home, seeds);
      const exported = await exportOf(home);
      const files = filesOf(exported);
      const options = { policy: openPolicy(home), env: environmentOf(exported) };
      const planned = await planBlueprints(home, files, options);
      expect(planned.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(writesOf(planned)).toEqual([]);

      const fresh = await openOn(release);
      const ran = await runBlueprints(fresh, files, options);
      expect([ran.stage, ...ran.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([
        'done',
      ]);
      const texts = Object.fromEntries(exported.files.map(({ path, text }) => [path, text]));
      const again = await exportOf(fresh);
      expect(Object.fromEntries(again.files.map(({ path, text }) => [path, text]))).toEqual(texts);
      // Whatever an export looks at, all is the same but for what it names; what nobody sees is not compared.
      const lacking = exported.incomplete.filter(({ why }) => !why.includes('the server does not show'));
      if (lacking.length === 0) expect(stateIn(fresh, false)).toEqual(stateIn(home, false));
    });
    await fc.assert(property, { numRuns: runs(1), seed: SEED });
    // The values are odd and not wrong.
    expect(made.groups).toBeGreaterThan(made.refused);
  });
});

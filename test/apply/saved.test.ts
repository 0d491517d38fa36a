import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { blueprintText, randomBlueprint } from '../laws/random-blueprint.ts';
import { Random } from '../mutants/random.ts';
import { seeds } from '../random-cases.ts';
import { openOn, planBlueprints } from '../oracle/run-case.ts';
import { saveAndRead } from './apply-saved.ts';

/** Keys are made anew in each run. */
const UUID = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/g;

describe.each(['2023.2', '2025.12'])('a plan for authentik %s that was saved', (release) => {
  test.each(seeds(3))('sends what it would have sent at once (seed %d)', async (seed) => {
    const setup = await openOn(release);
    const { sandbox, catalog } = setup;
    const text = blueprintText(randomBlueprint(catalog, new Random(seed), 6));
    const files = [{ path: 'random.yaml', bytes: Buffer.from(text) }];
    const options = { policy: { allowProtected: Object.keys(catalog.models) } };
    const { planned } = await planBlueprints(setup, files, options);
    if (!planned) throw new Error('the blueprint has errors');
    const { plan, sources } = planned;
    const before = sandbox.snapshot();
    const runs: unknown[] = [];
    for (const one of [plan, saveAndRead(plan)]) {
      sandbox.restore(before);
      const sent: string[] = [];
      const client = createClient({
        url: 'http://sandbox.invalid',
        token: sandbox.token,
        fetch: async (request) => {
          const { pathname, search } = new URL(request.url);
          sent.push(`${request.method} ${pathname}${search} ${await request.clone().text()}`);
          return sandbox.fetch(request);
        },
      });
      const outcome = await applyPlan(one, { client, catalog, sources, parallelism: 1, now: () => 0 });
      const told = outcome.outcomes.map(({ state, change }) => `${state} ${change.id}`);
      expect(told.length).toBeGreaterThan(5);
      runs.push({ sent: sent.map((line) => line.replace(UUID, '…')), told });
    }
    expect(runs[1]).toEqual(runs[0]);
  });
});

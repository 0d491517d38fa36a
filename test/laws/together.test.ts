import { describe, expect, test } from 'vitest';
import { pushingModels } from '../../src/apply/transaction/pushing-models.ts';
import { valuesBlueprint } from '../../src/apply/transaction/values-blueprint.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { divide } from '../../src/plan/transaction/division.ts';
import { Random } from '../mutants/random.ts';
import { chosen, seeds } from '../random-cases.ts';
import { openOn, planBlueprints, runBlueprints, type RunOptions, type Setup } from '../oracle/run-case.ts';
import { blueprintText, randomBlueprint, removed, type RandomEntry } from './random-blueprint.ts';
import { otherValue } from './random-value.ts';
import { stateIn } from './stored-state.ts';

/*
 * A plan that goes through the server's importer as far as it can, and over REST for the rest, ends as one that goes
 * over REST alone: for every release, over random objects of random models that are made, changed and deleted.
 */

/** What Python takes for the same: true, 1 and 1.0, beside keys that are 1. */
const EQUAL = '{"flag": true, "off": false, "one": 1, "float": 1.0, "zero": 0, "list": [true, 1, 1.0]}';

function files(text: string): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return [{ path: 'random.yaml', bytes: Buffer.from(text) }];
}

/** A blueprint of entries, each with the attributes above, where its model has some. */
function textOf(entries: readonly RandomEntry[]): string {
  const planted = entries.map((entry) => {
    const field = entry.model.fields['attributes'];
    const takes = field?.type === 'object' && !field.readOnly && !entry.absent;
    return takes ? { ...entry, attrs: { ...entry.attrs, attributes: 'EQUAL' } } : entry;
  });
  return blueprintText(planted).replaceAll('"EQUAL"', EQUAL);
}

/** The same entries with other values in about half of what they set. */
function changed(entries: readonly RandomEntry[], random: Random): RandomEntry[] {
  return entries.map((entry) => {
    const attrs = { ...entry.attrs };
    for (const [name, value] of Object.entries(entry.attrs)) {
      const field = entry.model.fields[name];
      const isPlain = typeof value !== 'object' || value === null;
      if (!field || field.references || field.setter || !isPlain || random.below(2) === 0) continue;
      const other = otherValue(field, value);
      if (other !== undefined) attrs[name] = other;
    }
    return { ...entry, attrs };
  });
}

/** Makes what can go in a transaction so, and the rest over REST. */
async function runTogether(
  setup: Setup,
  step: ReturnType<typeof files>,
  options: RunOptions,
): Promise<string> {
  const { plan, planned, stage } = await planBlueprints(setup, step, options);
  if (!plan || !planned || stage !== 'done') return stage;
  const { catalog, client } = setup;
  const division = divide(plan, catalog, await pushingModels(client, catalog, plan.changes));
  if (!('impossible' in division) && division.together.length > 0) {
    const { text } = valuesBlueprint(division.together, { catalog, sources: planned.sources });
    const answer = await client.upload(catalog.importer?.import ?? '', { name: 'values.yaml', text });
    expect(answer, text).toMatchObject({ success: true });
    if (catalog.importer?.queues) expect(setup.sandbox.queue, text).toEqual([]);
    const rest = await runBlueprints(setup, step, options);
    const later = new Set(division.afterwards.map(({ change }) => `${change.model} ${change.key}`));
    const undone = (rest.plan?.changes ?? []).filter(
      ({ action, leftAlone, model, key }) => action !== 'noop' && !leftAlone && !later.has(`${model} ${key}`),
    );
    expect(undone, text).toEqual([]);
    return rest.stage;
  }
  return (await runBlueprints(setup, step, options)).stage;
}

/** The first text but one that breaks no rule of the server; the first where there is no such. */
async function possible(
  setup: Setup,
  texts: readonly string[],
  options: RunOptions,
): Promise<ReturnType<typeof files>> {
  for (const text of texts.slice(1))
    if ((await planBlueprints(setup, files(text), options)).stage === 'done') return files(text);
  return files(texts[0] ?? '');
}

describe.each(chosen(releases()))('random plans for authentik %s', (release) => {
  test.each(seeds(1))('end the same by the importer and over REST (seed %d)', async (seed) => {
    const random = new Random(seed);
    const setup = await openOn(release);
    const { sandbox, catalog } = setup;
    const all = Object.keys(catalog.models);
    const options = { policy: { allowProtected: all, allowCascade: all, allowChanges: 1000 } };
    const entries = randomBlueprint(catalog, random, 3);
    const tries = [textOf(entries), ...Array.from({ length: 8 }, () => textOf(changed(entries, random)))];
    for (const texts of [[textOf(entries)], tries, [textOf(removed(entries))]]) {
      const step = await possible(setup, texts, options);
      const before = sandbox.snapshot();
      const { stage } = await runBlueprints(setup, step, options);
      const byRest = stateIn(setup);
      sandbox.restore(before);
      expect([await runTogether(setup, step, options), stateIn(setup)]).toEqual([stage, byRest]);
    }
  });
});

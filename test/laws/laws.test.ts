import { describe, expect, test } from 'vitest';
import { releases } from '../../src/cli/catalogs.ts';
import { Random } from '../mutants/random.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { applyOn, type Ground, openGround, planOn, writes } from './ground.ts';
import { blueprintText, moved, randomBlueprint, type RandomEntry } from './random-blueprint.ts';
import { otherValue } from './random-value.ts';

const RUNS = Number(process.env['LAWS_RUNS'] ?? 3);
const FIRST = Number(process.env['LAWS_SEED'] ?? 1);
const ONLY = process.env['LAWS_RELEASE'];

/** Changes one value behind the tool's back; gives the one line that a plan must show for it, undefined where there is nothing to change. */
function drift({ sandbox, catalog }: Ground, entries: readonly RandomEntry[], plan: Plan, random: Random): string | undefined {
  const store = sandbox.snapshot();
  const candidates = plan.changes.flatMap((change) => {
    const model = catalog.models[change.model];
    const stored = model?.kind === 'resource' ? store.get(change.model, change.before?.[model.collection.pk]) : undefined;
    if (model?.kind !== 'resource' || !stored) return [];
    return Object.keys(entries.find(({ id }) => id === change.entry?.id)?.attrs ?? {}).flatMap((name) => {
      const field = model.fields[name];
      const before = stored.values[name];
      if (!field || field.references || field.readOnly || field.writeOnly || field.volatile || field.setter || before === undefined) return [];
      const other = otherValue(field, before);
      return other === undefined ? [] : [{ stored, name, other, line: `update ${change.model} ${change.key}: ${name}` }];
    });
  });
  if (candidates.length === 0) return undefined;
  const { stored, name, other, line } = random.pick(candidates);
  store.put({ ...stored, values: { ...stored.values, [name]: other } });
  sandbox.restore(store);
  return line;
}

describe.each(releases().filter((release) => !ONLY || release === ONLY))('random blueprints for authentik %s', (release) => {
  test.each(Array.from({ length: RUNS }, (_, run) => FIRST + run))('apply, then plan is empty; a changed value is all that is shown; moved entries give the same plan (seed %d)', async (seed) => {
    const random = new Random(seed);
    const ground = await openGround(release);
    const entries = randomBlueprint(ground.catalog, random, 5);
    const text = blueprintText(entries);
    const bare = ground.sandbox.snapshot();
    const first = await planOn(ground, text);
    expect(first.errors, text).toEqual([]);
    expect(await applyOn(ground, first.plan), text).toEqual([]);
    const again = await planOn(ground, text);
    expect(writes(again.plan), text).toEqual([]);
    const other = blueprintText(moved(entries, random));
    const applied = ground.sandbox.snapshot();
    const line = drift(ground, entries, again.plan, random);
    expect(writes((await planOn(ground, text)).plan), text).toEqual(line === undefined ? [] : [line]);
    ground.sandbox.restore(applied);
    expect(writes((await planOn(ground, other)).plan), other).toEqual([]);
    ground.sandbox.restore(bare);
    expect(writes((await planOn(ground, other)).plan).sort(), other).toEqual(writes(first.plan).sort());
  });
});

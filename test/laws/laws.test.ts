import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { toJson } from '../../src/blueprint/json.ts';
import type { Json, Resource } from '../../src/catalog/model.ts';
import type { Change, Plan } from '../../src/plan/value/plan.ts';
import { decodeValue } from '../../src/plan/value/plan-value.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { Random } from '../mutants/random.ts';
import { chosen, seeds } from '../random-cases.ts';
import { type Setup, openOn, planBlueprints, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { blueprintText, moved, randomBlueprint, type RandomEntry } from './random-blueprint.ts';
import { otherValue } from './random-value.ts';

/*
 * The laws of a reconciler, for every release that there is a catalog for, over random objects of random
 * models: what was applied is not planned again, a value that was changed behind the tool's back is all that
 * is shown, and the order of entries does not matter as long as everything comes after what it refers to.
 */

/**
 * Changes one value in the store; gives the one line that a plan must show for it, undefined where there is
 * nothing to change.
 */
function drift(
  { sandbox, catalog }: Setup,
  entries: readonly RandomEntry[],
  plan: Plan | undefined,
  random: Random,
): string | undefined {
  const store = sandbox.snapshot();
  const candidates = (plan?.changes ?? []).flatMap((change) => {
    const model = catalog.models[change.model];
    const stored = model?.kind === 'resource' ? store.get(change.model, pkOf(change, model)) : undefined;
    if (model?.kind !== 'resource' || !stored) return [];
    return Object.keys(entries.find(({ id }) => id === change.entry?.id)?.attrs ?? {}).flatMap((name) => {
      const field = model.fields[name];
      const before = stored.values[name];
      if (
        !field ||
        field.references ||
        field.readOnly ||
        field.writeOnly ||
        field.volatile ||
        field.setter ||
        before === undefined
      )
        return [];
      const other = otherValue(field, before);
      return other === undefined
        ? []
        : [{ stored, name, other, line: `update ${change.model} ${change.key}: ${name}` }];
    });
  });
  if (candidates.length === 0) return undefined;
  const { stored, name, other, line } = random.pick(candidates);
  store.put({ ...stored, values: { ...stored.values, [name]: other } });
  sandbox.restore(store);
  return line;
}

const pkOf = ({ before }: Change, { collection }: Resource): Json =>
  toJson(decodeValue(before?.[collection.pk] ?? null));

const errors = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, entry }) => `${code} at ${entry?.id ?? '?'} (${entry?.model ?? ''}): ${message}`);

describe.each(chosen(releases()))('random blueprints for authentik %s', (release) => {
  test.each(seeds(6))(
    'come to rest, show what drifted and nothing else, in any order (seed %d)',
    async (seed) => {
      const random = new Random(seed);
      const setup = await openOn(release);
      const bare = setup.sandbox.snapshot();
      const entries = randomBlueprint(setup.catalog, random, 5);
      const text = blueprintText(entries);
      const other = blueprintText(moved(entries, random));
      const options = { policy: { allowProtected: Object.keys(setup.catalog.models) } };
      const files = (content: string) => [{ path: 'random.yaml', bytes: Buffer.from(content) }];

      const first = await runBlueprints(setup, files(text), options);
      expect([first.stage, ...errors(first.diagnostics)], text).toEqual(['done']);
      const again = await planBlueprints(setup, files(text), options);
      expect(writesOf(again), text).toEqual([]);

      const applied = setup.sandbox.snapshot();
      const line = drift(setup, entries, again.plan, random);
      expect(writesOf(await planBlueprints(setup, files(text), options)), text).toEqual(
        line === undefined ? [] : [line],
      );

      setup.sandbox.restore(applied);
      expect(writesOf(await planBlueprints(setup, files(other), options)), other).toEqual([]);
      setup.sandbox.restore(bare);
      expect(writesOf(await planBlueprints(setup, files(other), options)).sort(), other).toEqual(
        writesOf(first).sort(),
      );
    },
  );
});

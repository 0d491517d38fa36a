import { describe, expect, test } from 'vitest';
import type { Field, Json, Resource } from '../../src/catalog/model.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { Random } from '../mutants/random.ts';
import { chosen, seeds } from '../random-cases.ts';
import { openOn, runBlueprints } from '../oracle/run-case.ts';
import { blueprintText, randomBlueprint, type RandomEntry } from './random-blueprint.ts';

/*
 * Random valid blueprints, each broken in one value: where plan takes them, the sandbox, which checks with a
 * table of its own, must take them too. A refusal that plan did not foresee fails the test, unless it is what
 * only the server knows.
 */

/** Refusals that plan cannot foresee, by the server's words, and why. */
const SERVER_KNOWS: readonly (readonly [words: RegExp, why: string])[] = [
  [/Failed to validate blueprint/, 'the server applies the blueprint'],
  [/exceeds maximum lifetime/, 'the limit is counted from the time of the request'],
  [/No scheme supplied|cannot be fetched|No connection adapters/, 'the server fetches the document'],
];

/** Another value of a field: valid by its form or not, alone or with others. */
function otherValue(field: Field, random: Random): Json {
  const choices: Json[] = [null, '', [], {}, 0, -1, true, false, 'a b', 'zz'];
  if (field.enum) choices.push(...field.enum, ...field.enum);
  return random.pick(choices);
}

/** The entries with one value of one of them changed, or left out. */
function broken(entries: readonly RandomEntry[], random: Random): readonly RandomEntry[] {
  const at = random.below(entries.length);
  return entries.map((entry, index) => {
    if (index !== at) return entry;
    const names = Object.keys(entry.model.fields).filter((name) => isChangeable(entry.model, name, entry));
    const attrs = new Map<string, unknown>(Object.entries(entry.attrs));
    for (const name of random.sample(names, 1 + random.below(3))) {
      const field = entry.model.fields[name];
      if (field === undefined || random.below(4) === 0) attrs.delete(name);
      else attrs.set(name, otherValue(field, random));
    }
    return { ...entry, attrs: Object.fromEntries(attrs) as RandomEntry['attrs'] };
  });
}

function isChangeable({ fields }: Resource, name: string, { identifiers }: RandomEntry): boolean {
  const field = fields[name];
  return field !== undefined && !field.readOnly && !field.importerOnly && !(name in identifiers);
}

describe.each(chosen(releases()))('broken blueprints for authentik %s', (release) => {
  test('are refused by plan, or taken by the sandbox', { timeout: 600_000 }, async () => {
    const counts = { plan: 0, taken: 0, known: 0 };
    const unforeseen: string[] = [];
    for (const seed of seeds(6)) {
      const random = new Random(seed);
      const setup = await openOn(release);
      const text = blueprintText(broken(randomBlueprint(setup.catalog, random, 3), random));
      const ran = await runBlueprints(setup, [{ path: 'broken.yaml', bytes: Buffer.from(text) }]);
      const words = ran.diagnostics
        .filter(({ code }) => code === 'change-failed')
        .map(({ message }) => message);
      if (ran.stage === 'validate' || ran.stage === 'plan') counts.plan += 1;
      else if (ran.stage === 'done') counts.taken += 1;
      else if (words.every((one) => SERVER_KNOWS.some(([pattern]) => pattern.test(one)))) counts.known += 1;
      else unforeseen.push(`seed ${seed}: ${words.join('; ')}\n${text}`);
    }
    console.log(
      `${release}: ${counts.plan} refused by plan, ${counts.taken} taken, ` +
        `${counts.known} refused for what only the server knows, ${unforeseen.length} not foreseen`,
    );
    expect(unforeseen).toEqual([]);
  });
});

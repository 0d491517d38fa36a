import { describe, expect, test } from 'vitest';
import type { ApplyOutcome, Outcome } from '../../src/apply/outcome.ts';
import type { Json } from '../../src/catalog/model.ts';
import { releases } from '../../src/cli/catalogs.ts';
import type { Planned } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import type { Row } from '../../src/sandbox/row.ts';
import { applySaved } from '../apply/apply-saved.ts';
import { Random } from '../mutants/random.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { chosen, seeds, WHOLE } from '../random-cases.ts';
import { blueprintText, Link, randomBlueprint, type RandomEntry, type Value } from './random-blueprint.ts';
import { otherValue } from './random-value.ts';

/*
 * A run that fails anywhere, and takes back what it did, leaves the server as it was but for what its outcome names.
 * Random objects are changed and deleted, and others are made; at each position of the run, the write is refused.
 */

const SHARE = ['2023.2', '2025.12'];
/** So many positions of a run are tried where not all are. */
const POSITIONS = 4;

const linksIn = (values: RandomEntry['attrs']): string[] =>
  Object.values(values)
    .flat()
    .flatMap((value) => (value instanceof Link ? [value.id] : []));

/** The same entries, some with other values, and two that nothing refers to deleted. */
function nextOf(entries: readonly RandomEntry[], random: Random, fixed: ReadonlySet<string>): RandomEntry[] {
  const linked = new Set(entries.flatMap(({ identifiers, attrs }) => linksIn({ ...identifiers, ...attrs })));
  const leaves = entries.filter(({ id }) => !linked.has(id));
  const gone = new Set(random.sample(leaves, 2).map(({ id }) => id));
  return entries.map((entry) => {
    if (gone.has(entry.id)) return { ...entry, attrs: {}, absent: true };
    const attrs = Object.entries(entry.attrs).map(([name, value]): [string, Value] => {
      const field = entry.model.fields[name];
      if (!field || field.references || random.below(3) === 0 || fixed.has(entry.id)) return [name, value];
      return [name, otherValue(field, value as Json) ?? value];
    });
    return { ...entry, attrs: Object.fromEntries(attrs) };
  });
}

/**
 * Everything that is stored but events, by model and primary key; permissions by what they say. Without what the server makes by
 * itself along with a token and an outpost, and does not delete with it: a role for the permissions of a user, and
 * permissions on, or of, what is not there any more.
 */
function dump({ sandbox }: Setup): ReadonlyMap<string, Row['values']> {
  const rows = sandbox.export().rows.filter(({ model }) => model !== 'authentik_events.event');
  const there = new Set<unknown>(rows.map(({ pk }) => String(pk)));
  const isServers = ({ model, values }: Row): boolean =>
    model === 'guardian.permission'
      ? [values['key'], values['object']].some((key) => key !== null && !there.has(String(key)))
      : String(values['name']).startsWith('ak-managed-role--');
  return new Map(
    rows
      .filter((row) => !isServers(row))
      .map(({ model, pk, values }) => [
        `${model} ${model === 'guardian.permission' ? JSON.stringify(values) : pk}`,
        values,
      ]),
  );
}

/** A client that refuses the write with this number. */
function refusing({ sandbox }: Setup, at: number) {
  let writes = 0;
  return createClient({
    url: 'http://sandbox.invalid',
    token: sandbox.token,
    pause: () => 0,
    fetch: (request) => {
      if (request.method === 'GET') return sandbox.fetch(request);
      writes += 1;
      return writes === at
        ? Promise.resolve(Response.json({ non_field_errors: ['not this one'] }, { status: 400 }))
        : sandbox.fetch(request);
    },
  });
}

/** What may stay as the run made it, for these reasons. */
const LOST = /\(nobody can read what it was\)$|^what the server did when it applied|^the sessions that/;

/** The outcomes that are not as they must be after a run that was undone. */
function wrong(outcomes: readonly Outcome[]): unknown[] {
  return outcomes.flatMap((outcome) => {
    const { state, change } = outcome;
    const undo = 'undo' in outcome ? outcome.undo : undefined;
    const isRight =
      state === 'applied'
        ? change.action === 'delete' && undo?.why?.startsWith('a delete cannot be taken back') === true
        : state !== 'unknown' && undo?.isDone !== false;
    return isRight && (undo?.lost ?? []).every((text) => LOST.test(text))
      ? []
      : [`${state} ${change.action} ${change.model} ${change.key}: ${JSON.stringify(undo)}`];
  });
}

/**
 * What is otherwise than before, but for what the deletes that were done have taken, what nobody can read, and when
 * it was written last.
 */
function differences(
  before: ReturnType<typeof dump>,
  after: ReturnType<typeof dump>,
  outcomes: readonly Outcome[],
): string[] {
  const isDeleted = outcomes.some(({ state }) => state === 'applied');
  const hidden = new Set([
    'last_updated',
    ...outcomes.flatMap((one) => ('undo' in one && one.undo ? one.undo.lostFields : [])),
  ]);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (!is) return isDeleted ? [] : [`${key} is gone`];
    if (!was) return [`${key} is new`];
    const names = Object.keys({ ...was, ...is }).filter(
      (name) =>
        JSON.stringify(was[name]) !== JSON.stringify(is[name]) &&
        !hidden.has(name) &&
        !(isDeleted && (is[name] === null || Array.isArray(is[name]))),
    );
    return names.map((name) => `${key}: ${name}`);
  });
}

describe.each(chosen(WHOLE ? releases() : SHARE))(
  'a run on authentik %s that fails and is undone',
  (release) => {
    test.each(seeds(1))('leaves what there was (seed %d)', async (seed) => {
      const random = new Random(seed);
      const setup = await openOn(release);
      const all = Object.keys(setup.catalog.models);
      const options = {
        policy: { allowProtected: all, allowCascade: all, allowChanges: 10_000, allowLockout: true },
      };
      const old = randomBlueprint(setup.catalog, random, 6);
      const text = { path: 'old.yaml', bytes: Buffer.from(blueprintText(old)) };
      const first = await runBlueprints(setup, [text], options);
      expect(first.stage).toBe('done');
      const start = setup.sandbox.snapshot();
      const before = dump(setup);

      const more = Buffer.from(blueprintText(randomBlueprint(setup.catalog, random, 4, 'new-')));
      const fixed = new Set<string>();
      let planned: Planned | undefined;
      // A value that is refused offline is left as it was.
      for (let attempt = 0; attempt < 4 && !planned; attempt += 1) {
        const next = Buffer.from(blueprintText(nextOf(old, new Random(seed), fixed)));
        const made = await planBlueprints(
          setup,
          [
            { path: 'old.yaml', bytes: next },
            { path: 'new.yaml', bytes: more },
          ],
          options,
        );
        if (made.stage === 'done') planned = made.planned;
        for (const { severity, entry } of made.diagnostics)
          if (severity === 'error') fixed.add(entry?.id ?? '');
      }
      if (!planned) throw new Error('no plan');
      const plan = planned;
      const run = (at: number): Promise<ApplyOutcome> =>
        applySaved(plan, {
          client: refusing(setup, at),
          catalog: setup.catalog,
          parallelism: 4,
          now: () => 0,
          onError: 'undo',
        });
      const whole = await run(0);
      const writes = whole.requests.total - (whole.requests.byMethod['GET'] ?? 0);
      const positions = Array.from({ length: writes }, (_, index) => index + 1);
      for (const at of WHOLE ? positions : random.sample(positions, POSITIONS)) {
        setup.sandbox.restore(start);
        const { outcomes } = await run(at);
        const where = `write ${at} of ${writes}`;
        expect(outcomes.filter(({ state }) => state === 'failed').length, where).toBe(1);
        expect(wrong(outcomes), where).toEqual([]);
        expect(differences(before, dump(setup), outcomes), where).toEqual([]);
        // What was deleted is to be made again; nothing else is.
        const left = writesOf(await planBlueprints(setup, [text], options));
        if (outcomes.every(({ state }) => state !== 'applied')) expect(left, where).toEqual([]);
      }
    });
  },
);

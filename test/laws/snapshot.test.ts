import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Masks } from '../../src/actual/mask-rows.ts';
import { readEverything } from '../../src/actual/read-everything.ts';
import { savedAnswers } from '../../src/actual/saved-answers.ts';
import { type SavedSnapshot, savedSnapshot, snapshotText } from '../../src/actual/saved-snapshot.ts';
import { isConfigured } from '../../src/catalog/records.ts';
import { secretsInContent } from '../../src/plan/value/shown-content.ts';
import { Random } from '../mutants/random.ts';
import { type Ran, type Setup, openOn, planBlueprints, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { chosen, seeds } from '../random-cases.ts';
import { blueprintText, randomBlueprint, type RandomEntry, removed } from './random-blueprint.ts';
import { otherValue } from './random-value.ts';

/*
 * A plan against a snapshot is the plan at the server, for random states and whatever is planned; a sandbox that
 * starts from a snapshot gives the same snapshot; and no secret is in one.
 */

const KEY = 'a key for the hashes of a test';
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function snapshotOf({ client, catalog }: Setup, key: string | undefined): Promise<string> {
  const me = await client.me();
  const masks = new Masks({
    catalog,
    key,
    texts: [],
    secretsIn: (content) => secretsInContent(catalog, content),
  });
  const origin = {
    server: client.url,
    release: catalog.release,
    user: me,
    isKeyed: key !== undefined,
  };
  return snapshotText(savedSnapshot(catalog, origin, await readEverything(client, catalog, me), masks));
}

/** The entries with another value in about every second attribute. */
function changed(entries: readonly RandomEntry[], random: Random): RandomEntry[] {
  return entries.map((entry) => ({
    ...entry,
    attrs: Object.fromEntries(
      Object.entries(entry.attrs).map(([name, value]) => {
        const field = entry.model.fields[name];
        const isKept = !field || field.references || field.writeOnly || random.below(2) === 0;
        const other = isKept || name === 'content' ? undefined : otherValue(field, value as string);
        return [name, other ?? value];
      }),
    ),
  }));
}

/** What a plan says and does. */
function told(ran: Omit<Ran, 'outcome'>): unknown {
  const findings = ran.diagnostics.map(({ code, message }) => `${code}: ${message}`).sort();
  return { stage: ran.stage, writes: writesOf(ran), findings, digest: ran.plan?.digest };
}

describe.each(chosen(['2023.2', '2024.12', '2025.12', '2026.8']))('snapshots of authentik %s', (release) => {
  const options = async () => {
    const { catalog } = await openOn(release);
    return { policy: { allowProtected: Object.keys(catalog.models) }, hashKey: KEY };
  };
  const files = (entries: readonly RandomEntry[]) => [
    { path: 'random.yaml', bytes: Buffer.from(blueprintText(entries)) },
  ];

  test.each(seeds(1))(
    'give the plans that the server gives (seed %d)',
    { timeout: 120_000 },
    async (seed) => {
      const random = new Random(seed);
      const setup = await openOn(release);
      const { catalog } = setup;
      const entries = randomBlueprint(catalog, random, 12).filter(({ model }) =>
        isConfigured(catalog, model),
      );
      const made = await runBlueprints(setup, files(entries), await options());
      expect(made.stage).toBe('done');
      const saved = JSON.parse(await snapshotOf(setup, KEY)) as SavedSnapshot;
      const other = randomBlueprint(catalog, random, 5, 'other-').filter(({ model }) =>
        isConfigured(catalog, model),
      );
      for (const planned of [entries, changed(entries, random), removed(entries), [...other, ...entries]]) {
        const live = await planBlueprints(setup, files(planned), await options());
        const asked = setup.requests.length;
        const offline = await planBlueprints(setup, files(planned), {
          ...(await options()),
          read: savedAnswers(saved, catalog, 'snapshot.json'),
        });
        expect(told(offline), blueprintText(planned)).toEqual(told(live));
        expect(setup.requests.slice(asked).filter((one) => !one.endsWith('/core/users/me/'))).toEqual([]);
      }
    },
  );

  test('are the same, whoever has what they say', { timeout: 120_000 }, async () => {
    const random = new Random(7);
    const setup = await openOn(release);
    const entries = randomBlueprint(setup.catalog, random, 20);
    const made = await runBlueprints(setup, files(entries), await options());
    expect(made.stage).toBe('done');
    const text = await snapshotOf(setup, undefined);
    expect(await snapshotOf(setup, undefined)).toBe(text);
    const path = join(folder, `${release}.json`);
    writeFileSync(path, text);
    expect(await snapshotOf(await openOn(release, path), undefined)).toBe(text);
  });
});

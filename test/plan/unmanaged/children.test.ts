import { describe, expect, test } from 'vitest';
import { isSince } from '../../../src/catalog/release.ts';
import { openPolicy } from '../../export/state.ts';
import {
  openOn,
  planBlueprints,
  type Ran,
  runBlueprints,
  type RunOptions,
  type Setup,
} from '../../oracle/run-case.ts';
import { CASES } from './hand-made.ts';

/*
 * What somebody hangs on objects of files by hand, or leaves behind when an entry is taken out of a file: both files of
 * a case are applied, and then the one that declares the objects is planned.
 */

const fileOf = (...texts: readonly string[]): { path: string; bytes: Buffer }[] => [
  { path: 'b.yaml', bytes: Buffer.from(`version: 1\nentries:\n${texts.join('')}`) },
];
const unmanaged: RunOptions['unmanaged'] = { ignore: [], isPart: false };

const notesIn = ({ diagnostics }: Pick<Ran, 'diagnostics'>): string[] =>
  diagnostics
    .filter(({ code }) => code === 'child-not-declared')
    .map(({ message }) => message.replace(/ (?:is|are) in no file/, ''));

async function applied(setup: Setup, texts: readonly string[]): Promise<void> {
  const ran = await runBlueprints(setup, fileOf(...texts), { policy: openPolicy(setup) });
  expect([
    ran.stage,
    ...ran.diagnostics.flatMap(({ severity, message }) => (severity === 'error' ? [message] : [])),
  ]).toEqual(['done']);
}

/** What is read for the notes of all cases beside what the plan needs. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  '2023.2': ['events/transports', 'policies/all', 'stages/password'],
  '2025.12': [
    'core/application_entitlements',
    'events/transports',
    'policies/all',
    'propertymappings/all',
    'rac/endpoints',
    'rbac/initial_permissions',
    'stages/password',
  ],
  '2026.8': [
    'core/application_entitlements',
    'events/transports',
    'policies/all',
    'propertymappings/all',
    'providers/oauth2-dcr',
    'rac/endpoints',
    'rbac/initial_permissions',
    'stages/password',
  ],
};

interface Asked {
  readonly result: Pick<Ran, 'diagnostics' | 'plan'>;
  readonly requests: readonly string[];
}

/** The lists that are read by one and not by the other, which asks for nothing else. */
function beyond(one: Asked, other: Asked): string[] {
  expect(other.requests.filter((request) => !one.requests.includes(request))).toEqual([]);
  expect(one.requests.length - other.requests.length).toBe(
    new Set(one.requests).size - new Set(other.requests).size,
  );
  return one.requests
    .filter((request) => !other.requests.includes(request))
    .map((request) => request.replace(/^GET \/api\/v3\/(.*)\/$/, '$1'))
    .sort();
}

async function asking(setup: Setup, ask: () => Promise<Asked['result']>): Promise<Asked> {
  setup.requests.length = 0;
  const result = await ask();
  return { result, requests: [...setup.requests] };
}

describe.each(['2023.2', '2025.12', '2026.8'])('on authentik %s', (release) => {
  test('what hangs on declared objects by hand is noted, and nothing before', async () => {
    const setup = await openOn(release);
    const cases = CASES.filter(({ since = '0' }) => isSince(release, since));
    const ours = cases.map((one) => one.ours);
    await applied(setup, ours);
    const before = await planBlueprints(setup, fileOf(...ours), { unmanaged });
    expect(notesIn(before)).toEqual([]);
    await applied(
      setup,
      cases.map((one) => one.theirs),
    );

    const without = await asking(setup, () => planBlueprints(setup, fileOf(...ours)));
    const noted = await asking(setup, () => planBlueprints(setup, fileOf(...ours), { unmanaged }));
    expect(notesIn(noted.result).sort()).toEqual(cases.flatMap((one) => one.noted).sort());
    expect(notesIn(without.result)).toEqual([]);
    // Notes are no part of what is approved, and what has been read is not read again.
    expect(noted.result.plan?.digest).toBe(without.result.plan?.digest);
    expect(beyond(noted, without)).toEqual(MORE[release]);

    // Of an application alone nothing else would be read: one list for each kind of part.
    const alone = fileOf(CASES[0]?.ours.split('\n')[0] ?? '', '\n');
    const bare = await asking(setup, () => planBlueprints(setup, alone));
    const single = await asking(setup, () => planBlueprints(setup, alone, { unmanaged }));
    expect(notesIn(single.result)).toEqual(CASES[0]?.noted);
    const parts = release === '2023.2' ? [] : ['core/application_entitlements'];
    expect(beyond(single, bare)).toEqual([...parts, 'policies/bindings']);
  });
});

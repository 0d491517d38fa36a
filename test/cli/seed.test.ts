import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { releaseAge } from '../../src/catalog/release.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { createClient } from '../../src/client/create-client.ts';
import { UsageError } from '../../src/diagnostics/errors.ts';
import { SEED, WHOLE } from '../random-cases.ts';
import { shared } from '../shared.ts';

/** The oldest, the newest, the first that can be seeded, and of the others every third, by the seed. */
const tried = releases().filter(
  (release, at, all) =>
    WHOLE || at === 0 || at === all.length - 1 || release === '2023.2' || at % 3 === SEED % 3,
);

test.each(tried)(
  'the default blueprints make a sandbox of %s usable, or say that they cannot',
  async (target) => {
    const opening = openSandbox({ target, seed: 'default' }, processIo(false));
    if (releaseAge(target) < releaseAge('2023.2')) return expect(opening).rejects.toThrow(UsageError);
    const { sandbox, token, url } = await opening;
    const client = createClient({ url, token, fetch: sandbox.fetch });
    const { items } = await client.page('/flows/bindings/', { page_size: '100' });
    expect(items.length).toBeGreaterThan(15);
    // Providers need this flow since 2024.10; before, no server has it.
    const flows = await client.page('/flows/instances/', { slug: 'default-provider-invalidation-flow' });
    expect(flows.items).toHaveLength(releaseAge(target) < releaseAge('2024.10') ? 0 : 1);
    return undefined;
  },
);

test.each(['2023.2', '2025.12'])(
  'a sandbox of %s has an instance of each blueprint of its release, as a fresh server has',
  async (target) => {
    const { sandbox, token, url } = await openSandbox({ target, seed: 'default' }, processIo(false));
    const client = createClient({ url, token, fetch: sandbox.fetch });
    const shown = (items: readonly Readonly<Record<string, unknown>>[]): string[] =>
      items
        .map((item) =>
          JSON.stringify(
            ['name', 'path', 'enabled', 'status', 'last_applied_hash', 'content'].map((field) => item[field]),
          ),
        )
        .sort();
    const { items } = await client.page('/managed/blueprints/', { page_size: '100' });
    const recorded = recordedInstances(target);
    if (recorded) expect(shown(items)).toEqual(shown(recorded));
    expect(items.length).toBeGreaterThan(19);
  },
);

/** The instances of a fresh server, where its recorded lists are at hand. */
function recordedInstances(target: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  const [release, file] =
    target === '2023.2' ? ['2023.2.3', 'managed-blueprints'] : ['2025.12.4', 'managed__blueprints'];
  const path = shared(`data/state/${release}/${file}.json`);
  if (!existsSync(path)) return undefined;
  const read = JSON.parse(readFileSync(path, 'utf8')) as
    | Readonly<Record<string, unknown>>[]
    | { readonly results: Readonly<Record<string, unknown>>[] };
  return 'results' in read ? read.results : read;
}

import { expect, test } from 'vitest';
import { releaseAge } from '../../src/catalog/release.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { createClient } from '../../src/client/client.ts';
import { UsageError } from '../../src/diagnostics/errors.ts';

test.each(releases())(
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

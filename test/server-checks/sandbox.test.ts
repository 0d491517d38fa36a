import { afterAll, describe, expect, test } from 'vitest';
import { SERVER_CHECKS } from '../../src/catalog/facts/server-checks/server-checks.ts';
import { loadCatalog, releases } from '../../src/cli/catalogs.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { entriesOf, sendEntries } from '../sandbox/send-entries.ts';
import { partsOf } from '../sandbox/start.ts';
import { buildExample } from './examples.ts';

/*
 * The list of server checks is walked over REST, without a plan: the sandbox, which has a table of its own,
 * refuses each bad example at a field of the check, and takes the nearest good one.
 */

/** The rules that make a whole model one for enterprises are left out: there is an example of what else it wants. */
function withLicence(parts: ReturnType<typeof partsOf>): ReturnType<typeof partsOf> {
  const { behaviour } = parts;
  const validators = behaviour.validators.filter(
    (rule) => rule.kind !== 'licence' || rule.when !== undefined,
  );
  return { ...parts, behaviour: { ...behaviour, validators } };
}

const walked = SERVER_CHECKS.filter(({ found }) => found.by === 'rule' || found.by === 'form');
let refused = 0;

describe.each(releases())('the sandbox of %s', (release) => {
  const catalog = loadCatalog(release, () => undefined);
  const parts = withLicence(partsOf(release));
  const examples = walked.flatMap((check) => buildExample(check, catalog) ?? []).filter(({ rest }) => rest);

  test('refuses what the server refuses, and takes the nearest good value', async () => {
    const wrong: string[] = [];
    const sandbox = createSandbox(parts);
    const bare = sandbox.snapshot();
    for (const example of examples) {
      const start = async (): Promise<Sandbox> => {
        sandbox.restore(bare);
        if (example.exists === undefined) return sandbox;
        const made = await sendEntries(sandbox, catalog, entriesOf(example.exists));
        if (made.status >= 300) wrong.push(`${example.check.name}: before: ${made.status} ${made.text}`);
        const store = sandbox.snapshot();
        const last = store.list([example.model]).at(-1);
        if (last) store.put({ ...last, values: { ...last.values, ...example.stored } });
        sandbox.restore(store);
        return sandbox;
      };
      const entries = entriesOf(example.bad);
      const bad = await sendEntries(await start(), catalog, entries);
      const places = ['non_field_errors', example.at, ...example.check.fields];
      const isRefused =
        bad.sent === entries.length &&
        ((bad.status === 400 && Object.keys(bad.body).some((place) => places.includes(place))) ||
          bad.status === 405);
      if (isRefused) refused += 1;
      else wrong.push(`${example.check.name}: bad: ${bad.status} ${bad.text.slice(0, 200)}`);
      const changes = example.exists === undefined || example.good !== example.exists;
      const good = changes && (await sendEntries(await start(), catalog, entriesOf(example.good)));
      if (good && good.status >= 300) wrong.push(`${example.check.name}: good: ${good.status} ${good.text}`);
    }
    expect(wrong).toEqual([]);
    expect(examples.length).toBeGreaterThan(50);
  });
});

afterAll(() => console.log(`the sandboxes of all releases refuse ${refused} bad examples of server checks`));

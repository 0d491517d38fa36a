import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Random } from '../mutants/random.ts';
import { seeds } from '../random-cases.ts';
import { planBlueprints, runBlueprints, type Server, writesOf } from '../oracle/run-case.ts';
import { blueprintText, moved, randomBlueprint, removed } from './random-blueprint.ts';

/*
 * The laws over random blueprints on a server that is running: AK_BLUEPRINT_TEST_URL names it, on this
 * machine, and AK_BLUEPRINT_TEST_TOKEN a token of a superuser. Everything that is made is deleted again.
 */

const url = process.env['AK_BLUEPRINT_TEST_URL'];
const token = process.env['AK_BLUEPRINT_TEST_TOKEN'] ?? '';

async function connect(address: string): Promise<Server> {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname))
    throw new Error(`${address} is not on this machine`);
  const client = createClient({ url: address, token });
  return { client, catalog: loadCatalog(await client.release(), () => undefined) };
}

const bad = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .filter(({ severity, code }) => severity === 'error' || code === 'answer-differs')
    .map(({ code, message, entry }) => `${code} at ${entry?.id ?? '?'} (${entry?.model ?? ''}): ${message}`);

describe.skipIf(url === undefined)('random blueprints on a running server', () => {
  test.each(seeds(20))(
    'come to rest in any order, and go without a trace (seed %d)',
    { timeout: 120_000 },
    async (seed) => {
      const server = await connect(url ?? '');
      const random = new Random(seed);
      const entries = randomBlueprint(server.catalog, random, 5, `s${seed}-`);
      const files = (text: string) => [{ path: 'random.yaml', bytes: Buffer.from(text) }];
      const options = { policy: { allowProtected: Object.keys(server.catalog.models) } };
      const text = blueprintText(entries);
      try {
        const first = await runBlueprints(server, files(text), options);
        expect([first.stage, ...bad(first.diagnostics)], text).toEqual(['done']);
        for (const other of [text, blueprintText(moved(entries, random))])
          expect(writesOf(await planBlueprints(server, files(other), options)), other).toEqual([]);
      } finally {
        const gone = files(blueprintText(removed(entries)));
        const last = await runBlueprints(server, gone, options);
        expect(
          [last.stage, ...bad(last.diagnostics), ...writesOf(await planBlueprints(server, gone, options))],
          'deleting all of it',
        ).toEqual(['done']);
      }
    },
  );
});

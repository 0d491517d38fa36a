import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan } from '../apply/apply-plan.ts';
import { dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import { isSince } from '../catalog/release.ts';
import { createClient } from '../client/create-client.ts';
import { Collector } from '../diagnostics/collector.ts';
import { InternalError, UsageError } from '../diagnostics/errors.ts';
import { DEFAULT_POLICY } from '../plan/policy.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { loadAndValidate, validateFiles } from './check.ts';
import { fileAt, type NamedFile } from './files.ts';
import { fixFiles } from './fix.ts';
import { planAgainst } from './run-plan.ts';

/** The first release that the default blueprints are for. */
const SINCE = '2023.2';
/** Our own blueprints read no variables. */
const noRefusal = (): undefined => undefined;
/** The default blueprints that ship with the program. */
const DEFAULTS = join(import.meta.dirname, '../../blueprints/default');

/**
 * Applies our default blueprints to a sandbox, through its API as any others. For a later release they are
 * first fixed in memory as by `validate --fix`. Throws a UsageError for an earlier release.
 */
export async function seedSandbox(sandbox: Sandbox, catalog: Catalog): Promise<void> {
  if (!isSince(catalog.release, SINCE))
    throw new UsageError(
      `the default blueprints are for authentik ${SINCE} and later, not for ${catalog.release}`,
      'start the sandbox without --seed, or with --state',
    );
  // Blueprints for features of a later release are in a folder named after it: since-2024.10.
  const folders = readdirSync(DEFAULTS).filter(
    (name) => name.startsWith('since-') && isSince(catalog.release, name.slice('since-'.length)),
  );
  const paths = ['', ...folders].flatMap((folder) =>
    readdirSync(join(DEFAULTS, folder))
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(DEFAULTS, folder, name)),
  );
  const named = paths.map((path): NamedFile => fileAt(path, path, false, undefined));
  const { files } = await fixFiles(named, async (all) => {
    const found = new Collector();
    await validateFiles({ files: all, isWhole: false }, catalog, undefined, noRefusal, found);
    return { diagnostics: found.diagnostics };
  });
  const collector = new Collector();
  const { blueprints } = await loadAndValidate(
    { files, isWhole: false },
    catalog,
    undefined,
    noRefusal,
    collector,
    new Set(),
  );
  const client = createClient({ url: 'http://sandbox.invalid', token: sandbox.token, fetch: sandbox.fetch });
  const { plan, sources, diagnostics } = await planAgainst(client, {
    blueprints,
    catalog,
    policy: DEFAULT_POLICY,
    context: dict(),
    env: () => undefined,
    me: await client.me(),
  });
  const outcome = await applyPlan(plan, {
    client,
    catalog,
    sources,
    parallelism: 4,
    now: () => performance.now(),
  });
  collector.settle();
  const wrong = [...collector.diagnostics, ...diagnostics, ...outcome.diagnostics].find(
    (one) => one.severity === 'error',
  );
  if (wrong) throw new InternalError(`the default blueprints cannot be applied: ${wrong.message}`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan } from '../apply/apply-plan.ts';
import { features } from '../blueprint/features.ts';
import { parseBlueprint } from '../blueprint/parse.ts';
import { dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import { createClient } from '../client/client.ts';
import { Collector } from '../diagnostics/collector.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { DEFAULT_POLICY } from '../plan/policy.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { planAgainst } from './run-plan.ts';

/** The default blueprints that ship with the program. */
const DEFAULTS = join(import.meta.dirname, '../../blueprints/default');

/** Applies our own default blueprints to a sandbox, through its API like any others. */
export async function seedSandbox(sandbox: Sandbox, catalog: Catalog): Promise<void> {
  const collector = new Collector();
  const blueprints = readdirSync(DEFAULTS).filter((name) => /\.ya?ml$/.test(name)).sort().flatMap((name) => {
    const path = join(DEFAULTS, name);
    return parseBlueprint({ path, text: readFileSync(path, 'utf8') }, collector.report, { features: features(catalog.release) }) ?? [];
  });
  const client = createClient({ url: 'http://sandbox.invalid', token: sandbox.token, fetch: sandbox.fetch });
  const plan = await planAgainst(client, { blueprints, catalog, policy: DEFAULT_POLICY, context: dict(), env: () => undefined, me: await client.me() });
  const outcome = await applyPlan(plan, { client, catalog, parallelism: 4, now: () => performance.now() });
  const wrong = [...collector.diagnostics, ...plan.diagnostics, ...outcome.diagnostics].find((one) => one.severity === 'error');
  if (wrong) throw new InternalError(`the default blueprints cannot be applied: ${wrong.message}`);
}

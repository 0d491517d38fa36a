import { applyPlan } from '../../src/apply/apply-plan.ts';
import { dict } from '../../src/blueprint/value.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { type Client, createClient } from '../../src/client/client.ts';
import { processIo } from '../../src/cli/io.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Change, Plan } from '../../src/plan/plan.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { readFiles } from '../validate/check.ts';

/** A bare sandbox that behaves as a release, and a client of it. */
export interface Ground {
  readonly release: string;
  readonly catalog: Catalog;
  readonly sandbox: Sandbox;
  readonly client: Client;
}

/** Opens a sandbox for a release. */
export async function openGround(release: string): Promise<Ground> {
  const { sandbox, token, url } = await openSandbox({ target: release }, processIo(false));
  return { release, catalog: loadCatalog(release, () => undefined), sandbox, client: createClient({ url, token, fetch: sandbox.fetch, pause: () => 0 }) };
}

/** Plans a blueprint; errors of any kind, as texts, beside the plan. */
export async function planOn(ground: Ground, text: string): Promise<{ readonly plan: Plan; readonly errors: readonly string[] }> {
  const collector = new Collector();
  const blueprints = readFiles([{ path: 'random.yaml', bytes: Buffer.from(text) }], collector, ground.catalog);
  const plan = await planAgainst(ground.client, { blueprints, catalog: ground.catalog, policy: { ...DEFAULT_POLICY, allowProtected: Object.keys(ground.catalog.models) }, context: dict(), env: () => undefined, me: await ground.client.me() });
  collector.settle();
  return { plan, errors: [...collector.diagnostics, ...plan.diagnostics].filter(({ severity }) => severity === 'error').map(({ code, message, entry }) => `${code} at ${entry?.id ?? '?'}: ${message}`) };
}

/** Runs a plan; whatever the server said that is not fine. */
export async function applyOn(ground: Ground, plan: Plan): Promise<readonly string[]> {
  const outcome = await applyPlan(plan, { client: ground.client, catalog: ground.catalog, parallelism: 4, now: () => 0 });
  return outcome.diagnostics.map(({ code, message, entry }) => `${code} at ${entry?.id ?? '?'} (${entry?.model ?? ''}): ${message}`);
}

/** What a plan wants to write, one line each. */
export function writes(plan: Plan): string[] {
  return plan.changes.filter(({ action, leftAlone }) => action !== 'noop' && !leftAlone).map(shown);
}

function shown({ action, model, key, fields }: Change): string {
  return `${action} ${model} ${key}: ${fields.map(({ path }) => path).sort().join(', ')}`;
}

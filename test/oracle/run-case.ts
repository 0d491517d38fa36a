import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import { dict, type Dict, type Value } from '../../src/blueprint/value.ts';
import type { Json } from '../../src/catalog/model.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { type Client, createClient } from '../../src/client/client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/plan/policy.ts';
import { BEHAVIOUR_2023_2 } from '../../src/sandbox/behaviour/2023.2/behaviour-2023.2.ts';
import type { SandboxRules } from '../../src/sandbox/rules.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { catalog } from '../plan/ground.ts';
import { readFiles } from '../validate/check.ts';
import { baseState } from './cases.ts';

const rules = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schemas/sandbox-2023.2.json'), 'utf8')) as SandboxRules;
const TOKEN = 'boottoken';

/** A sandbox in a recorded state, and a client of it; `requests` is everything that was sent. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly client: Client;
  readonly requests: string[];
}

/** Puts a fresh sandbox into a recorded state of a real server. */
export function standOn(base: 'bare' | 'fresh'): Ground {
  const sandbox = createSandbox({ catalog, rules, behaviour: BEHAVIOUR_2023_2, state: { kind: 'dump', dump: baseState(base) }, token: TOKEN });
  const requests: string[] = [];
  const client = createClient({
    url: 'http://sandbox.invalid', token: TOKEN, pause: () => 0,
    fetch: (request) => {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return sandbox.fetch(request);
    },
  });
  return { sandbox, client, requests };
}

export interface Ran {
  /** Where it ended: refused by validate or plan, failed in apply, or done. */
  readonly stage: 'validate' | 'plan' | 'apply' | 'done';
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan | undefined;
  readonly outcome: ApplyOutcome | undefined;
}

export interface RunOptions {
  readonly context?: Readonly<Record<string, Json>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly policy?: Partial<Policy>;
}

/** The whole way that the command line takes: parse, validate, plan, apply. */
export async function runBlueprints(ground: Ground, files: readonly { readonly path: string; readonly bytes: Uint8Array }[], options: RunOptions = {}): Promise<Ran> {
  const collector = new Collector();
  const blueprints = readFiles(files, collector);
  if (collector.surelyFailed) return { stage: 'validate', diagnostics: collector.diagnostics, plan: undefined, outcome: undefined };
  const env = options.env ?? {};
  const plan = await planAgainst(ground.client, {
    blueprints, catalog, policy: { ...DEFAULT_POLICY, ...options.policy }, context: toDict(options.context ?? {}) as Dict, env: (name) => env[name], me: await ground.client.me(),
  });
  collector.settle();
  const diagnostics = [...collector.diagnostics, ...plan.diagnostics];
  if (diagnostics.some((one) => one.severity === 'error')) return { stage: 'plan', diagnostics, plan, outcome: undefined };
  const outcome = await applyPlan(plan, { client: ground.client, catalog, parallelism: 4, now: () => performance.now() });
  const failed = outcome.outcomes.some((one) => one.state === 'failed');
  return { stage: failed ? 'apply' : 'done', diagnostics: [...diagnostics, ...outcome.diagnostics], plan, outcome };
}

/** The writes that a run wanted. */
export function writesOf(ran: Ran): string[] {
  return (ran.plan?.changes ?? []).filter((change) => change.action !== 'noop' && !change.leftAlone).map((change) => `${change.action} ${change.model} ${change.key}: ${change.fields.map((field) => field.path).join(', ')}`);
}

function toDict(value: Json): Value {
  if (Array.isArray(value)) return value.map(toDict);
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(dict(), Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDict(item)])));
}

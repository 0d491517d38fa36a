import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReadAnswers } from '../../src/actual/snapshot.ts';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict, type Dict, type Value } from '../../src/blueprint/value.ts';
import type { Json } from '../../src/catalog/model.ts';
import { planAgainst, type Planned, type PlanRequest } from '../../src/cli/run-plan.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/plan/policy.ts';
import { BEHAVIOUR_2023_2 } from '../../src/sandbox/behaviour/2023.2/behaviour-2023.2.ts';
import { parseRules } from '../../src/sandbox/rules.ts';
import { createSandbox, type Sandbox, type Installation } from '../../src/sandbox/sandbox.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { catalog } from '../plan/setup.ts';
import { readFiles } from '../validate/check.ts';
import { baseState } from './cases.ts';
import { applySaved } from '../apply/apply-saved.ts';

const rules = parseRules(
  readFileSync(resolve(import.meta.dirname, '../../schemas/sandbox-2023.2.json'), 'utf8'),
);
const TOKEN = 'boottoken';

/** A server of a release. */
export interface Server {
  readonly catalog: Catalog;
  readonly client: Client;
}

/** A sandbox in a recorded state, and a client of it; `requests` is everything that was sent. */
export interface Setup extends Server {
  readonly sandbox: Sandbox;
  readonly requests: string[];
}

/** Puts a fresh sandbox into a recorded state of a real server. */
export function standOn(base: 'bare' | 'fresh'): Setup {
  const sandbox = createSandbox({
    catalog,
    rules,
    behaviour: BEHAVIOUR_2023_2,
    state: { kind: 'dump', dump: baseState(base) },
    token: TOKEN,
  });
  return setupOf(sandbox, TOKEN, catalog);
}

/** Opens a bare sandbox of any release, or one in a state that was recorded as lists. */
export async function openOn(release: string, state?: string, installation?: Installation): Promise<Setup> {
  const { sandbox, token } = await openSandbox(
    { target: release, ...(state === undefined ? {} : { state }) },
    processIo(false),
    installation,
  );
  return setupOf(
    sandbox,
    token,
    loadCatalog(release, () => undefined),
  );
}

function setupOf(sandbox: Sandbox, token: string, ofRelease: Catalog): Setup {
  const requests: string[] = [];
  const client = createClient({
    url: 'http://sandbox.invalid',
    token,
    pause: () => 0,
    fetch: (request) => {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return sandbox.fetch(request);
    },
  });
  return { catalog: ofRelease, sandbox, client, requests };
}

export interface Ran {
  /** Where it ended: refused by validate or plan, failed in apply, or done. */
  readonly stage: 'validate' | 'plan' | 'apply' | 'done';
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan | undefined;
  /** The plan with what it refers to. */
  readonly planned: Planned | undefined;
  readonly outcome: ApplyOutcome | undefined;
}

export interface RunOptions {
  readonly context?: Readonly<Record<string, Json>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly policy?: Partial<Policy>;
  readonly readFile?: (path: string) => string | undefined;
  /** Where answers come from, in place of the server. */
  readonly read?: ReadAnswers;
  readonly hashKey?: string;
  /** How it is looked for what is in no file. */
  readonly unmanaged?: PlanRequest['unmanaged'];
}

type Files = readonly { readonly path: string; readonly bytes: Uint8Array }[];

/** Parses, validates and plans; the stage is where it was refused, `done` where it was not. */
export async function planBlueprints(
  setup: Server,
  files: Files,
  options: RunOptions = {},
): Promise<Omit<Ran, 'outcome'>> {
  const collector = new Collector();
  const blueprints = readFiles(files, collector, setup.catalog);
  if (collector.certainlyFailed)
    return {
      stage: 'validate',
      diagnostics: collector.diagnostics,
      plan: undefined,
      planned: undefined,
    };
  const env = options.env ?? {};
  const planned = await planAgainst(setup.client, {
    blueprints,
    catalog: setup.catalog,
    policy: { ...DEFAULT_POLICY, ...options.policy },
    context: toDict(options.context ?? {}) as Dict,
    env: (name) => env[name],
    ...(options.readFile ? { readFile: options.readFile } : {}),
    me: await setup.client.me(),
    read: options.read,
    hashKey: options.hashKey,
    unmanaged: options.unmanaged,
  });
  collector.settle();
  const diagnostics = [...collector.diagnostics, ...planned.diagnostics];
  const stage = diagnostics.some((one) => one.severity === 'error') ? 'plan' : 'done';
  return { stage, diagnostics, plan: planned.plan, planned };
}

/** Plans what `validate` was never asked about. */
export async function planUnchecked(setup: Server, files: Files, options: RunOptions = {}): Promise<Planned> {
  const { report } = new Collector();
  const can = features(setup.catalog.release);
  const blueprints = files.flatMap(({ path, bytes }) => {
    const file = decodeFile(path, bytes, report);
    return (file && parseBlueprint(file, report, { features: can })) ?? [];
  });
  return planAgainst(setup.client, {
    blueprints,
    catalog: setup.catalog,
    policy: { ...DEFAULT_POLICY, ...options.policy },
    context: dict(),
    env: () => undefined,
    me: await setup.client.me(),
  });
}

/** The whole way that the command line takes: parse, validate, plan, apply. */
export async function runBlueprints(setup: Server, files: Files, options: RunOptions = {}): Promise<Ran> {
  const planned = await planBlueprints(setup, files, options);
  if (planned.stage !== 'done' || !planned.planned) return { ...planned, outcome: undefined };
  const outcome = await applySaved(planned.planned, {
    client: setup.client,
    catalog: setup.catalog,
    parallelism: 4,
    now: () => performance.now(),
  });
  const failed = outcome.outcomes.some((one) => one.state === 'failed' || one.state === 'unknown');
  return {
    stage: failed ? 'apply' : 'done',
    diagnostics: [...planned.diagnostics, ...outcome.diagnostics],
    plan: planned.plan,
    planned: planned.planned,
    outcome,
  };
}

/** The writes that a run wanted. */
export function writesOf({ plan }: { readonly plan: Plan | undefined }): string[] {
  return (plan?.changes ?? [])
    .filter((change) => change.action !== 'noop' && !change.leftAlone)
    .map(
      (change) =>
        `${change.action} ${change.model} ${change.key}: ${change.fields.map((field) => field.path).join(', ')}`,
    );
}

function toDict(value: Json): Value {
  if (Array.isArray(value)) return value.map(toDict);
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(
    dict(),
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDict(item)])),
  );
}

/**
 * Cases that are about the guards (docs/differences-from-the-importer.md), or would take the rights of the token in
 * use away, so that nothing could be read afterwards.
 */
const ABOUT_GUARDS: ReadonlySet<string> = new Set([
  'probe__delete_flow_in_use',
  'probe__group_absent_with_users',
  'probe__token_absent',
  'probe__user_absent_self',
  'community__gajakannan__nebula-crm__docker__authentik__blueprints__nebula-dev.yaml',
]);

/**
 * The policy that a case is run with: without guards, as the importer has none. The default tenant stays guarded:
 * which cases end otherwise for it is a listed difference.
 */
export function policyFor(name: string, { models }: Catalog): Partial<Policy> {
  if (ABOUT_GUARDS.has(name)) return {};
  const isOpen = (model: Catalog['models'][string]): boolean =>
    model.kind === 'resource' && model.protected.every(({ guard }) => guard !== 'leave-alone');
  const allowProtected = Object.values(models).flatMap((model) => (isOpen(model) ? [model.name] : []));
  return { allowProtected, allowCascade: Object.keys(models), allowLockout: true, allowChanges: 1000 };
}

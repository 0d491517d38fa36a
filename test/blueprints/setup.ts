import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import type { Blueprint } from '../../src/blueprint/blueprint.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict, type Dict } from '../../src/blueprint/value.ts';
import { loadCatalog, SANDBOX_RELEASE } from '../../src/cli/catalogs.ts';
import { planAgainst, type Planned } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { validateBlueprints } from '../validate/check.ts';
import { applySaved } from '../apply/apply-saved.ts';

const folder = resolve(import.meta.dirname, '../../blueprints');

export const catalog = loadCatalog(SANDBOX_RELEASE, new Collector().report);

/** The shipped files, as paths within `blueprints/`. */
export function shipped(within: 'default' | 'examples'): string[] {
  return readdirSync(join(folder, within))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${within}/${name}`);
}

/** Parses and validates shipped files; every finding, of every severity. */
export function check(paths: readonly string[]): {
  blueprints: Blueprint[];
  diagnostics: readonly Diagnostic[];
} {
  const collector = new Collector();
  const blueprints = paths.flatMap(
    (path) =>
      parseBlueprint({ path, text: textOf(path) }, collector.report, {
        features: features(catalog.release),
      }) ?? [],
  );
  validateBlueprints(blueprints, catalog, collector.report);
  return { blueprints, diagnostics: collector.diagnostics };
}

export function textOf(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** What may be given from outside. */
export interface Outside {
  readonly context?: Dict;
  readonly env?: Readonly<Record<string, string>>;
}

export async function planOn(
  sandbox: Sandbox,
  paths: readonly string[],
  { context = dict(), env = {} }: Outside = {},
): Promise<Planned> {
  const client = clientOf(sandbox);
  const { blueprints } = check(paths);
  return planAgainst(client, {
    blueprints,
    catalog,
    policy: DEFAULT_POLICY,
    context,
    env: (name) => env[name],
    me: await client.me(),
  });
}

export async function applyOn(
  sandbox: Sandbox,
  paths: readonly string[],
  outside?: Outside,
): Promise<Planned & { outcome: ApplyOutcome }> {
  const planned = await planOn(sandbox, paths, outside);
  const outcome = await applySaved(planned, {
    client: clientOf(sandbox),
    catalog,
    parallelism: 4,
    now: () => performance.now(),
  });
  return { ...planned, outcome };
}

/** The objects of a list endpoint, as the API shows them. */
export async function list(sandbox: Sandbox, endpoint: string): Promise<Record<string, unknown>[]> {
  const answer = await sandbox.respond('GET', `/api/v3/${endpoint}/?page_size=500&superuser_full_list=true`, {
    authorization: `Bearer ${sandbox.token}`,
  });
  return (JSON.parse(answer.body) as { results: Record<string, unknown>[] }).results;
}

function clientOf(sandbox: Sandbox): ReturnType<typeof createClient> {
  return createClient({ url: 'http://sandbox.invalid', token: sandbox.token, fetch: sandbox.fetch });
}

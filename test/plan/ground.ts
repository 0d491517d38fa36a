import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Json } from '../../src/catalog/model.ts';
import type { Question } from '../../src/catalog/question.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Snapshot } from '../../src/actual/snapshot.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/plan/policy.ts';

export const catalog = loadCatalog('2023.2', new Collector().report);

/** What a server has: the objects of some models, each with the fields that matter to a test. */
export type Server = Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;

export interface Planned {
  readonly plan: Plan;
  readonly questions: readonly Question[];
  readonly codes: readonly string[];
}

/** Plans blueprints (one text a file) against a server; every model that is asked for is complete. */
export function planOf(texts: readonly string[], server: Server, policy: Partial<Policy> = {}, env: Readonly<Record<string, string>> = {}): Planned {
  const collector = new Collector();
  const blueprints = texts.map((text, index) => parseBlueprint({ path: texts.length === 1 ? 'blueprint.yaml' : `${index + 1}.yaml`, text }, collector.report, { features: features('2023.2') })).filter((one) => one !== undefined);
  const models: Record<string, { complete: boolean; answered: string[]; rows: (typeof server)[string] }> = {};
  for (const [name, model] of Object.entries(catalog.models)) if (model.kind !== 'unmanageable') models[name] = { complete: true, answered: [], rows: server[name] ?? [] };
  const snapshot: Snapshot = { release: catalog.release, models, me: { pk: 1, username: 'akadmin', isSuperuser: true, groups: ['authentik Admins'] } };
  const { plan, questions } = buildPlan({ blueprints, snapshot, catalog, policy: { ...DEFAULT_POLICY, ...policy }, features: features('2023.2'), system: dict(), context: dict(), env: (name) => env[name] });
  return { plan, questions, codes: [...collector.diagnostics, ...plan.diagnostics].map((one) => one.code) };
}

/** The changes in one line each: `create authentik_core.group g1: name, is_superuser`. */
export function lines(plan: Plan): string[] {
  return plan.changes.filter((change) => change.action !== 'noop').map((change) => {
    const fields = change.fields.map((field) => (field.leftAlone ? `(${field.path})` : field.path)).join(', ');
    return `${change.leftAlone ? 'left alone: ' : ''}${change.action} ${change.model} ${change.key}${fields ? `: ${fields}` : ''}`;
  });
}

// The time and memory that reading, validating and planning take as a blueprint grows. The ratio between two
// sizes counts, not the time.
// usage: node bench/plan.mjs
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import '../scripts/typescript.mjs';

const root = resolve(import.meta.dirname, '..');
const { parseBlueprint } = await import('../src/blueprint/parse.ts');
const { features } = await import('../src/blueprint/features.ts');
const { dict } = await import('../src/blueprint/value.ts');
const { Collector } = await import('../src/diagnostics/collector.ts');
const { buildPlan } = await import('../src/plan/build-plan.ts');
const { DEFAULT_POLICY } = await import('../src/plan/policy.ts');
const { validateAcross, validateBlueprint } = await import('../src/validate/validate.ts');
const catalog = JSON.parse(readFileSync(join(root, 'schemas/catalog-2023.2.json'), 'utf8'));

const uuid = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

for (const count of [100, 1000, 4000]) {
  let text = 'version: 1\nentries:\n';
  const groups = [];
  for (let n = 0; n < count; n += 1) {
    text += `- {model: authentik_core.group, id: g${n}, identifiers: {name: group-${n}}, attrs: {attributes: {a: ${n}}}}\n`;
    text += `- {model: authentik_core.application, identifiers: {slug: app-${n}}, attrs: {name: App ${n}}}\n`;
    text += `- {model: authentik_policies.policybinding, identifiers: {target: !Find [authentik_core.application, [slug, app-${n}]], group: !KeyOf g${n}, order: 0}}\n`;
    groups.push({
      pk: uuid(n),
      name: `group-${n}`,
      is_superuser: false,
      parent: null,
      users: [],
      attributes: { a: n },
    });
  }
  const complete = (rows) => ({ complete: true, answered: [], rows });
  const snapshot = {
    release: catalog.release,
    me: undefined,
    models: {
      'authentik_core.group': complete(groups),
      'authentik_core.application': complete([]),
      'authentik_policies.policybinding': complete([]),
    },
  };
  const collector = new Collector();
  const times = [performance.now()];
  const blueprint = parseBlueprint({ path: 'bench.yaml', text }, collector.report, {
    features: features('2023.2'),
  });
  times.push(performance.now());
  validateAcross(
    [{ file: blueprint.file, summary: validateBlueprint(blueprint, catalog, collector.report) }],
    catalog,
    collector.report,
  );
  times.push(performance.now());
  const { plan } = buildPlan({
    blueprints: [blueprint],
    snapshot,
    catalog,
    policy: DEFAULT_POLICY,
    features: features('2023.2'),
    system: dict(),
    context: dict(),
    env: () => undefined,
  });
  times.push(performance.now());
  const [parse, validate, planned] = times.slice(1).map((time, index) => Math.round(time - times[index]));
  console.log(
    `${3 * count} entries: parse ${parse} ms, validate ${validate} ms, plan ${planned} ms (${plan.summary.create} to create), ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
}

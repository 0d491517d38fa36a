import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { systemContext } from '../../src/plan/system-context.ts';
import { hasShared, shared } from '../shared.ts';
import { snapshotOf } from './recorded-snapshot.ts';

/*
 * What real servers showed after they had applied their own blueprints: planned against it, the same
 * blueprints change nothing.
 */

describe.skipIf(!hasShared)('the blueprints that a server has applied', () => {
  test.each(['2023.2.3', '2025.12.4'])('%s: change nothing of what it shows', (release) => {
    const catalog = loadCatalog(release.split('.').slice(0, 2).join('.'), new Collector().report);
    const collector = new Collector();
    const blueprints = ['default', 'system']
      .flatMap((folder) =>
        readdirSync(shared(`data/blueprints/${release}/${folder}`))
          .filter((file) => file.endsWith('.yaml'))
          .map((file) => {
            const path = `${folder}/${file}`;
            return parseBlueprint(
              { path, text: readFileSync(shared(`data/blueprints/${release}/${path}`), 'utf8') },
              collector.report,
              { features: features(catalog.release) },
            );
          }),
      )
      .filter((one) => one !== undefined);
    const { plan, diagnostics, questions } = buildPlan({
      blueprints,
      snapshot: snapshotOf(release, catalog),
      catalog,
      policy: DEFAULT_POLICY,
      features: features(catalog.release),
      system: systemContext(catalog, false),
      context: dict(),
      env: () => undefined,
    });
    const changes = plan.changes
      .filter((change) => change.action !== 'noop' && !change.leftAlone)
      .map(
        (change) =>
          `${change.action} ${change.model} ${change.key}: ${change.fields.map((field) => `${field.path} ${JSON.stringify(field.before)} → ${JSON.stringify(field.after)}`).join(', ')}`,
      );
    console.log(
      `${release}: ${blueprints.length} blueprints, ${plan.changes.length} objects, ${changes.length} changes`,
    );
    // What roles may do was not recorded.
    expect([
      questions.filter((one) => one.permissions === undefined),
      diagnostics
        .filter((one) => one.severity === 'error')
        .map((one) => `${one.place?.file.path ?? ''} ${one.message}`),
      changes,
    ]).toEqual([[], [], []]);
    expect(plan.summary.unchanged).toBeGreaterThan(60);
  });
});

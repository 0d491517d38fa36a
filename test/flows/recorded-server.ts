import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/plan/policy.ts';
import { systemContext } from '../../src/plan/system-context.ts';
import type { Row, Snapshot } from '../../src/actual/snapshot.ts';
import { snapshotOf } from '../plan/recorded-snapshot.ts';

/** A fresh server as it was recorded: plans are made against it, and nothing else of it is made up. */
export class RecordedServer {
  readonly catalog: Catalog;
  #snapshot: Snapshot;

  constructor(release: string) {
    this.catalog = loadCatalog(release.split('.').slice(0, 2).join('.'), new Collector().report);
    // Another one than the administrator runs the plans: what belongs to him is not protected.
    const me = { pk: 99, username: 'pipeline', isSuperuser: true, groups: ['pipelines'] };
    this.#snapshot = { ...snapshotOf(release, this.catalog), me };
  }

  /**
   * The same server with other objects of a model. `change`: gives an object as it is then; undefined: gone. `more`:
   * others beside them.
   */
  with(
    model: string,
    change: (row: Row) => Row | undefined,
    more: (rows: readonly Row[]) => readonly Row[] = () => [],
  ): RecordedServer {
    const other = new RecordedServer(this.catalog.release);
    const { rows = [] } = this.#snapshot.models[model] ?? {};
    const changed = [...rows.map(change).filter((row) => row !== undefined), ...more(rows)];
    const models = { ...this.#snapshot.models, [model]: { complete: true, answered: [], rows: changed } };
    other.#snapshot = { ...this.#snapshot, models };
    return other;
  }

  /** The same server, asked by somebody who is no superuser. */
  asOther(): RecordedServer {
    const other = new RecordedServer(this.catalog.release);
    other.#snapshot = {
      ...this.#snapshot,
      me: { pk: 98, username: 'editor', isSuperuser: false, groups: [] },
    };
    return other;
  }

  /** What a plan of a blueprint finds. `host`: of the server. */
  find(
    text: string,
    more: Partial<Policy> & { readonly host?: string; readonly judgesBetween?: boolean } = {},
  ): readonly Diagnostic[] {
    const { host, judgesBetween, ...policy } = more;
    const collector = new Collector();
    const can = features(this.catalog.release);
    const blueprint = parseBlueprint({ path: 'a.yaml', text }, collector.report, { features: can });
    if (!blueprint) throw new Error('this is no blueprint');
    let snapshot = this.#snapshot;
    for (let round = 0; round < 5; round += 1) {
      const { diagnostics, questions } = buildPlan({
        blueprints: [blueprint],
        snapshot,
        catalog: this.catalog,
        policy: { ...DEFAULT_POLICY, ...policy },
        features: can,
        system: systemContext(this.catalog, false),
        context: dict(),
        env: () => undefined,
        host,
        judgesBetween,
      });
      if (questions.length === 0) return diagnostics;
      // Nobody on a fresh server has a second factor.
      const listed = questions.flatMap(({ choices }) => (choices ? [[choices.path, []] as const] : []));
      snapshot = { ...snapshot, listed: { ...snapshot.listed, ...Object.fromEntries(listed) } };
    }
    throw new Error('the plan asks again and again');
  }
}

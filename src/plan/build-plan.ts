import type { Blueprint, Entry } from '../blueprint/blueprint.ts';
import type { Features } from '../blueprint/features.ts';
import { mergeContext } from '../blueprint/merge.ts';
import { mergedByEntry } from '../blueprint/merge-comment.ts';
import { isDict, type Dict } from '../blueprint/value.ts';
import type { Catalog } from '../catalog/model.ts';
import { Collector } from '../diagnostics/collector.ts';
import type { Snapshot } from '../actual/snapshot.ts';
import type { Question } from '../catalog/question.ts';
import { applyFirst } from './apply-first.ts';
import { arrange } from './dependencies.ts';
import { checkLicence } from './check-licence.ts';
import { changeOf } from './changes.ts';
import { grantWords } from './grant-words.ts';
import type { Ground } from './ground.ts';
import { planEntry } from './entry.ts';
import { fileNamed, orderBlueprints } from './file-order.ts';
import type { FileState } from './entry-scope.ts';
import { NamedEntries } from '../semantics/named-entries.ts';
import { LiteralPks } from './literal-pks.ts';
import { followOtherEnds } from './merge-lists.ts';
import { Overlay } from './overlay.ts';
import { settleRefs } from './settle-refs.ts';
import type { Change, Plan } from './plan.ts';
import type { Policy } from './policy.ts';

/** Everything a plan is made of. */
export interface PlanInput {
  readonly blueprints: readonly Blueprint[];
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly features: Features;
  /** What every context holds by itself, see `systemContext`. */
  readonly system: Dict;
  /**
   * Whether the server has a valid enterprise licence; undefined: nothing hangs on it, or it does not say.
   */
  readonly licensed?: boolean | undefined;
  /** What the caller adds to each blueprint's own context (`--context`). */
  readonly context: Dict;
  /** The environment that `!Env` sees. */
  readonly env: (name: string) => string | undefined;
  /** The text of a file that `!File` names; missing: nothing can be read. */
  readonly readFile?: (path: string) => string | undefined;
}

export interface PlanResult {
  readonly plan: Plan;
  /** What must still be read of the server before the plan is right; empty: it is. */
  readonly questions: readonly Question[];
}

/**
 * What the entries would change on a server that is as the snapshot says. Pure: no I/O, no clock, no
 * randomness; the same function plans for a live server, a saved snapshot and a test. While `questions` is
 * not empty, read the answers into the snapshot and call again.
 */
export function buildPlan(input: PlanInput): PlanResult {
  const collector = new Collector();
  const overlay = new Overlay(input.catalog, input.snapshot);
  const ordered = orderBlueprints(input.blueprints, input.catalog, collector.report);
  planEntries(overlay, ordered, input, collector);
  settleRefs(overlay);
  followOtherEnds(overlay);
  const changes: Change[] = [];
  const gone = goneWith(overlay);
  for (const row of overlay.everyRow()) {
    const change = changeOf(overlay, row, countByModel(gone.get(row.id) ?? []), input.policy);
    if (change) changes.push(change);
  }
  const questions = overlay.missing;
  const position = new Map(ordered.map((blueprint, index) => [blueprint.file, index]));
  changes.sort(
    (a, b) => orderOf(a, position) - orderOf(b, position) || (a.entry?.index ?? 0) - (b.entry?.index ?? 0),
  );
  const writes = changes.filter((change) => change.action !== 'noop' && !change.leftAlone);
  const rest = changes.filter((change) => change.action === 'noop' || change.leftAlone);
  const { sorted, stuck } = arrange(overlay, writes);
  const names = new Map(stuck.map((change) => [change.id, `${change.model} ${change.key}`]));
  for (const change of stuck) {
    collector.report({
      code: 'order-cycle',
      message: `${change.model} ${change.key} waits for ${change.dependsOn.flatMap((id) => names.get(id) ?? []).join(', ')}, which waits for it`,
      hint: 'split the change over two runs',
      ...(change.place ? { place: change.place } : {}),
      ...(change.entry ? { entry: change.entry } : {}),
    });
  }
  for (const change of changes)
    if (change.reason?.startsWith('left alone')) reportLeftAlone(collector, change);
  for (const change of changes) {
    reportNotCompared(collector, overlay, change);
    reportUndeclared(collector, change);
    checkLicence(input.catalog, change, input.licensed, collector.report);
  }
  const all = [...sorted, ...stuck, ...rest];
  return {
    plan: {
      target: input.catalog.release,
      changes: all,
      diagnostics: collector.diagnostics,
      summary: summarise(all),
    },
    questions,
  };
}

/**
 * Brings all entries into the overlay, in their order; one that is referred to by its primary key may come
 * before its turn.
 */
function planEntries(
  overlay: Overlay,
  ordered: readonly Blueprint[],
  input: PlanInput,
  { report }: Collector,
): void {
  const files = new Map(
    ordered.map((blueprint): [Blueprint, FileState] => [
      blueprint,
      {
        blueprint,
        context: mergeContext(mergeContext(input.system, blueprint.context), input.context),
        env: input.env,
        ...(input.readFile ? { readFile: input.readFile } : {}),
        features: input.features,
        ids: new Map(),
        merged: mergedByEntry(blueprint),
      },
    ]),
  );
  const plan = (blueprint: Blueprint, entry: Entry): void => {
    const file = files.get(blueprint);
    if (!file) return;
    planEntry(ground, file, entry, (model, attrs, place) => {
      // One among the files is in the right order already.
      if (fileNamed(input.blueprints, isDict(attrs['identifiers']) ? attrs['identifiers'] : {})) return;
      applyFirst(ground, model, attrs, { place, entry: { index: entry.index, model: model.name } });
    });
  };
  const entries = new NamedEntries(ordered, input.catalog);
  const ground: Ground = {
    overlay,
    policy: input.policy,
    me: input.snapshot.me,
    report,
    literalPks: new LiteralPks(overlay, entries),
  };
  for (const { blueprint, entry } of entries.inOrder()) plan(blueprint, entry);
}

/**
 * Values that cannot be read back: a note, and a warning where the object changes otherwise, so that people
 * think of them.
 */
function reportNotCompared(collector: Collector, overlay: Overlay, change: Change): void {
  for (const [name, touch] of overlay.row(change.row)?.uncompared ?? []) {
    collector.report({
      code: 'secret-not-compared',
      severity: change.action === 'update' && !change.leftAlone ? 'warning' : 'info',
      message: `${name} of ${change.model} ${change.key} cannot be read back, so it is not compared and not written again`,
      hint: 'run with --secrets always to write it',
      place: touch.place,
      entry: touch.entry,
    });
  }
}

function reportLeftAlone(collector: Collector, change: Change): void {
  collector.report({
    code: 'protected-left-alone',
    message: `${change.model} ${change.key} is ${change.reason ?? 'left alone'}`,
    ...(change.place ? { place: change.place } : {}),
    ...(change.entry ? { entry: change.entry } : {}),
  });
}

/** Permissions that somebody else granted: said once an object. */
function reportUndeclared(collector: Collector, change: Change): void {
  const found = change.grants.filter(({ action }) => action === 'undeclared');
  if (found.length === 0) return;
  collector.report({
    code: 'permission-not-declared',
    message: `the server grants on ${change.model} ${change.key} what no entry declares: ${found.map(grantWords).join(', ')}`,
    hint: 'declare it in permissions, or take it away with --revoke-permissions',
    ...(change.place ? { place: change.place } : {}),
    ...(change.entry ? { entry: change.entry } : {}),
  });
}

function orderOf(change: Change, position: ReadonlyMap<unknown, number>): number {
  return position.get(change.place?.file) ?? 0;
}

/** The models of the objects that each deleted one takes along, by its row. */
function goneWith(overlay: Overlay): Map<string, string[]> {
  const gone = new Map<string, string[]>();
  for (const row of overlay.everyRow()) {
    if (row.deletedBy === undefined || row.deletedBy === row.id || !row.actual) continue;
    const models = gone.get(row.deletedBy);
    if (models) models.push(row.model);
    else gone.set(row.deletedBy, [row.model]);
  }
  return gone;
}

function countByModel(models: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts].map(([model, count]) => `${count} ${model}`).sort();
}

function summarise(changes: readonly Change[]): Plan['summary'] {
  const count = (action: Change['action']): number =>
    changes.filter((change) => change.action === action && !change.leftAlone).length;
  return {
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    unchanged: count('noop'),
    leftAlone: changes.filter((change) => change.reason?.startsWith('left alone')).length,
    undeclared: changes.flatMap(({ grants }) => grants).filter((grant) => grant.action === 'undeclared')
      .length,
  };
}

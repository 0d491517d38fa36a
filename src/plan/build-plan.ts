import type { Blueprint, Entry } from '../blueprint/blueprint.ts';
import type { Features } from '../blueprint/features.ts';
import type { Refusal } from '../blueprint/refusal.ts';
import { mergeContext } from '../blueprint/merge.ts';
import { mergedByEntry } from '../blueprint/merge-comment.ts';
import { textsIn } from '../blueprint/texts-in.ts';
import { isDict, type Dict, type Value } from '../blueprint/value.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import { Collector } from '../diagnostics/collector.ts';
import type { Snapshot } from '../actual/snapshot.ts';
import type { Question } from '../catalog/question.ts';
import { applyFirst } from './entries/apply-first.ts';
import { arrange } from './changes/dependencies.ts';
import { checkLicence } from './changes/check-licence.ts';
import { changeOf } from './changes/changes.ts';
import { digestOf } from './value/digest.ts';
import type { Draft } from './changes/draft.ts';
import { ChangeEncoder } from './changes/encode-change.ts';
import { reportLeftAlone, reportNotCompared, reportStuck, reportUndeclared } from './changes/findings.ts';
import type { Sources } from './value/sources.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { KnownSecrets } from '../source/known-secrets.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { PlanContext } from './entries/plan-context.ts';
import { planEntry } from './entries/entry.ts';
import { fileNamed, orderBlueprints } from './file-order.ts';
import type { FileState } from './entries/entry-scope.ts';
import { NamedEntries } from '../semantics/named-entries.ts';
import { LiteralPks } from './entries/literal-pks.ts';
import { followOtherEnds } from './overlay/merge-lists.ts';
import { Overlay } from './overlay/overlay.ts';
import { settleRefs } from './overlay/settle-refs.ts';
import { type Cascaded, type Change, isWritten, type Plan } from './value/plan.ts';
import type { Policy } from './policy.ts';

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly blueprints: readonly Blueprint[];
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly features: Features;
  /** What authentik puts into every context, see `systemContext`. */
  readonly system: Dict;
  /**
   * Whether the server has a valid enterprise licence; undefined: nothing depends on it, or the server does
   * not say.
   */
  readonly licensed?: boolean | undefined;
  /** What the caller adds to each blueprint's own context (`--context`). */
  readonly context: Dict;
  /** The environment that `!Env` sees. */
  readonly env: (name: string) => string | Refusal | undefined;
  /** Gives the text of a file that `!File` names; undefined: no file can be read. */
  readonly readFile?: ((path: string) => string | Refusal | undefined) | undefined;
  /** The secrets that the run knows so far; those of the plan are added. */
  readonly secrets?: KnownSecrets | undefined;
}

/** A plan, with what was found while it was made. */
export interface PlanResult {
  readonly plan: Plan;
  /** What the plan refers to: secrets, and the files that its places are in. */
  readonly sources: Sources;
  /** What was found in the files and on the server; with an error among them the plan must not be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** What must still be read from the server; the plan is right only when this is empty. */
  readonly questions: readonly Question[];
}

/**
 * Plans what the entries change on a server that is as the snapshot says. Pure: no I/O, no clock, no
 * randomness. While `questions` is not empty, read the answers into the snapshot and call it again.
 */
export function buildPlan(input: PlanInput): PlanResult {
  const collector = new Collector();
  const overlay = new Overlay(input.catalog, input.snapshot);
  const ordered = orderBlueprints(input.blueprints, input.catalog, collector.report);
  planEntries(overlay, ordered, input, collector);
  settleRefs(overlay);
  followOtherEnds(overlay);
  const drafts = draftsOf(overlay, ordered, input.policy);
  const { sorted, stuck } = arrange(overlay, drafts.filter(isWritten));
  reportStuck(collector.report, stuck);
  for (const draft of drafts) reportLeftAlone(collector.report, draft);
  for (const draft of drafts) {
    reportNotCompared(collector.report, overlay, draft);
    reportUndeclared(collector.report, draft);
    checkLicence(input.catalog, draft, input.licensed, collector.report);
  }
  const rest = drafts.filter((draft) => !isWritten(draft));
  const encoder = new ChangeEncoder(input.catalog, ordered);
  const changes = [...sorted, ...stuck, ...rest].map((draft) => encoder.encode(draft));
  const { release: target } = input.catalog;
  return {
    plan: { target, digest: digestOf({ target, changes }), changes, summary: summarise(changes) },
    sources: sourcesOf(encoder.secrets, ordered, input.secrets ?? new KnownSecrets()),
    diagnostics: collector.diagnostics,
    questions: overlay.missing,
  };
}

/** The changes of all objects that entries manage, in the order of the entries, without dependencies. */
function draftsOf(overlay: Overlay, ordered: readonly Blueprint[], policy: Policy): Draft[] {
  const gone = goneWith(overlay);
  const drafts: Draft[] = [];
  for (const row of overlay.allRows()) {
    const draft = changeOf(overlay, row, countByModel(gone.get(row.id) ?? []), policy);
    if (draft) drafts.push(draft);
  }
  const position = new Map(ordered.map((blueprint, index) => [blueprint.file, index]));
  const fileOf = ({ place }: Draft): number => (place && position.get(place.file)) ?? 0;
  const entryOf = ({ entry }: Draft): number => entry?.index ?? 0;
  return drafts.sort((a, b) => fileOf(a) - fileOf(b) || entryOf(a) - entryOf(b));
}

function sourcesOf(
  values: ReadonlyMap<string, Value>,
  blueprints: readonly Blueprint[],
  secrets: KnownSecrets,
): Sources {
  for (const value of values.values()) for (const text of textsIn(value)) secrets.add(text);
  const files = new Map(blueprints.map(({ file }) => [outermost(file).path, outermost(file)]));
  return { secretOf: (from) => values.get(from), fileOf: (path) => files.get(path), secrets };
}

/** The file that holds a text, for a blueprint embedded in another file the outermost one. */
function outermost(file: SourceFile): SourceFile {
  return file.within ? outermost(file.within.file) : file;
}

/** Plans all entries, in the order of `NamedEntries.inOrder`. */
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
        readFile: input.readFile,
        features: input.features,
        ids: new Map(),
        merged: mergedByEntry(blueprint),
      },
    ]),
  );
  const plan = (blueprint: Blueprint, entry: Entry): void => {
    const file = files.get(blueprint);
    if (!file) return;
    planEntry(context, file, entry, (model, attrs, place) => {
      // A blueprint among the files is planned in the right order already.
      if (fileNamed(input.blueprints, isDict(attrs['identifiers']) ? attrs['identifiers'] : {})) return;
      applyFirst(context, model, attrs, { place, entry: { index: entry.index, model: model.name } });
    });
  };
  const entries = new NamedEntries(ordered, input.catalog);
  const context: PlanContext = {
    overlay,
    policy: input.policy,
    me: input.snapshot.me,
    report,
    literalPks: new LiteralPks(overlay, entries),
  };
  for (const { blueprint, entry } of entries.inOrder()) plan(blueprint, entry);
}

/** The models of the objects that are deleted along with each deleted one, by the id of its row. */
function goneWith(overlay: Overlay): Map<string, string[]> {
  const gone = new Map<string, string[]>();
  for (const row of overlay.allRows()) {
    if (row.deletedBy === undefined || row.deletedBy === row.id || !row.actual) continue;
    const models = gone.get(row.deletedBy);
    if (models) models.push(row.model);
    else gone.set(row.deletedBy, [row.model]);
  }
  return gone;
}

function countByModel(models: readonly ModelName[]): Cascaded[] {
  const counts = new Map<ModelName, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts]
    .map(([model, count]) => ({ model, count }))
    .sort((a, b) => (`${a.count} ${a.model}` < `${b.count} ${b.model}` ? -1 : 1));
}

function summarise(changes: readonly Change[]): Plan['summary'] {
  const count = (action: Change['action']): number =>
    changes.filter((change) => change.action === action && !change.leftAlone).length;
  return {
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    unchanged: count('noop'),
    leftAlone: changes.filter(({ reason }) => reason?.kind === 'left-alone').length,
    undeclared: changes.flatMap(({ grants }) => grants).filter((grant) => grant.action === 'undeclared')
      .length,
  };
}

import type { Blueprint, Entry } from '../blueprint/blueprint.ts';
import { mergeContext } from '../blueprint/merge.ts';
import { mergedByEntry } from '../blueprint/merge-comment.ts';
import { type Dict, isDict } from '../blueprint/value.ts';
import { formerEntries } from '../blueprint/was-comment.ts';
import { showsSecrets } from '../catalog/is-secret.ts';
import type { Collector } from '../diagnostics/collector.ts';
import { NamedEntries } from '../semantics/named-entries.ts';
import type { StoredBlueprints } from './contents/stored-blueprints.ts';
import type { Declared } from './entries/declared.ts';
import { applyFirst } from './entries/apply-first.ts';
import type { PlanContext } from './entries/plan-context.ts';
import { type ApplyFirst, planEntry } from './entries/entry.ts';
import { FailedEntries } from './entries/failed-entries.ts';
import type { FileState } from './entries/entry-scope.ts';
import { LiteralPks } from './entries/literal-pks.ts';
import { LookedUps } from './entries/looked-up.ts';
import { fileNamed } from './file-order.ts';
import type { Overlay } from './overlay/overlay.ts';
import type { PlanInput } from './plan-input.ts';

/** Plans all entries, in the order of `NamedEntries.inOrder`. */
export function planEntries(
  overlay: Overlay,
  ordered: readonly Blueprint[],
  input: PlanInput,
  { report }: Collector,
  { contents, declared }: { readonly contents: StoredBlueprints; readonly declared: Declared | undefined },
): void {
  const outside = new Set(Object.keys(input.context));
  const isInsensitive = input.isInsensitive ?? (() => false);
  const hidesWhole = (model: string): boolean => showsSecrets(input.catalog, model);
  const contextOf = (blueprint: Blueprint): Dict =>
    mergeContext(mergeContext(input.system, blueprint.context), input.context);
  const files = new Map(
    ordered.map((blueprint): [Blueprint, FileState] => [
      blueprint,
      {
        blueprint,
        context: contextOf(blueprint),
        origins: { context: contextOf(blueprint), outside, isInsensitive, showsSecrets: hidesWhole },
        env: input.env,
        readFile: input.readFile,
        features: input.features,
        ids: new Map(),
        merged: mergedByEntry(blueprint),
        former: formerEntries(blueprint),
      },
    ]),
  );
  const plan = (blueprint: Blueprint, entry: Entry): void => {
    const file = files.get(blueprint);
    if (!file) return;
    context.clock.step += 1;
    const first: ApplyFirst = (model, attrs, at) => {
      // A blueprint among the files is planned in the right order already.
      if (fileNamed(input.blueprints, isDict(attrs['identifiers']) ? attrs['identifiers'] : {})) return;
      applyFirst(context, model, attrs, { ...at, entry: { index: entry.index, model: model.name } });
    };
    planEntry(context, file, entry, first, declared);
  };
  const entries = new NamedEntries(ordered, input.catalog);
  const lookedUp = new LookedUps();
  const atEnd: (() => void)[] = [];
  const context: PlanContext = {
    overlay,
    policy: input.policy,
    me: input.snapshot.me,
    report,
    literalPks: new LiteralPks(overlay, entries),
    contents,
    trace: input.trace,
    failed: new FailedEntries(input.catalog),
    lookedUp,
    reportLater: (tell) => {
      atEnd.push(tell);
    },
    clock: { step: 0 },
    importer: undefined,
  };
  for (const { blueprint, entry } of entries.inOrder()) {
    plan(blueprint, entry);
    for (const other of input.trace ? entries.referredTo({ blueprint, entry }) : [])
      input.trace?.names(entry, other.entry);
  }
  for (const tell of atEnd) tell();
  lookedUp.tryAgain(overlay, input.policy.ambiguousFind, report);
}

import type { Snapshot } from '../../actual/snapshot.ts';
import { type BundledTable, bundledIn } from '../../catalog/bundled.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { IgnorePattern } from '../../semantics/ignore-pattern.ts';
import type { Draft } from '../changes/draft.ts';
import { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { ServerMade } from '../server-made/server-made.ts';
import type { Looking } from './children.ts';
import { Ignored } from './ignored.ts';
import { listUnmanaged, type Unmanaged } from './list-unmanaged.ts';
import { withNested } from './nested-rows.ts';
import { type Child, reportChildren } from './report-children.ts';

/** How it is looked for what no file names. */
export interface UnmanagedInput {
  /** What the project does not want to hear of. */
  readonly ignore: readonly IgnorePattern[];
  /** Models that the server does not show, as far as that has been tried. */
  readonly unseen: ReadonlySet<ModelName>;
  /** Whether the files are not all that there are. */
  readonly isPart: boolean;
  /** Set where all objects are to be listed: the questions about them, and whether users are among them. */
  readonly list?: { readonly questions: readonly Question[]; readonly users: boolean } | undefined;
}

/** What is known when a plan is complete. */
export interface AtTheEnd {
  readonly snapshot: Snapshot;
  /** The changes that are ours, with those that change nothing. */
  readonly drafts: readonly Draft[];
  readonly orphans: readonly OverlayRow[];
  readonly undecided: ReadonlySet<ModelName>;
  readonly ownedByOthers?: ReadonlySet<string> | undefined;
  readonly bundled?: (() => BundledTable) | undefined;
}

/** What was found beside findings. */
export interface FoundUnmanaged {
  /** Questions whose answers this depends on: the plan is right without them. */
  readonly wishes: readonly Question[];
  /** All objects that are in no file, where they are to be listed. */
  readonly unmanaged: Unmanaged | undefined;
  /** What hangs on declared objects and is in no file. */
  readonly children: readonly Child[];
}

/** Where nobody has looked. */
export const NOTHING_FOUND: FoundUnmanaged = { wishes: [], unmanaged: undefined, children: [] };

/**
 * Finds what the server has and no entry declares: reports what hangs on declared objects, and lists all of it where
 * that is asked for. What authentik made itself is not among it.
 */
export function findUnmanaged(
  planned: Overlay,
  { snapshot, drafts, orphans, undecided, ownedByOthers, bundled }: AtTheEnd,
  { ignore, unseen, isPart, list }: UnmanagedInput,
  report: Report,
): FoundUnmanaged {
  const { catalog } = planned;
  const before = new Overlay(catalog, withNested(catalog, snapshot));
  const own = bundled ? bundledIn(bundled(), catalog.release) : [];
  const looking: Looking = {
    planned,
    before,
    made: new ServerMade(before, own, { users: true, declared: new Set() }),
    ignored: new Ignored(ignore),
    reported: new Set(orphans.map(({ id }) => id)),
    ownedByOthers,
    undecided,
    unseen,
  };
  const where = isPart ? 'in none of these files' : 'in no file';
  const children = reportChildren(looking, drafts, where, report);
  const listed = list && listUnmanaged(looking, own, list);
  looking.ignored.report(where, report, list && unseen.size === 0);
  if (unseen.size > 0)
    report({
      code: 'unmanaged-unknown',
      message: `it is not known what of ${[...unseen].sort().join(', ')} is ${where}: the server does not show ${unseen.size === 1 ? 'this list' : 'these lists'}`,
      hint: 'use a token that may view them',
    });
  const wishes = before.missing.filter(({ model }) => !unseen.has(model));
  return { wishes, unmanaged: listed, children };
}

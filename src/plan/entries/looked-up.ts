import type { ModelName } from '../../catalog/model.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { EntryRef, Note } from '../../diagnostics/diagnostic.ts';
import type { Severity } from '../../diagnostics/codes.ts';
import { type Criterion, isExact } from '../../semantics/criterion.ts';
import { all } from '../../semantics/operators.ts';
import type { Place } from '../../source/source-file.ts';
import { describeRow } from '../overlay/describe.ts';
import { select } from '../overlay/match.ts';
import { meets } from '../overlay/meets.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { renameNote } from '../overlay/renamed.ts';

/** What was looked up while entries were planned, and found as one object. */
interface LookedUp {
  /** Whether an entry identifies its object by it; else a `!Find` asks for it. */
  readonly identifies: boolean;
  readonly model: ModelName;
  readonly criteria: readonly Criterion[];
  readonly row: OverlayRow;
  readonly place: Place;
  readonly entry: EntryRef;
  /** The names of what the criteria are made of that must not be shown. */
  readonly from: readonly string[];
}

/**
 * The look-ups of a plan, so that they can be tried again on the server as all entries leave it: that is what the
 * next run finds.
 */
export class LookedUps {
  readonly #all: LookedUp[] = [];

  add(one: LookedUp): void {
    this.#all.push(one);
  }

  /**
   * Reports what the next run would find otherwise: an object that its own identifiers do not find again, so that
   * it would be made once more, and a look-up that has become ambiguous.
   */
  tryAgain(overlay: Overlay, ambiguous: Severity, report: Report): void {
    for (const one of this.#all) {
      const { row, model, criteria, place, entry } = one;
      if (row.deletedBy !== undefined || row.refused) continue;
      const truth = all(criteria.map((criterion) => meets(overlay, row, criterion)));
      // A plain identifier is written, so the object has it, in whatever form.
      if (truth === false && one.identifies && !criteria.every(({ path }) => isExact(path)))
        reportLost(overlay, one, report);
      if (truth === false && !one.identifies && row.renamedBy) reportRenamed(overlay, one, report);
      if (truth !== true) continue;
      const others = select(overlay, model, criteria).sure.filter((other) => other !== row);
      const [other] = others;
      if (!other) continue;
      const names = [row, ...others].slice(0, 10).map((each) => describeRow(overlay, each));
      const words = one.from.length > 0 ? fromWords(one.from) : names.join(', ');
      report({
        code: one.identifies ? 'identifier-ambiguous' : 'find-ambiguous',
        severity: one.identifies ? undefined : ambiguous,
        message: `once all entries are applied, ${others.length + 1} objects of ${model} match this: ${words}`,
        hint: 'the next run could not tell them apart; add what only one of them has, or give the other another value',
        place,
        entry,
        notes: madeHere(others),
      });
    }
  }
}

function reportLost(overlay: Overlay, { row, place, entry }: LookedUp, report: Report): void {
  report({
    code: 'identifiers-lost',
    message: `these identifiers do not find ${row.model} ${describeRow(overlay, row)} again once all entries are applied`,
    hint: 'each run would make another one; identify it by a value that it has afterwards, such as its name',
    place,
    entry,
  });
}

/** The look-up is by a name that an entry takes from the object: it finds it once more, and never again. */
function reportRenamed(overlay: Overlay, { row, model, place, entry, from }: LookedUp, report: Report): void {
  report({
    code: 'find-no-match',
    message: `once all entries are applied, this finds no object of ${model}`,
    hint: 'look it up by what it is called then',
    place,
    entry,
    notes: [renameNote(overlay, row, from.length > 0)],
  });
}

function madeHere(rows: readonly OverlayRow[]): Note[] | undefined {
  const notes = rows.flatMap(({ owner }) =>
    owner ? [{ message: 'the other object is managed here', place: owner.place }] : [],
  );
  return notes.length > 0 ? notes : undefined;
}

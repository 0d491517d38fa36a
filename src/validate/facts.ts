import type { Blueprint } from '../blueprint/blueprint.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Finding, Report } from '../diagnostics/collector.ts';
import { FileValues } from '../semantics/alternatives.ts';
import { type CheckedEntry, checkEntries } from '../semantics/checked-entry.ts';
import { type WrittenTexts, writtenTexts } from '../semantics/written-texts.ts';
import type { Place, Span } from '../source/source-file.ts';

const NO_TEXTS: WrittenTexts = { texts: [], context: [] };

/** What every rule over one file needs. */
export interface Facts {
  readonly catalog: Catalog;
  readonly blueprint: Blueprint;
  readonly entries: readonly CheckedEntry[];
  /** The entries that have an id, in the order of the file. */
  readonly byId: ReadonlyMap<string, readonly CheckedEntry[]>;
  /** What the values of the file can be. */
  readonly values: FileValues;
  /** The texts of an entry; none of one that never runs. */
  readonly textsOf: (checked: CheckedEntry) => WrittenTexts;
  readonly run: Run;
  readonly report: Report;
}

/** The run that values are checked for. */
export interface Run {
  /** The keys of the context that it gives. */
  readonly given: ReadonlySet<string>;
  /** Whether it sends the values to a server. */
  readonly isSent: boolean;
}

/** A run that gives nothing and sends nothing. */
export const OFFLINE: Run = { given: new Set(), isSent: false };

/** Gathers the facts about all entries of a file. */
export function gatherFacts(blueprint: Blueprint, catalog: Catalog, report: Report, run: Run): Facts {
  const entries = checkEntries(blueprint, catalog);
  const byId = new Map<string, CheckedEntry[]>();
  for (const checked of entries) {
    const id = checked.entry.id?.text;
    if (id === undefined) continue;
    const same = byId.get(id);
    if (same) same.push(checked);
    else byId.set(id, [checked]);
  }
  const texts = new Map(
    entries
      .filter(({ skipped }) => !skipped)
      .map((checked) => [
        checked,
        writtenTexts(checked.entry, checked.resource, checked.ensure === 'absent'),
      ]),
  );
  return {
    catalog,
    blueprint,
    entries,
    byId,
    values: new FileValues(blueprint, catalog, run.given),
    textsOf: (checked) => texts.get(checked) ?? NO_TEXTS,
    run,
    report,
  };
}

/** Reports a finding at a span of an entry's file. */
export function reportAt(
  facts: Facts,
  checked: CheckedEntry,
  span: Span,
  finding: Omit<Finding, 'place' | 'entry'>,
): void {
  facts.report({ ...finding, place: placeOf(checked, span), entry: checked.ref });
}

/** A span of an entry's file as a place. */
export function placeOf(checked: CheckedEntry, span: Span): Place {
  return { file: checked.blueprint.file, span };
}

import { EXPECTED, type Expected, expectedHint } from '../../catalog/facts/expected.ts';
import type { Catalog, Field } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';
import type { Report } from '../../diagnostics/collector.ts';
import { type OverlayRow, storedOf } from '../overlay/overlay-row.ts';
import type { Draft } from './draft.ts';

/**
 * Code `attribute-expected`: reports an object that is made without a field without which it does not do what
 * is meant, and one that is left with an empty list in such a field, whether an entry empties it, leaves it out
 * of a new object, or the server has it so. What is not known is not reported.
 */
export function checkExpected(
  { models, release }: Catalog,
  draft: Draft,
  row: OverlayRow | undefined,
  report: Report,
): void {
  const model = models[draft.model];
  if (model?.kind !== 'resource' || !row || draft.action === 'delete' || draft.leftAlone) return;
  for (const expected of EXPECTED) {
    const { field, empty, since, why } = expected;
    if (expected.model !== draft.model || !isSince(release, since ?? '0')) continue;
    if (!(empty ? isLeftEmpty(row, field, model.fields[field]) : isLeftOut(row, expected))) continue;
    const set = row.provenanceOf.get(field);
    report({
      code: 'attribute-expected',
      message: empty
        ? `${draft.model} ${draft.key} is left without ${field}: ${why}`
        : `there is no ${field}: ${why}`,
      hint: expectedHint(expected),
      place: set?.place ?? draft.place,
      entry: set?.entry ?? draft.entry,
    });
  }
}

/** Whether a list is empty once the plan has run; in a new object that is the server's default. */
function isLeftEmpty(row: OverlayRow, name: string, field: Field | undefined): boolean {
  const there = row.actual ? row.actual[name] : field?.default;
  const value = row.set.has(name) ? row.set.get(name) : there;
  return Array.isArray(value) && value.length === 0;
}

/** Whether a new object gets none of the fields, and is one that should. */
function isLeftOut(row: OverlayRow, { field, or = [], when = {} }: Expected): boolean {
  if (storedOf(row) || [field, ...or].some((name) => row.set.has(name))) return false;
  return Object.entries(when).every(([name, value]) => !row.set.has(name) || row.set.get(name) === value);
}

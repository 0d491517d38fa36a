import { EXPECTED, type Expected, expectedHint } from '../../catalog/facts/expected.ts';
import type { Resource } from '../../catalog/model.ts';
import { isSince } from '../../catalog/release.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { type CheckedEntry, fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { isMadeAlong, textOrTemplate } from '../../semantics/made-along.ts';
import { type Facts, reportAt } from '../facts.ts';
import { adding } from '../../blueprint/rewrite.ts';

/** Code `attribute-expected`: an attribute without which the object is created but does not work as intended. */
export function checkAttributeExpected(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resource, skipped, ensure, entry } = checked;
    if (!resource || skipped || ensure === 'absent' || entry.attrs === null) continue;
    if (isMade(facts, checked, resource)) continue;
    for (const row of EXPECTED) if (row.model === resource.name) checkExpected(facts, checked, row);
  }
}

/** Whether the server makes the object of an entry along with another, with all that is expected. */
function isMade({ catalog }: Facts, { entry: { identifiers } }: CheckedEntry, { name }: Resource): boolean {
  return (identifiers?.pairs ?? []).some(({ key, value }) => {
    const text = textOrTemplate(value);
    return text !== undefined && isMadeAlong(catalog, name, key, text);
  });
}

function checkExpected(facts: Facts, checked: CheckedEntry, row: Expected): void {
  const { resource, entry } = checked;
  const { field, or = [], when = {}, empty, since } = row;
  if (!resource || !fieldNamed(resource, field) || !isSince(facts.catalog.release, since ?? '0')) return;
  const given = valueOf(checked, field);
  const isEmpty = empty === true && given?.kind === 'seq' && given.items.length === 0;
  if ([field, ...or].some((name) => valueOf(checked, name) !== undefined) && !isEmpty) return;
  const isMeant = Object.entries(when).every(([name, required]) => {
    const value = valueOf(checked, name);
    return value === undefined || (value.kind === 'scalar' && value.value === required);
  });
  if (!isMeant) return;
  reportAt(facts, checked, isEmpty ? given.span : entry.model.span, {
    code: 'attribute-expected',
    message: isEmpty ? `${field} is empty: nobody is let in` : `there is no ${field}: ${row.why}`,
    hint: expectedHint(row),
    supposed: true,
    fixes: given ? undefined : addingFixes(checked, row),
  });
}

/** Adds what is expected, for people to decide; and what was so without a word in the releases before. */
function addingFixes({ blueprint: { file }, entry: { attrs } }: CheckedEntry, row: Expected): readonly Fix[] {
  const { write, before, since } = row;
  const former = before === undefined ? [] : (adding(file, attrs, before).fixes ?? []);
  return [
    ...(adding(file, attrs, write).fixes ?? []),
    ...former.map((fix) => ({ ...fix, keepsFromBefore: since })),
  ];
}

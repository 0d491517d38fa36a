import { EXPECTED, type Expected, expectedHint, HOLDS } from '../../catalog/facts/expected.ts';
import { isSince } from '../../catalog/release.ts';
import { type CheckedEntry, fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { adding } from '../../blueprint/rewrite.ts';
import { isPlaceholder, isTemplate } from '../../blueprint/placeholder.ts';

/**
 * Code `attribute-expected`: an attribute without which the object is created but does not work as intended;
 * `attribute-format`: a text that lacks what it must contain.
 */
export function checkAttributeExpected(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resource, skipped, ensure, entry } = checked;
    if (!resource || skipped || ensure === 'absent' || entry.attrs === null) continue;
    for (const row of EXPECTED) if (row.model === resource.name) checkExpected(facts, checked, row);
    for (const { model, field, text, what } of HOLDS) {
      const value = model === resource.name ? valueOf(checked, field) : undefined;
      if (
        value?.kind !== 'scalar' ||
        value.text.trim() === '' ||
        value.value === null ||
        value.text.includes(text) ||
        isTemplate(value.text) ||
        isPlaceholder(value.text)
      )
        continue;
      reportAt(facts, checked, value.span, {
        code: 'attribute-format',
        message: `${field} is not ${what}: it has no line ${text}…`,
        hint: 'give the whole file, from its BEGIN line to its END line',
      });
    }
  }
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
    supposed: empty,
    fixes: given ? undefined : adding(checked.blueprint.file, entry.attrs, row.write).fixes,
  });
}

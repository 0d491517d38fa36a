import { EXPECTED, type Expected, HOLDS } from '../../catalog/facts/expected.ts';
import { isSince } from '../../catalog/release.ts';
import { type CheckedEntry, fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { isPlaceholder, isTemplate } from '../../blueprint/placeholder.ts';

/**
 * Code `attribute-expected`: an attribute without which the object is created but does not work as intended;
 * `attribute-format`: a text that lacks what it must contain.
 */
export function checkAttributeExpected(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resource, skipped, ensure, entry } = checked;
    if (!resource || skipped || ensure === 'absent' || entry.attrs === null) continue;
    for (const row of EXPECTED) {
      if (row.model === resource.name && isExpected(facts, checked, row)) {
        reportAt(facts, checked, entry.model.span, {
          code: 'attribute-expected',
          message: `there is no ${row.field}: ${row.why}`,
          hint: `write ${row.write}`,
        });
      }
    }
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

function isExpected(
  { catalog }: Facts,
  checked: CheckedEntry,
  { field, or, when, since }: Expected,
): boolean {
  const { resource } = checked;
  if (!resource || !fieldNamed(resource, field) || (since !== undefined && !isSince(catalog.release, since)))
    return false;
  if ([field, ...(or ?? [])].some((name) => valueOf(checked, name) !== undefined)) return false;
  return Object.entries(when ?? {}).every(([name, required]) => {
    const value = valueOf(checked, name);
    return value === undefined || (value.kind === 'scalar' && value.value === required);
  });
}

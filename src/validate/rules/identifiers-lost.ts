import { isExact, readLookup } from '../../semantics/criterion.ts';
import { valueOf } from '../../semantics/checked-entry.ts';
import { holds } from '../../semantics/operators.ts';
import { literalOf } from '../../semantics/written-value.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Code `identifiers-lost`: an identifier with an operator (`name__icontains: zzz`) that the value which the entry
 * itself gives the field does not meet. A plan knows it of all values.
 */
export function checkIdentifiersLost(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped, ensure } = checked;
    if (!resource || skipped || ensure === 'absent' || !entry.identifiers) continue;
    for (const { key, keyNode, value } of entry.identifiers.pairs) {
      const read = readLookup(facts.catalog, resource.name, key);
      if (read.kind !== 'readable' || isExact(read.path)) continue;
      const { steps, json, target, operator } = read.path;
      const field = steps.length + json.length === 0 && target.kind === 'value' ? target.field : undefined;
      const given = field === undefined ? undefined : valueOf(checked, field);
      const [has, asked] = [given && literalOf(given), literalOf(value)];
      if (field === undefined || has === undefined || asked === undefined) continue;
      if (holds(operator, has, asked) !== false) continue;
      reportAt(facts, checked, keyNode.span, {
        code: 'identifiers-lost',
        severity: 'warning',
        supposed: true,
        message: `${key} does not find the object again: the entry gives it another ${field}`,
        hint: `each run would make another one; identify it by ${field}`,
      });
    }
  }
}

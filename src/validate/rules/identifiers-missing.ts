import { lostKey } from '../../diagnostics/cause.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Code `identifiers-missing`: an entry without identifiers, which the importer refuses (probes ident_missing,
 * ident_empty).
 */
export function checkIdentifiersMissing(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    if (!resource || skipped || (entry.identifiers && entry.identifiers.pairs.length > 0)) continue;
    const key = resource.unique.find((rule) => rule.fields.length === 1)?.fields[0] ?? 'name';
    reportAt(facts, checked, entry.identifiers?.span ?? entry.model.span, {
      code: 'identifiers-missing',
      message: `an entry of ${resource.name} needs identifiers, to find its object by`,
      hint: `add identifiers, such as ${key}`,
      follows: [lostKey(entry.index, 'identifiers')],
    });
  }
}

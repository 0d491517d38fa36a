import { adding, writing } from '../../blueprint/rewrite.ts';
import { lostKey } from '../../diagnostics/cause.ts';
import { valueOf } from '../../semantics/checked-entry.ts';
import { exampleFields, identifyingFields } from '../example.ts';
import { type Facts, reportAt } from '../facts.ts';
import { linksIn } from '../links.ts';

/**
 * Code `identifiers-missing`: an entry without identifiers, which the importer refuses (probes ident_missing,
 * ident_empty).
 */
export function checkIdentifiersMissing(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    if (!resource || skipped || (entry.identifiers && entry.identifiers.pairs.length > 0)) continue;
    const isGiven = (name: string): boolean => valueOf(checked, name) !== undefined;
    const given = Object.keys(resource.fields).filter(isGiven);
    const names = identifyingFields(resource, given).filter((name) => !isGiven(name));
    const pairs = exampleFields(linksIn(facts, checked), resource, names.length > 0 ? names : ['name']);
    const text = `{${pairs.join(', ')}}`;
    const { file } = checked.blueprint;
    const mended = entry.identifiers
      ? writing(file, entry.identifiers, text)
      : adding(file, entry.map, `identifiers: ${text}`);
    reportAt(facts, checked, entry.identifiers?.span ?? entry.model.span, {
      code: 'identifiers-missing',
      message: `an entry of ${resource.name} needs identifiers, to find its object by`,
      hint: `add identifiers, such as ${text}`,
      follows: [lostKey(entry.index, 'identifiers')],
      fixes: mended.fixes,
    });
  }
}

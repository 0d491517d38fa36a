import { replacing } from '../../blueprint/rewrite.ts';
import { replacePart, resolveLookup } from '../../catalog/lookup-path.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type Facts, fieldNamed, reportAt } from '../facts.ts';

/**
 * Code `identifier-unknown`: an identifier that is no field of the model. The release note of 2023.2.3 calls it "handle error
 * when blueprint entry identifier field does not exist"; here it is found without a server, with what there is instead.
 */
export function checkIdentifierUnknown(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    if (!resource || skipped || !entry.identifiers) continue;
    for (const { key, keyNode } of entry.identifiers.pairs) {
      const resolved = resolveLookup(facts.catalog, resource.name, key);
      if (resolved.ok) continue;
      const near = nearest(resolved.part, resolved.choices);
      const inApi = fieldNamed(resource, key) && !resolved.choices.includes(key);
      reportAt(facts, checked, keyNode.span, {
        code: 'identifier-unknown', message: inApi ? `${key} can be set but cannot identify: it is no field of ${resource.name} in the database` : resolved.message,
        hint: `${near === undefined ? '' : `did you mean ${near}? `}Fields that can identify: ${resolved.choices.join(', ')}`,
        ...(near === undefined ? {} : replacing(checked.blueprint.file, keyNode, replacePart(key, resolved.part, near))),
      });
    }
  }
}

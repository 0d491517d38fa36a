import { pairAt } from '../../blueprint/blueprint.ts';
import { removing } from '../../blueprint/rewrite.ts';
import { nodeText } from '../../semantics/checked-entry.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';

/**
 * Code `attribute-shadowed`: an identifier wins over the attribute of the same name (probe
 * ident_attrs_conflict_existing).
 */
export function checkAttributeShadowed(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, skipped, ensure, resource } = checked;
    if (!resource || skipped || ensure === 'absent' || !entry.attrs || !entry.identifiers) continue;
    for (const pair of entry.attrs.pairs) {
      const { key, keyNode, value } = pair;
      const identifier = pairAt(entry.identifiers, key);
      const file = checked.blueprint.file.path;
      if (!identifier || value.kind === 'map' || nodeText(value, file) === nodeText(identifier.value, file))
        continue;
      reportAt(facts, checked, keyNode.span, {
        code: 'attribute-shadowed',
        message: `${key} is an identifier, too, and that one counts: the object cannot be renamed this way`,
        hint: 'identify the object by something else, or take this attribute out',
        notes: [{ message: 'the identifier', place: placeOf(checked, identifier.keyNode.span) }],
        ...removing(checked.blueprint.file, entry.attrs, pair),
      });
    }
  }
}

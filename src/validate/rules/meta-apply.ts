import { valueAt } from '../../blueprint/blueprint.ts';
import { lostField, lostKey } from '../../diagnostics/cause.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Codes `action-impossible` (probe meta_state_absent), `attribute-missing`, `identifier-unknown`: a
 * `metaapplyblueprint` entry with state `absent`, without identifiers, or with identifiers that are no fields
 * of a blueprint instance.
 */
export function checkMetaApply(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resolved, entry, skipped } = checked;
    if (!resolved?.ok || resolved.model.kind !== 'meta' || skipped) continue;
    if (entry.ensure && checked.ensure === 'absent') {
      reportAt(facts, checked, entry.ensure.span, {
        code: 'action-impossible',
        severity: 'warning',
        message: `${resolved.model.name} applies another blueprint first; with state absent it does nothing`,
        hint: 'take the entry out',
      });
      continue;
    }
    const instances = facts.catalog.models[resolved.model.instances];
    const identifiers = entry.attrs ? valueAt(entry.attrs, 'identifiers') : undefined;
    if (identifiers?.kind !== 'map' || identifiers.pairs.length === 0) {
      reportAt(facts, checked, identifiers?.span ?? entry.model.span, {
        code: 'attribute-missing',
        message: 'attrs.identifiers must say which blueprint is meant',
        hint: 'write identifiers: {name: …}',
        follows: [lostField(entry.index, 'identifiers'), lostKey(entry.index, 'attrs')],
      });
      continue;
    }
    for (const { key, keyNode } of identifiers.pairs) {
      if (instances?.kind !== 'resource' || Object.hasOwn(instances.lookups, key.split('__')[0] ?? ''))
        continue;
      reportAt(facts, checked, keyNode.span, {
        code: 'identifier-unknown',
        message: `${key} is no field of a blueprint instance`,
        hint: `fields: ${resolved.model.identifies.join(', ')}`,
      });
    }
  }
}

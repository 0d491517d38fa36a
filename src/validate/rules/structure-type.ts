import { features } from '../../blueprint/features.ts';
import { pairAt } from '../../blueprint/blueprint.ts';
import { lostKey } from '../../diagnostics/cause.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Code `structure-type`: `attrs: null`, which can be loaded but not written (probes attrs_null,
 * attrs_null_state_created_existing).
 */
export function checkStructureType(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, ensure, skipped, resource } = checked;
    const isRead =
      ensure === 'present' || (ensure === 'created' && features(facts.catalog.release).createdIsChecked);
    if (!resource || skipped || !isRead || entry.attrs !== null) continue;
    reportAt(facts, checked, pairAt(entry.map, 'attrs')?.keyNode.span ?? entry.model.span, {
      code: 'structure-type',
      message: 'attrs is null, and the server needs a mapping to write',
      hint: 'leave attrs out, or write attrs: {}',
      follows: [lostKey(entry.index, 'attrs')],
    });
  }
}

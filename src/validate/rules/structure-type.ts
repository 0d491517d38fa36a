import { features } from '../../blueprint/features.ts';
import { type Entry, type Node, pairAt } from '../../blueprint/blueprint.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
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
    reportAt(facts, checked, keyOf(checked, entry)?.span ?? entry.model.span, {
      code: 'structure-type',
      message: 'attrs is null, and the server needs a mapping to write',
      hint: 'leave attrs out, or write attrs: {}',
    });
  }
}

function keyOf({ blueprint }: CheckedEntry, { span }: Entry): Node | undefined {
  const entries = blueprint.root.kind === 'map' ? pairAt(blueprint.root, 'entries')?.value : undefined;
  const lists = entries?.kind === 'map' ? entries.pairs.map(({ value }) => value) : [entries];
  const own = lists
    .flatMap((list) => (list?.kind === 'seq' ? list.items : []))
    .find((item) => item.span.start === span.start);
  return own?.kind === 'map' ? pairAt(own, 'attrs')?.keyNode : undefined;
}

import { nearest } from '../../diagnostics/spelling.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import type { KeyOfReference } from '../../blueprint/references.ts';
import { type CheckedEntry, type Facts, reportAt } from '../facts.ts';
import { accepts, slotAt } from '../field-at.ts';

/** Codes `keyof-unknown`, `keyof-later`, `keyof-skipped`, and `attribute-type` for an object of the wrong model. */
export function checkKeyOf(facts: Facts): void {
  for (const checked of facts.entries) {
    if (checked.skipped) continue;
    for (const reference of checked.references) if (reference.kind === 'keyOf') checkOne(facts, checked, reference);
  }
}

function checkOne(facts: Facts, checked: CheckedEntry, { id, node, path }: KeyOfReference): void {
  const same = facts.byId.get(id) ?? [];
  const span = node.span;
  if (same.length === 0) {
    if (facts.blueprint.unreadIds.includes(id)) return;
    const near = nearest(id, facts.byId.keys());
    reportAt(facts, checked, span, { code: 'keyof-unknown', message: `no entry of this file has the id ${id}`, ...(near === undefined ? {} : { hint: `did you mean ${near}?`, ...(node.args[0] ? replacing(checked.blueprint.file, node.args[0], near) : {}) }) });
    return;
  }
  const earlier = same.filter((other) => other.entry.index < checked.entry.index);
  if (earlier.length === 0) {
    reportAt(facts, checked, span, { code: 'keyof-later', message: `the entry ${id} comes later in the file; the server applies entries in order`, hint: 'move it before this entry' });
    return;
  }
  const usable = earlier.filter((other) => !other.skipped && other.ensure !== 'absent');
  if (usable.length === 0) {
    const absent = earlier.some((other) => other.ensure === 'absent');
    if (absent && checked.ensure !== 'present') return;
    reportAt(facts, checked, span, { code: 'keyof-skipped', message: `the entry ${id} ${absent ? 'deletes its object' : 'is skipped by its condition'}, so there is nothing to refer to` });
    return;
  }
  const [target] = usable;
  const slot = slotAt(checked, path);
  if (!target?.resource || !slot?.references || accepts(facts.catalog, slot, target.resource.name)) return;
  reportAt(facts, checked, span, { code: 'attribute-type', message: `${String(path[1])} must be ${slot.references.join(' or ')}, but ${id} is ${target.resource.name}` });
}

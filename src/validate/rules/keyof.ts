import type { Catalog, Field } from '../../catalog/model.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { KeyOfReference } from '../../blueprint/references.ts';
import { type CheckedEntry, type Facts, reportAt } from '../facts.ts';

/** Codes `keyof-unknown`, `keyof-later`, `keyof-skipped`, and `attribute-type` for an object of the wrong model. */
export function checkKeyOf(facts: Facts): void {
  for (const checked of facts.entries) {
    if (checked.skipped) continue;
    for (const reference of checked.references) if (reference.kind === 'keyOf') checkOne(facts, checked, reference);
  }
}


function checkOne(facts: Facts, checked: CheckedEntry, { id, node, path }: KeyOfReference): void {
  const ids = facts.byId.get(checked.blueprint);
  const same = ids?.get(id) ?? [];
  const span = node.span;
  if (same.length === 0) {
    if (checked.blueprint.unreadIds.includes(id)) return;
    const near = nearest(id, ids?.keys() ?? []);
    reportAt(facts, checked, span, { code: 'keyof-unknown', message: `no entry of this file has the id ${id}`, ...(near === undefined ? {} : { hint: `did you mean ${near}?` }) });
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
  const field = path.length === 2 || path.length === 3 ? checked.resource?.fields[String(path[1])] : undefined;
  if (!target?.resource || !field?.references || accepts(facts.catalog, field, target.resource.name)) return;
  reportAt(facts, checked, span, { code: 'attribute-type', message: `${String(path[1])} must be ${field.references.join(' or ')}, but ${id} is ${target.resource.name}` });
}

/** Whether a field can hold the key of an object of this model. A list of mappings takes any kind (rest-api-2023.2, point 15). */
function accepts(catalog: Catalog, field: Field, model: string): boolean {
  return (field.references ?? []).some((name) => {
    const target = catalog.models[name];
    return name === model || !target || (target.kind === 'base' && target.concrete.includes(model));
  });
}

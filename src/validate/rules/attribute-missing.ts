import { pairAt } from '../../blueprint/blueprint.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, type Facts, reportAt, valueOf } from '../facts.ts';
import { SameObject } from '../same-object.ts';

/*
 * Code `attribute-missing`. Whether an entry creates its object or changes one that exists, only a server knows; what can be
 * known is:
 * - an earlier entry, in any of the files, makes the same object with all that is required: nothing is missing;
 * - its `name`, required and unique, is given nowhere, and the identifiers do not name an object by their own: the entry cannot
 *   mean an object that exists for sure, so a create will fail: an error;
 * - otherwise the entry works on an object that exists and fails where there is none: a warning.
 */

export function checkAttributeMissing(facts: Facts): void {
  const same = new SameObject(facts);
  for (const checked of facts.entries) {
    const { resource, skipped, ensure, entry } = checked;
    if (!resource || skipped || ensure === 'absent' || !entry.identifiers || entry.attrs === null) continue;
    // What has a managed name is made by the server itself.
    if (entry.identifiers.pairs.length === 0 || entry.identifiers.pairs.some(({ key }) => key === 'managed')) continue;
    const names = Object.entries(resource.fields).filter(([name, field]) => field.required && !field.readOnly && valueOf(checked, name) === undefined).map(([name]) => name);
    const missing = [...names, ...groupsMissing(checked)];
    if (missing.length === 0 || names.some((name) => isMisspelt(checked, name))) continue;
    const others = same.of(checked);
    if (madeElsewhere(others, checked)) continue;
    // People do identify a user or a flow by its name where its unique field is another; what has a unique name is not found without it.
    const nameless = names.includes('name') && resource.unique.some((rule) => rule.fields.join() === 'name');
    const sure = deletedBefore(others, checked) || (nameless && !namesByItself(checked));
    const list = missing.join(', ');
    reportAt(facts, checked, entry.model.span, {
      code: 'attribute-missing', severity: sure ? 'error' : 'warning',
      message: sure ? `${list} ${missing.length > 1 ? 'are' : 'is'} required to create ${resource.name}` : `where there is no such ${resource.name} yet, it cannot be created without ${list}`,
      hint: sure ? `add ${list}` : `add ${list}, or leave it when the object always exists`,
    });
  }
}

/** A key that is no field and is nearly this one: that is the mistake, and it has been reported. */
function isMisspelt({ entry, resource }: CheckedEntry, name: string): boolean {
  const known = { ...resource?.lookups, ...resource?.fields };
  return [entry.identifiers, entry.attrs].some((map) => map?.pairs.some(({ key }) => !(key in known) && nearest(key, [name]) !== undefined));
}

/** Groups of fields of which one must be given: where a PATCH needs one, a create does, too. */
function groupsMissing(checked: CheckedEntry): string[] {
  return (checked.resource?.companions ?? []).filter(({ anyOf }) => anyOf?.every((name) => valueOf(checked, name) === undefined)).map(({ anyOf }) => `one of ${(anyOf ?? []).join(' or ')}`);
}

/** Another entry, earlier in the file or in another file, makes the same object: it stands in for what is missing here. */
function madeElsewhere(others: readonly CheckedEntry[], checked: CheckedEntry): boolean {
  const required = Object.entries(checked.resource?.fields ?? {}).filter(([, field]) => field.required && !field.readOnly).map(([name]) => name);
  return others.some((other) => !other.skipped && other.ensure !== 'absent' && !isLater(other, checked) && required.every((name) => valueOf(other, name) !== undefined));
}

function isLater(other: CheckedEntry, checked: CheckedEntry): boolean {
  return other.blueprint === checked.blueprint && other.entry.index > checked.entry.index;
}

/** An earlier entry of the file deletes the object, so this one surely creates it. */
function deletedBefore(others: readonly CheckedEntry[], checked: CheckedEntry): boolean {
  return others.some((other) => other.blueprint === checked.blueprint && !isLater(other, checked) && other.ensure === 'absent' && !other.skipped && !other.conditional);
}

/** The identifiers name an object: a unique field, a look-up through a relation, or a number as key (a UUID is of some other server). */
function namesByItself({ entry, resource }: CheckedEntry): boolean {
  const { identifiers } = entry;
  if (!identifiers || !resource) return false;
  return identifiers.pairs.some(({ key, value }) => key.includes('__') || (key === 'pk' && value.kind === 'scalar' && typeof value.value === 'number'))
    || resource.unique.some((rule) => rule.fields.every((field) => pairAt(identifiers, field) !== undefined));
}

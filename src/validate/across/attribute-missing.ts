import { type Cause, lostField, lostFields, lostKey, lostObject } from '../../diagnostics/cause.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { type OwnedEntry, surely, valueOf } from '../../semantics/all-files.ts';
import { type AcrossFacts, reportAt } from './facts.ts';
import { requiredAdvice } from '../upgrade/advice.ts';
import { SameObject } from './same-object.ts';

/**
 * Code `attribute-missing`. Whether an entry creates its object or changes one that exists, only a server
 * knows; what can be known is:
 * - an earlier entry, in any of the files, makes the same object with all that is required: nothing is
 *   missing;
 * - its `name`, required and unique, is given nowhere, and the identifiers do not name an object by their
 *   own: the entry cannot
 *   mean an object that exists for sure, so a create will fail: an error;
 * - it gives some of what is required, and more, but not all of it, and a fresh server has no such object: it
 *   is meant to create,
 *   as far as one can see. An error that a plan takes back where the object exists;
 * - otherwise the entry works on an object that exists and fails where there is none: a warning, likewise.
 */
export function checkAttributeMissing(facts: AcrossFacts): void {
  const same = new SameObject(facts);
  // authentik's own blueprints are what makes these objects.
  const own = new Set(facts.catalog.defaults?.blueprints.map(({ name }) => name));
  for (const owned of facts.entries) {
    const { resource, entry } = owned;
    if (entry.skipped || entry.ensure === 'absent' || !entry.identifiers || entry.attrs === null) continue;
    // What has a managed name is made by the server itself.
    if (entry.identifiers.length === 0 || entry.identifiers.some(({ field }) => field === 'managed'))
      continue;
    const names = Object.entries(resource.fields)
      .filter(([name, field]) => field.required && !field.readOnly && valueOf(owned, name) === undefined)
      .map(([name]) => name);
    const groups = groupsMissing(owned);
    const missing = [...names, ...groups.map((group) => `one of ${group.join(' or ')}`)];
    if (missing.length === 0) continue;
    const others = same.of(owned);
    if (madeElsewhere(others, owned)) continue;
    // People do identify a user or a flow by its name where its unique field is another; what has a unique
    // name is not found without it.
    const nameless = names.includes('name') && resource.unique.some((rule) => rule.fields.join() === 'name');
    const sure = deletedBefore(others, owned) || (nameless && !namesByItself(owned));
    if (!sure && !own.has(owned.file.name ?? '') && isDefaultObject(facts, owned)) continue;
    const creates = !sure && isMeantToCreate(owned);
    const list = missing.join(', ');
    const required = missing.flatMap((name) => requiredNote(facts, owned, name));
    reportAt(facts, owned, entry.modelSpan, {
      code: 'attribute-missing',
      severity: sure || creates ? 'error' : 'warning',
      ...(sure ? {} : { supposed: true as const }),
      message: sure
        ? `${list} ${missing.length > 1 ? 'are' : 'is'} required to create ${resource.name}`
        : `where there is no such ${resource.name} yet, it cannot be created without ${list}`,
      hint: sure
        ? `add ${list}`
        : `add ${list}, or ${creates ? 'say in a comment above that the object always exists: # ak-blueprint-ignore attribute-missing: …' : 'leave it when the object always exists'}`,
      follows: [
        ...[owned, ...others].flatMap((one) => causesOf(one, [...names, ...groups.flat()])),
        lostObject(
          `{${entry.identifiers
            .map(({ field, text }) => `${field}:${text}`)
            .sort()
            .join(',')}}`,
        ),
      ],
      ...(required.length > 0 ? { notes: required.map(({ message }) => ({ message })) } : {}),
      ...(required.some(({ fixes }) => fixes.length > 0)
        ? { fixes: required.flatMap(({ fixes }) => fixes) }
        : {}),
    });
  }
}

/**
 * Whether an entry gives, beside what identifies its object, some of what a create needs and something else,
 * and the object is none that every server has.
 */
function isMeantToCreate({ resource, entry }: OwnedEntry): boolean {
  const identifiers = entry.identifiers ?? [];
  const attrs = (entry.attrs ?? []).filter(({ field }) => !identifiers.some((one) => one.field === field));
  return (
    attrs.length > 1 &&
    attrs.some(({ field }) => resource.fields[field]?.required) &&
    identifiers.every(({ literal }) => literal !== undefined)
  );
}

/**
 * Whether the identifiers name an object that every server has: one of authentik's own by its name, or the
 * one that protects itself (the default brand).
 */
function isDefaultObject({ catalog }: AcrossFacts, { resource, entry }: OwnedEntry): boolean {
  const identifiers = entry.identifiers ?? [];
  const literals = Object.fromEntries(
    identifiers.flatMap(({ field, literal }) => (literal === undefined ? [] : [[field, literal]])),
  );
  const named = (catalog.defaults?.objects[resource.name] ?? []).some(
    (object) =>
      identifiers.some(({ field }) => object[field] !== undefined) &&
      identifiers.every(
        ({ field, literal }) =>
          object[field] === undefined || (literal !== undefined && object[field] === String(literal).trim()),
      ),
  );
  return (
    named ||
    resource.protected.some(
      ({ guard, match }) =>
        guard === 'leave-alone' &&
        match.some((values) => Object.entries(values).every(([field, value]) => literals[field] === value)),
    )
  );
}

/** Why an entry, or one that makes the same object, may lack these fields. */
function causesOf({ entry: { ref } }: OwnedEntry, names: readonly string[]): Cause[] {
  return [
    ...['attrs', 'identifiers', 'state', 'conditions'].map((key) => lostKey(ref.index, key)),
    lostFields(ref.index),
    ...names.map((name) => lostField(ref.index, name)),
  ];
}

/**
 * Since when a field is required, and a suggestion to add it before the first attribute, where that stands on
 * a line of its own.
 */
function requiredNote(
  facts: AcrossFacts,
  owned: OwnedEntry,
  field: string,
): { readonly message: string; readonly fixes: readonly Fix[] }[] {
  const row = requiredAdvice(facts.catalog, owned.resource.name, field);
  if (!row) return [];
  const message = `${field} is required since ${row.since}${row.write === undefined ? '' : `; what came before is ${field}: ${row.write}`}`;
  const first = owned.entry.attrs?.[0]?.keySpan.start;
  if (row.write === undefined || first === undefined) return [{ message, fixes: [] }];
  const place = facts.place(owned.file, { start: first, end: first });
  const indent = /(?:^|\n)( *)$/.exec(place.file.text.slice(0, first))?.[1];
  return [
    {
      message,
      fixes:
        indent === undefined
          ? []
          : [
              {
                title: `add ${field}: ${row.write}`,
                edits: [{ place, text: `${field}: ${row.write}\n${indent}` }],
              },
            ],
    },
  ];
}

/** Groups of fields of which one must be given: where a PATCH needs one, a create does, too. */
function groupsMissing(owned: OwnedEntry): (readonly string[])[] {
  return owned.resource.companions.flatMap(({ anyOf }) =>
    anyOf?.every((name) => valueOf(owned, name) === undefined) ? [anyOf] : [],
  );
}

/**
 * Another entry, earlier in the file or in another file, makes the same object: it stands in for what is
 * missing here.
 */
function madeElsewhere(others: readonly OwnedEntry[], owned: OwnedEntry): boolean {
  const required = Object.entries(owned.resource.fields)
    .filter(([, field]) => field.required && !field.readOnly)
    .map(([name]) => name);
  return others.some(
    (other) =>
      !other.entry.skipped &&
      other.entry.ensure !== 'absent' &&
      !isLater(other, owned) &&
      required.every((name) => valueOf(other, name) !== undefined),
  );
}

function isLater(other: OwnedEntry, owned: OwnedEntry): boolean {
  return other.file === owned.file && other.entry.ref.index > owned.entry.ref.index;
}

/** An earlier entry of the file deletes the object, so this one surely creates it. */
function deletedBefore(others: readonly OwnedEntry[], owned: OwnedEntry): boolean {
  return others.some(
    (other) => other.file === owned.file && !isLater(other, owned) && surely(other, 'absent'),
  );
}

/**
 * The identifiers name an object: a unique field, a look-up through a relation, or a number as key (a UUID is
 * of some other server).
 */
function namesByItself({ entry, resource }: OwnedEntry): boolean {
  const identifiers = entry.identifiers ?? [];
  return (
    identifiers.some(
      ({ field, literal }) => field.includes('__') || (field === 'pk' && typeof literal === 'number'),
    ) ||
    resource.unique.some((rule) =>
      rule.fields.every((name) => identifiers.some(({ field }) => field === name)),
    )
  );
}

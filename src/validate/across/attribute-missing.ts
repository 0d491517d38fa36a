import { type Cause, lostField, lostFields, lostKey, lostObject } from '../../diagnostics/cause.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { type OwnedEntry, surely, valueOf } from '../../semantics/all-files.ts';
import { type AcrossFacts, reportAt } from './facts.ts';
import { requiredAdvice } from '../upgrade/advice.ts';
import { identifiersText } from '../../semantics/identity.ts';
import { type Missing, missingTexts, missingToCreate, requiredFields } from '../../semantics/required.ts';
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
    if (!mayCreate(owned)) continue;
    const missing = missingToCreate(owned.resource, (name) => valueOf(owned, name) !== undefined);
    if (missingTexts(missing).length === 0) continue;
    const others = same.of(owned);
    if (madeElsewhere(others, owned)) continue;
    const isSure = deletedBefore(others, owned) || isNameless(owned, missing);
    if (isSure) report(facts, owned, others, missing, 'sure');
    else if (own.has(owned.file.name ?? '') || !isDefaultObject(facts, owned))
      report(facts, owned, others, missing, isMeantToCreate(owned) ? 'meant' : 'perhaps');
  }
}

/** Whether an entry can be one that creates an object; what has a managed name is made by the server itself. */
function mayCreate({ entry }: OwnedEntry): boolean {
  const { identifiers, attrs, ensure, skipped } = entry;
  if (skipped || ensure === 'absent' || attrs === null || !identifiers) return false;
  return identifiers.length > 0 && !identifiers.some(({ field }) => field === 'managed');
}

/**
 * People do identify a user or a flow by its name where its unique field is another; what has a unique name
 * is not found without it.
 */
function isNameless(owned: OwnedEntry, { fields }: Missing): boolean {
  const { unique } = owned.resource;
  return (
    fields.includes('name') && unique.some((rule) => rule.fields.join() === 'name') && !namesByItself(owned)
  );
}

/** `creates`: how certain it is that the entry creates its object. */
function report(
  facts: AcrossFacts,
  owned: OwnedEntry,
  others: readonly OwnedEntry[],
  missing: Missing,
  creates: 'sure' | 'meant' | 'perhaps',
): void {
  const { resource, entry } = owned;
  const texts = missingTexts(missing);
  const list = texts.join(', ');
  const isSure = creates === 'sure';
  const required = texts.flatMap((name) => requiredNote(facts, owned, name));
  const fixes = required.flatMap((one) => one.fixes);
  reportAt(facts, owned, entry.modelSpan, {
    code: 'attribute-missing',
    severity: creates === 'perhaps' ? 'warning' : 'error',
    supposed: isSure ? undefined : true,
    message: isSure
      ? `${list} ${texts.length > 1 ? 'are' : 'is'} required to create ${resource.name}`
      : `where there is no such ${resource.name} yet, it cannot be created without ${list}`,
    hint: `add ${list}${OTHERWISE[creates]}`,
    follows: [
      ...[owned, ...others].flatMap((one) => causesOf(one, [...missing.fields, ...missing.groups.flat()])),
      lostObject(`{${identifiersText(entry)}}`),
    ],
    notes: required.length > 0 ? required.map(({ message }) => ({ message })) : undefined,
    fixes: fixes.length > 0 ? fixes : undefined,
  });
}

/** What else can be done about it. */
const OTHERWISE = {
  sure: '',
  meant:
    ', or say in a comment above that the object always exists: # ak-blueprint-ignore attribute-missing: …',
  perhaps: ', or leave it when the object always exists',
};

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

/**
 * Another entry, earlier in the file or in another file, makes the same object: it stands in for what is
 * missing here.
 */
function madeElsewhere(others: readonly OwnedEntry[], owned: OwnedEntry): boolean {
  const required = requiredFields(owned.resource);
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

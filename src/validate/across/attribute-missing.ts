import { type Cause, lostField, lostFields, lostKey, lostObject } from '../../diagnostics/cause.ts';
import { addingAt } from '../../blueprint/rewrite.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { type OwnedEntry, certainly, valueOf } from '../../semantics/all-files.ts';
import { exampleFields } from '../example.ts';
import { isDefaultObject } from './default-object.ts';
import { type AcrossFacts, reportAt } from './facts.ts';
import { requiredAdvice } from '../upgrade/advice.ts';
import { isMadeAlong } from '../../semantics/made-along.ts';
import { identifiersText } from '../../semantics/identity.ts';
import { type Missing, missingTexts, missingToCreate, requiredFields } from '../../semantics/required.ts';
import { SameObject } from './same-object.ts';

/**
 * Code `attribute-missing`. Whether an entry creates its object or changes an existing one, only a server
 * knows. What the files tell:
 * - an earlier entry, or one in another file, creates the same object with all required fields: nothing is
 *   missing;
 * - an earlier entry deletes the object, so that this one must create it: an error;
 * - it gives most of the required fields and other attributes, and a fresh server has no such object: it is
 *   probably meant to create one. An error, which a plan takes back where the object exists;
 * - otherwise it works where the object exists and fails where it does not: a warning, likewise.
 */
export function checkAttributeMissing(facts: AcrossFacts): void {
  const same = new SameObject(facts);
  // authentik's own blueprints create these objects.
  const own = new Set(facts.catalog.defaults?.blueprints.map(({ name }) => name));
  for (const owned of facts.entries) {
    if (!mayCreate(owned) || isMade(facts, owned) || !owned.resource.actions.create) continue;
    const missing = missingToCreate(owned.resource, (name) => valueOf(owned, name) !== undefined);
    if (missingTexts(missing).length === 0) continue;
    const others = same.of(owned);
    if (madeElsewhere(others, owned)) continue;
    if (deletedBefore(others, owned)) report(facts, owned, others, missing, 'sure');
    else if (own.has(owned.file.name ?? '') || !isDefaultObject(facts, owned))
      report(facts, owned, others, missing, isMeantToCreate(facts, owned, missing) ? 'meant' : 'perhaps');
  }
}

/** Whether an entry may create an object; objects with a managed name are created by the server itself. */
function mayCreate({ entry }: OwnedEntry): boolean {
  const { identifiers, attrs, ensure, skipped } = entry;
  if (skipped || ensure === 'absent' || attrs === null || !identifiers) return false;
  return identifiers.length > 0 && !identifiers.some(({ field }) => field === 'managed');
}

/** Whether the server makes the object of an entry along with another one. */
function isMade({ catalog }: AcrossFacts, { entry: { identifiers }, resource }: OwnedEntry): boolean {
  return (identifiers ?? []).some(
    ({ field, literal }) =>
      typeof literal === 'string' && isMadeAlong(catalog, resource.name, field, literal),
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
  const lines = exampleLines(facts, owned, missing);
  reportAt(facts, owned, entry.modelSpan, {
    code: 'attribute-missing',
    severity: creates === 'perhaps' ? 'warning' : 'error',
    supposed: isSure ? undefined : true,
    message: isSure
      ? `${list} ${texts.length > 1 ? 'are' : 'is'} required to create ${resource.name}`
      : `where there is no such ${resource.name} yet, it cannot be created without ${list}`,
    hint: `add ${lines.length > 0 ? lines.join(', ') : list}${OTHERWISE[creates]}`,
    follows: [
      ...[owned, ...others].flatMap((one) => causesOf(one, [...missing.fields, ...missing.groups.flat()])),
      lostObject(`{${identifiersText(entry)}}`),
    ],
    notes: required.length > 0 ? required.map(({ message }) => ({ message })) : undefined,
    fixes: fixes.length > 0 ? fixes : fixesOf(facts, owned, lines),
  });
}

/** What is missing, as it may be written: `name: my-name`. */
function exampleLines(
  { catalog, entries }: AcrossFacts,
  { file, entry, resource }: OwnedEntry,
  { fields, groups }: Missing,
): readonly string[] {
  const ids = entries.flatMap((other) =>
    other.file === file && other.entry.ref.id !== undefined && other.entry.ref.index < entry.ref.index
      ? [{ id: other.entry.ref.id, model: other.resource.name, isUsed: false }]
      : [],
  );
  const names = [...fields, ...groups.flatMap((group) => group.slice(0, 1))];
  const lines = exampleFields({ catalog, ids }, resource, names);
  return lines.length === names.length ? lines : [];
}

/** The fix that adds lines before the first attribute, or under a new `attrs`; a person decides what they say. */
function fixesOf(
  facts: AcrossFacts,
  { file, entry }: OwnedEntry,
  lines: readonly string[],
): readonly Fix[] | undefined {
  const first = entry.attrs?.[0]?.keySpan.start;
  const key = facts.place(file, entry.modelSpan);
  const model = first === undefined ? /model *: *$/.exec(key.file.text.slice(0, key.span.start)) : undefined;
  const at = first ?? model?.index;
  const written = first === undefined ? [`attrs: {${lines.join(', ')}}`] : lines;
  const edit =
    at === undefined || lines.length === 0 || (first === undefined && entry.attrs !== undefined)
      ? undefined
      : addingAt(facts.place(file, { start: at, end: at }).file, at, written);
  return edit && [{ title: `add ${lines.join(', ')}`, edits: [edit] }];
}

/** The end of the hint: what else can be done. */
const OTHERWISE = {
  sure: '',
  meant:
    ', or say in a comment above that the object always exists: # ak-blueprint-ignore attribute-missing: …',
  perhaps: ', or leave it when the object always exists',
};

/**
 * Whether an entry is probably meant to create its object: it identifies it by literals, gives several other
 * attributes, and more of those that a create requires than it lacks, or lacks only what earlier releases did
 * not require. One that gives few of them (a source's address, a provider's host) probably changes an object
 * that exists, and so does one that finds it by something else than its name (a prompt by its `field_key`),
 * unless it lacks nothing else.
 */
function isMeantToCreate({ catalog }: AcrossFacts, owned: OwnedEntry, missing: Missing): boolean {
  const { resource, entry } = owned;
  if (!namesByItself(owned) && missing.fields.join() !== 'name') return false;
  const identifiers = entry.identifiers ?? [];
  const attrs = (entry.attrs ?? []).filter(({ field }) => !identifiers.some((one) => one.field === field));
  const given = attrs.filter(({ field }) => resource.fields[field]?.required).length;
  const lacks = missing.fields.length + missing.groups.length;
  const isOlder =
    missing.groups.length === 0 &&
    missing.fields.every((field) => requiredAdvice(catalog, resource.name, field));
  return (
    attrs.length > 1 &&
    given > (isOlder ? 0 : lacks) &&
    identifiers.every(({ literal }) => literal !== undefined)
  );
}

/** The mistakes that may be the reason why an entry lacks these fields. */
function causesOf({ entry: { ref } }: OwnedEntry, names: readonly string[]): Cause[] {
  return [
    ...['attrs', 'identifiers', 'state', 'conditions'].map((key) => lostKey(ref.index, key)),
    lostFields(ref.index),
    ...names.map((name) => lostField(ref.index, name)),
  ];
}

/**
 * A note on since when a field is required, and a fix that adds it before the first attribute, where that has
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
 * Whether another entry, earlier in the file or in another file, creates the same object with all required
 * fields.
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

/** Whether an earlier entry of the file deletes the object, so that this one certainly creates it. */
function deletedBefore(others: readonly OwnedEntry[], owned: OwnedEntry): boolean {
  return others.some(
    (other) => other.file === owned.file && !isLater(other, owned) && certainly(other, 'absent'),
  );
}

/** Whether the identifiers name an object as a new one is named: with its name, or the values of a unique rule. */
function namesByItself({ entry, resource }: OwnedEntry): boolean {
  const given = (name: string): boolean => (entry.identifiers ?? []).some(({ field }) => field === name);
  return given('name') || resource.unique.some(({ fields }) => fields.every(given));
}

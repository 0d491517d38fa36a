import { type OwnedEntry, certainly } from '../../semantics/all-files.ts';
import { type AcrossFacts, reportAt } from './facts.ts';
import { identityOf } from '../../semantics/identity.ts';

/**
 * Code `object-twice`: two entries that give one object different values, of which the last one counts (probe
 * dup_entries_same_object), or one file that creates what another deletes. Within one file the latter
 * recreates an object.
 */
export function checkObjectTwice(facts: AcrossFacts): void {
  const managed = new Map<string, OwnedEntry[]>();
  for (const owned of facts.entries) {
    if (!certainly(owned, 'present', 'created', 'absent') || !owned.entry.identifiers) continue;
    const identity = identityOf(owned);
    const before = managed.get(identity);
    if (before) compare(facts, owned, before);
    if (before) before.push(owned);
    else managed.set(identity, [owned]);
  }
}

function compare(facts: AcrossFacts, owned: OwnedEntry, before: readonly OwnedEntry[]): void {
  const { entry, file } = owned;
  // A file that is applied on request only deletes on purpose.
  const opposite = before.find(
    (other) =>
      other.file !== file &&
      !file.onRequest &&
      !other.file.onRequest &&
      (other.entry.ensure === 'absent') !== (entry.ensure === 'absent'),
  );
  if (opposite) {
    reportAt(facts, owned, entry.modelSpan, {
      code: 'object-twice',
      message:
        entry.ensure === 'absent'
          ? 'another file makes the object that this entry deletes'
          : 'another file deletes the object that this entry makes',
      hint: 'keep one of the two',
      notes: [{ message: 'the other entry', place: facts.place(opposite.file, opposite.entry.modelSpan) }],
    });
    return;
  }
  if (entry.ensure !== 'present') return;
  for (const { field, keySpan, text } of entry.attrs ?? []) {
    if (adds(facts, owned, field)) continue;
    const other = before.find(
      (one) =>
        one.entry.ensure === 'present' &&
        !adds(facts, one, field) &&
        one.entry.attrs?.some((their) => their.field === field && their.text !== text),
    );
    const there = other?.entry.attrs?.find((their) => their.field === field);
    if (!other || !there) continue;
    reportAt(facts, owned, keySpan, {
      code: 'object-twice',
      severity: severity(owned, other),
      message: `another entry manages the same object and gives ${field} another value; the last one counts`,
      hint: tellsApart(owned, field)
        ? `if both are meant, move ${field} from the attrs into the identifiers of each; else keep one of the two`
        : 'keep one of the two',
      notes: [{ message: 'the other value', place: facts.place(other.file, there.keySpan) }],
    });
    return;
  }
}

/** Whether a field, together with the identifiers of an entry, is what no two objects share. */
function tellsApart({ resource, entry }: OwnedEntry, field: string): boolean {
  const identifiers = entry.identifiers?.map((identifier) => identifier.field) ?? [];
  return resource.unique.some(
    ({ fields }) => fields.includes(field) && identifiers.every((name) => fields.includes(name)),
  );
}

/** Whether an entry only adds to a list, so that other values do not contradict it. */
function adds({ merged }: AcrossFacts, { entry, resource }: OwnedEntry, field: string): boolean {
  return entry.merged.includes(field) || merged.has(`${resource.name}.${field}`);
}

/** Files that are not applied by themselves are mostly alternatives: between them the severity is info. */
function severity(one: OwnedEntry, other: OwnedEntry): 'info' | undefined {
  return one.file !== other.file && (one.file.onRequest || other.file.onRequest) ? 'info' : undefined;
}

import { type AcrossFacts, type OwnedEntry, reportAt, surely } from './facts.ts';

/** Code `object-twice`: two entries that give one object different values; the last one counts (probe dup_entries_same_object). */
export function checkObjectTwice(facts: AcrossFacts): void {
  const managed = new Map<string, OwnedEntry[]>();
  for (const owned of facts.entries) {
    const { resource, entry } = owned;
    if (!surely(owned, 'present') || !entry.identifiers || !entry.attrs) continue;
    const identity = `${resource.name} ${entry.identifiers.map(({ field, text }) => `${field}:${text}`).sort().join()}`;
    const before = managed.get(identity);
    if (!before) {
      managed.set(identity, [owned]);
      continue;
    }
    for (const { field, keySpan, text } of entry.attrs) {
      const other = before.find((one) => one.entry.attrs?.some((their) => their.field === field && their.text !== text));
      const there = other?.entry.attrs?.find((their) => their.field === field);
      if (!other || !there) continue;
      reportAt(facts, owned, keySpan, {
        code: 'object-twice', ...(areAlternatives(owned, other) ? { severity: 'info' as const } : {}), message: `another entry manages the same object and gives ${field} another value; the last one counts`,
        hint: 'keep one of the two', notes: [{ message: 'the other value', place: facts.place(other.file, there.keySpan) }],
      });
      break;
    }
    before.push(owned);
  }
}

/** Files that are not applied by themselves are mostly alternatives; whoever applies two of them is warned by the plan. */
function areAlternatives(one: OwnedEntry, other: OwnedEntry): boolean {
  return one.file !== other.file && [one, other].some(({ file }) => file.onRequest);
}

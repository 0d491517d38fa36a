import { type CheckedEntry, type Facts, nodeText, placeOf, reportAt } from '../facts.ts';

/** Code `object-twice`: two entries that give one object different values; the last one counts (probe dup_entries_same_object). */
export function checkObjectTwice(facts: Facts): void {
  const managed = new Map<string, CheckedEntry[]>();
  for (const checked of facts.entries) {
    const { resource, skipped, conditional, ensure, entry } = checked;
    if (!resource || skipped || conditional || ensure !== 'present' || !entry.identifiers || !entry.attrs) continue;
    const identity = `${resource.name} ${nodeText(entry.identifiers, checked.blueprint.file.path)}`;
    const before = managed.get(identity) ?? [];
    for (const { key, keyNode, value } of entry.attrs.pairs) {
      const other = before.find((one) => one.entry !== entry && differs(one, key, nodeText(value, checked.blueprint.file.path)));
      const there = other?.entry.attrs?.pairs.find((pair) => pair.key === key);
      if (!other || !there) continue;
      reportAt(facts, checked, keyNode.span, {
        code: 'object-twice', ...(areAlternatives(checked, other) ? { severity: 'info' as const } : {}), message: `another entry manages the same object and gives ${key} another value; the last one counts`, hint: 'keep one of the two', notes: [{ message: 'the other value', place: placeOf(other, there.keyNode.span) }],
      });
      break;
    }
    managed.set(identity, [...before, checked]);
  }
}

/** Files that are not applied by themselves are mostly alternatives; whoever applies two of them is warned by the plan. */
function areAlternatives(one: CheckedEntry, other: CheckedEntry): boolean {
  return one.blueprint !== other.blueprint && [one, other].some(({ blueprint }) => blueprint.labels['blueprints.goauthentik.io/instantiate'] === 'false');
}

function differs({ entry, blueprint }: CheckedEntry, key: string, text: string): boolean {
  const pair = entry.attrs?.pairs.find((one) => one.key === key);
  return pair !== undefined && nodeText(pair.value, blueprint.file.path) !== text;
}

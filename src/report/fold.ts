import type { Outcome } from '../apply/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { changeName } from '../plan/value/change-name.ts';
import { clean } from '../source/clean.ts';

/* What has the same cause many times over is said once, for people: formats for programs have all of it. */

/** So many of the same cause are said once. */
const MANY = 3;

/** As many are named. */
const NAMED = 5;

/** Names for people: the first few, and how many more there are. */
export function fewNames(names: readonly string[]): string {
  const named = names.slice(0, NAMED);
  if (names.length > NAMED) named.push(`and ${names.length - NAMED} more`);
  return named.join(', ');
}

/** Items in the order of the first of each group; groups that are too small are taken apart. */
export function groupsOf<Item>(
  items: readonly Item[],
  causeOf: (item: Item) => string | undefined,
): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  const byCause = new Map<string, Item[]>();
  for (const item of items) {
    const cause = causeOf(item);
    const group = cause === undefined ? undefined : byCause.get(cause);
    if (group) group.push(item);
    else {
      groups.push([item]);
      if (cause !== undefined) byCause.set(cause, groups.at(-1) ?? []);
    }
  }
  return groups.flatMap((group) => (group.length < MANY ? group.map((item) => [item]) : [group]));
}

/**
 * The findings of a run with those folded that say the same of several changes: the first stays, and names the
 * others.
 */
export function foldFindings(
  diagnostics: readonly Diagnostic[],
  outcomes: readonly Outcome[],
): readonly Diagnostic[] {
  const nameOf = new Map(outcomes.map(({ change }) => [placeKey(change), changeName(change)]));
  const ownName = (one: Diagnostic): string | undefined =>
    one.entry && nameOf.get(placeKey({ place: { path: one.place?.file.path ?? '' }, entry: one.entry }));
  const causeOf = (one: Diagnostic): string | undefined => {
    const name = ownName(one);
    if (name === undefined || !one.message.includes(name)) return undefined;
    const said = [one.code, one.message, one.hint ?? '', ...(one.notes ?? []).map(({ message }) => message)];
    return said.map((text) => text.replaceAll(name, '…')).join('\n');
  };
  return groupsOf(diagnostics, causeOf).map(([first, ...others]): Diagnostic => {
    if (!first) throw new RangeError('a group has an item');
    if (others.length === 0) return first;
    const names = others.map((one) => clean(ownName(one) ?? ''));
    const message = `the same for ${others.length} others: ${fewNames(names)}`;
    return { ...first, notes: [...(first.notes ?? []), { message }] };
  });
}

function placeKey({
  place,
  entry,
}: {
  readonly place?: { readonly path: string } | undefined;
  readonly entry?: { readonly index: number } | undefined;
}): string {
  return JSON.stringify([place?.path, entry?.index]);
}

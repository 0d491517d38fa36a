import type { Field, Resource } from '../model.ts';
import { isWithin } from '../release.ts';
import { type Described, kindsOf, type Source } from './source.ts';

/**
 * The sets of fields of a model that no two objects share: those of its own class, and those of a table, which
 * also knows what it shares with all kinds of its base class.
 */
export function buildUnique(
  { facts, hand, release }: Source,
  { name, fact }: Described,
  fields: Readonly<Record<string, Field>>,
): Resource['unique'] {
  const told = hand.unique.filter(
    (row) =>
      (row.model === name || fact.bases.includes(row.model)) &&
      isWithin(release, row) &&
      row.fields.every((field) => field in fields),
  );
  const own = fact.unique.filter(
    (rule) =>
      rule.every((field) => field in fields) && !told.some((row) => row.fields.join() === rule.join()),
  );
  return [
    ...own.map((rule) => ({ fields: rule })),
    ...told.map((row) => ({
      fields: row.fields,
      across: row.model === name ? undefined : kindsOf(facts, row.model).map((kind) => kind.name),
    })),
  ];
}

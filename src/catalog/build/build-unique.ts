import type { Field, Resource } from '../model.ts';
import { decidingKinds, type Described, kindsOf, type Source } from './source.ts';

/**
 * The sets of fields of a model that no two objects share: those of its own class, and those that it shares
 * with all kinds of its base class.
 */
export function buildUnique(
  { facts, hand }: Source,
  { fact }: Described,
  fields: Readonly<Record<string, Field>>,
): Resource['unique'] {
  const shared = hand.sharedUnique.filter(
    (row) =>
      fact.bases.includes(row.base) &&
      row.field in fields &&
      (row.always ?? isUniqueIn(decidingKinds(facts, kindsOf(facts, row.base)), row.field)),
  );
  const own = fact.unique.filter(
    (rule) =>
      rule.every((field) => field in fields) &&
      !(rule.length === 1 && shared.some((row) => row.field === rule[0])),
  );
  return [
    ...own.map((rule) => ({ fields: rule })),
    ...shared.map((row) => ({
      fields: [row.field],
      across: kindsOf(facts, row.base).map(({ name }) => name),
    })),
  ];
}

/** Whether all of the kinds that have a field say that it is unique. */
function isUniqueIn(kinds: readonly Described[], field: string): boolean {
  const having = kinds.filter(({ fact }) => field in fact.fields);
  return having.length > 0 && having.every(({ fact }) => fact.unique.some((rule) => rule.join() === field));
}

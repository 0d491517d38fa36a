import { type OwnedEntry, certainly, valueOf } from '../../semantics/all-files.ts';
import { claimOf } from '../../semantics/claim.ts';
import { mayBeOne } from '../../semantics/identity.ts';
import type { ValueSummary } from '../../semantics/summary.ts';
import { type AcrossFacts, replacingAt, reportAt } from './facts.ts';
import { SameObject } from './same-object.ts';

/** Code `value-taken`: a conflict: two objects are given the same unique value (probe app_provider_taken). */
export function checkValueTaken(facts: AcrossFacts): void {
  const owners = new Map<string, OwnedEntry>();
  const same = new SameObject(facts);
  for (const owned of facts.entries) {
    const { resource } = owned;
    if (!certainly(owned, 'present', 'created')) continue;
    for (const rule of resource.unique) {
      const claim = claimOf(rule, resource.name, (field) => fixedText(valueOf(owned, field)));
      if (claim === undefined) continue;
      const owner = owners.get(claim);
      if (!owner) owners.set(claim, owned);
      else if (!mayBeOne(owner, owned, rule.fields) && !isGivenUp(facts, same, owner, owned, rule.fields))
        report(facts, owned, owner, rule.fields);
    }
  }
}

/**
 * Whether an entry between two others changes a value of the first one's object, or deletes it: the second may
 * then have it. A plan knows the values at each step.
 */
function isGivenUp(
  { entries }: AcrossFacts,
  same: SameObject,
  owner: OwnedEntry,
  taker: OwnedEntry,
  fields: readonly string[],
): boolean {
  const between = new Set(entries.slice(entries.indexOf(owner) + 1, entries.indexOf(taker)));
  return same.of(owner).some(
    (other) =>
      between.has(other) &&
      (other.entry.ensure === 'absent' ||
        fields.some((field) => {
          const value = valueOf(other, field);
          return value !== undefined && value.text !== valueOf(owner, field)?.text;
        })),
  );
}

/**
 * The text of a value that is the same in every run; undefined for null, an empty value, and a tag that is no
 * reference.
 */
function fixedText(value: ValueSummary | undefined): string | undefined {
  if (!value) return undefined;
  const { literal, tag, text } = value;
  const isFixed =
    tag === '!KeyOf' || tag === '!Find' || (literal !== undefined && literal !== null && literal !== '');
  return isFixed ? text : undefined;
}

function report(facts: AcrossFacts, owned: OwnedEntry, owner: OwnedEntry, fields: readonly string[]): void {
  const [first = ''] = fields;
  const taken = valueOf(owned, first);
  const own = typeof taken?.literal === 'string' ? `${taken.literal}-2` : undefined;
  reportAt(facts, owned, valueOf(owned, first)?.span ?? owned.entry.modelSpan, {
    code: 'value-taken',
    message: `${fields.join(', ')} must be unique, but another object of these blueprints has ${fields.length > 1 ? 'these values' : 'this value'}, too`,
    hint: `give each object a value of its own${own === undefined ? '' : `, such as ${own}`}`,
    fixes:
      taken && own !== undefined
        ? replacingAt(facts, owned.file, { text: own.slice(0, -2), span: taken.span }, own).fixes
        : undefined,
    notes: [
      {
        message: `${owner.resource.name} has it here`,
        place: facts.place(owner.file, valueOf(owner, first)?.span ?? owner.entry.modelSpan),
      },
    ],
  });
}

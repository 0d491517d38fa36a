import { type OwnedEntry, surely, valueOf } from '../../semantics/all-files.ts';
import { type AcrossFacts, reportAt } from './facts.ts';
import type { ValueSummary } from '../../semantics/summary.ts';

/** Code `value-taken`: a value that must be unique, given to two objects (probe app_provider_taken). */
export function checkValueTaken(facts: AcrossFacts): void {
  const owners = new Map<string, OwnedEntry>();
  for (const owned of facts.entries) {
    const { resource } = owned;
    if (!surely(owned, 'present', 'created')) continue;
    for (const rule of resource.unique) {
      const values = rule.fields.map((field) => valueOf(owned, field));
      if (!values.every((value) => value !== undefined && isFixed(value))) continue;
      const claim = `${(rule.across ?? [resource.name]).join()} ${rule.fields.join()}=${values.map((value) => value?.text).join()}`;
      const owner = owners.get(claim);
      if (!owner) owners.set(claim, owned);
      else if (!mayBeOne(owner, owned, rule.fields)) report(facts, owned, owner, rule.fields);
    }
  }
}

/** A value that is the same at every run: no null, nothing empty, no tag but a link. */
function isFixed({ literal, tag }: ValueSummary): boolean {
  return tag === '!KeyOf' || tag === '!Find' || (literal !== undefined && literal !== null && literal !== '');
}

/**
 * Both entries are of one model, and one of them identifies its object by just this value: they manage the
 * same object. An export has some objects twice, as what they are and as what they are a kind of, with one
 * key.
 */
function mayBeOne(one: OwnedEntry, other: OwnedEntry, fields: readonly string[]): boolean {
  if (isKindOf(one, other) || isKindOf(other, one)) return identity(one) === identity(other);
  if (one.resource !== other.resource) return false;
  return (
    [one, other].some(({ entry }) =>
      (entry.identifiers ?? []).every(({ field }) => fields.includes(field)),
    ) || identity(one) === identity(other)
  );
}

function isKindOf({ resource }: OwnedEntry, of: OwnedEntry): boolean {
  return of.resource.shadowedBy.includes(resource.name);
}

function identity({ entry }: OwnedEntry): string {
  return (entry.identifiers ?? [])
    .map(({ field, text }) => `${field}:${text}`)
    .sort()
    .join();
}

function report(facts: AcrossFacts, owned: OwnedEntry, owner: OwnedEntry, fields: readonly string[]): void {
  const [first = ''] = fields;
  reportAt(facts, owned, valueOf(owned, first)?.span ?? owned.entry.modelSpan, {
    code: 'value-taken',
    message: `${fields.join(', ')} must be unique, but another object of these blueprints has ${fields.length > 1 ? 'these values' : 'this value'}, too`,
    hint: 'give each object a value of its own',
    notes: [
      {
        message: `${owner.resource.name} has it here`,
        place: facts.place(owner.file, valueOf(owner, first)?.span ?? owner.entry.modelSpan),
      },
    ],
  });
}

import type { Resource } from '../../catalog/model.ts';
import { type OwnedEntry, certainly, valueOf } from '../../semantics/all-files.ts';
import type { Place } from '../../source/source-file.ts';
import { type AcrossFacts, reportAt } from './facts.ts';

/**
 * Code `attribute-rule`: a second object where the server allows only one, such as the default tenant (probes
 * tenant_second_default_*). Two of them in the files are an error; one that is not identified as the object
 * that every server has is a warning.
 */
export function checkOnlyOne(facts: AcrossFacts): void {
  const first = new Map<string, OwnedEntry>();
  for (const owned of facts.entries) {
    const { resource, entry } = owned;
    if (!certainly(owned, 'present', 'created')) continue;
    for (const { nameField, flag, known } of onlyOnes(resource)) {
      const value = valueOf(owned, flag);
      if (
        value?.literal !== true ||
        !entry.identifiers ||
        entry.identifiers.some(({ field }) => field === flag)
      )
        continue;
      const text = nameOf(owned, nameField);
      if (text === undefined || known.includes(text)) continue;
      const other = first.get(`${resource.name} ${flag}`);
      const theirs = other && nameOf(other, nameField);
      if (!other) first.set(`${resource.name} ${flag}`, owned);
      const twice = theirs !== undefined && theirs !== text;
      reportAt(facts, owned, value.span, {
        code: 'attribute-rule',
        severity: twice ? undefined : 'warning',
        message: twice
          ? `only one ${resource.label} can have ${flag}: true, and ${theirs} has it, too`
          : `only one ${resource.label} can have ${flag}: true, and servers have one from the start`,
        hint: twice
          ? `set ${flag} for one of them`
          : `to change that one, write identifiers: {${flag}: true}`,
        notes:
          twice && other
            ? [{ message: `${theirs} has it here`, place: placeOfFlag(facts, other, flag) }]
            : undefined,
      });
    }
  }
}

function placeOfFlag(facts: AcrossFacts, other: OwnedEntry, flag: string): Place {
  return facts.place(other.file, valueOf(other, flag)?.span ?? other.entry.modelSpan);
}

function nameOf(owned: OwnedEntry, field: string): string | undefined {
  const literal = valueOf(owned, field)?.literal;
  return literal === undefined ? undefined : String(literal);
}

/**
 * The flags that only one object of a model can have, derived from its protections: those that match a single
 * `true`.
 */
function onlyOnes(resource: Resource): { nameField: string; flag: string; known: string[] }[] {
  return resource.protected
    .filter(({ guard }) => guard === 'leave-alone')
    .flatMap(({ nameField, match }) =>
      match.flatMap((values) => {
        const [pair, more] = Object.entries(values);
        const known = match
          .map((one) => one[nameField])
          .filter((name): name is string => typeof name === 'string');
        return pair?.[1] === true && !more ? [{ nameField, flag: pair[0], known }] : [];
      }),
    );
}

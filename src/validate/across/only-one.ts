import type { Resource } from '../../catalog/model.ts';
import { type OwnedEntry, certainly, valueOf } from '../../semantics/all-files.ts';
import { type AcrossFacts, reportAt } from './facts.ts';

/**
 * Code `attribute-rule`, a warning: a second object where the server allows only one, such as the default
 * tenant (probes tenant_second_default_*), as every server has one from the start. Two of them in the files
 * break a rule of the catalog.
 */
export function checkOnlyOne(facts: AcrossFacts): void {
  const seen = new Map<string, string>();
  for (const owned of facts.entries) {
    const { resource, entry } = owned;
    if (!certainly(owned, 'present', 'created')) continue;
    for (const { nameField, flag, known } of onlyOnes(resource)) {
      const value = valueOf(owned, flag);
      const isKnownBy = entry.identifiers?.some(({ field }) => field === flag) ?? true;
      if (value?.literal !== true || isKnownBy) continue;
      const name = nameOf(owned, nameField);
      if (name === undefined || known.includes(name)) continue;
      const key = `${resource.name} ${flag}`;
      if (!seen.has(key)) seen.set(key, name);
      if (seen.get(key) !== name) continue;
      reportAt(facts, owned, value.span, {
        code: 'attribute-rule',
        severity: 'warning',
        message: `only one ${resource.label} can have ${flag}: true, and servers have one from the start`,
        hint: `to change that one, write identifiers: {${flag}: true}`,
      });
    }
  }
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
    .flatMap(({ nameField = '', match }) =>
      match.flatMap((values) => {
        const [pair, more] = Object.entries(values);
        const known = match
          .map((one) => one[nameField])
          .filter((name): name is string => typeof name === 'string');
        return pair?.[1] === true && !more ? [{ nameField, flag: pair[0], known }] : [];
      }),
    );
}

import { features } from '../../blueprint/features.ts';
import { isTemplate } from '../../blueprint/placeholder.ts';
import type { Place } from '../../source/source-file.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `name-twice`: two blueprints of one `metadata.name`. authentik finds the instance of a file by its path,
 * and makes one under the name of the blueprint where there is none; since 2023.5 names are unique, so that this
 * fails for the second file, which is then never applied. Of files that are applied on request only it makes
 * none.
 */
export function checkNameTwice(facts: AcrossFacts): void {
  const { uniqueNames } = features(facts.catalog.release);
  const first = new Map<string, Place>();
  for (const file of facts.files) {
    const { name, nameSpan, onRequest } = file;
    if (name === undefined || !nameSpan || onRequest || isTemplate(name)) continue;
    const place = facts.place(file, nameSpan);
    const other = first.get(name);
    if (!other) {
      first.set(name, place);
      continue;
    }
    facts.report({
      code: 'name-twice',
      severity: uniqueNames ? undefined : 'info',
      message: uniqueNames
        ? `another blueprint is named "${name}", too; authentik applies only the one that it finds first`
        : `another blueprint is named "${name}", too; which one an entry means that applies it by name is not decided`,
      hint: 'give each blueprint a name of its own',
      place,
      notes: [{ message: 'the other blueprint', place: other }],
    });
  }
}

import type { Catalog } from './model.ts';
import type { ListedChoices } from './object-rule.ts';

/** The lists of choices that the rules of a release ask a server for, each once. */
export function listedChoices({ models }: Catalog): ListedChoices[] {
  const found = new Map<string, ListedChoices>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('unlisted' in part) {
      const choices = part.unlisted as ListedChoices;
      found.set(choices.path, choices);
    }
    Object.values(part).forEach(look);
  };
  for (const model of Object.values(models)) if (model.kind === 'resource') look(model.rules ?? []);
  return [...found.values()];
}

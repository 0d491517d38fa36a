import { features } from '../../blueprint/features.ts';
import { markSecrets } from '../../blueprint/mark-secrets.ts';
import { parseBlueprint } from '../../blueprint/parse.ts';
import { isSecret } from '../../catalog/is-secret.ts';
import type { Catalog } from '../../catalog/model.ts';
import { shownLines } from '../../source/shown-line.ts';

/**
 * The text of a blueprint that the server stores, with dots in place of its secrets, so that it may be shown.
 */
export function shownContent(catalog: Catalog, text: string): string {
  const file = { path: 'content', text };
  const blueprint = parseBlueprint(file, () => undefined, { features: features(catalog.release) });
  if (blueprint) markSecrets(blueprint, (model, field) => isSecret(catalog, model, field));
  return shownLines(file).join('\n');
}

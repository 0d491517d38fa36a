import { features } from '../../blueprint/features.ts';
import { markSecrets } from '../../blueprint/mark-secrets.ts';
import { parseBlueprint } from '../../blueprint/parse.ts';
import { isSecret } from '../../catalog/is-secret.ts';
import type { Catalog } from '../../catalog/model.ts';
import { secretSpans } from '../../source/secret-spans.ts';
import { shownLines } from '../../source/shown-line.ts';
import type { SourceFile } from '../../source/source-file.ts';

/**
 * The text of a blueprint that the server stores, with dots in place of its secrets, so that it may be shown.
 */
export function shownContent(catalog: Catalog, text: string): string {
  return shownLines(read(catalog, text)).join('\n');
}

/** The secrets in the text of a blueprint that the server stores. */
export function secretsInContent(catalog: Catalog, text: string): string[] {
  return secretSpans(read(catalog, text)).map((secret) => secret.text);
}

/** The text as a file with its secrets marked. */
function read(catalog: Catalog, text: string): SourceFile {
  const file = { path: 'content', text };
  const blueprint = parseBlueprint(file, () => undefined, { features: features(catalog.release) });
  if (blueprint) markSecrets(blueprint, (model, field) => isSecret(catalog, model, field));
  return file;
}

import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { KnownSecrets } from '../../source/known-secrets.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Sources } from '../value/sources.ts';
import type { ChangeEncoder } from './encode-change.ts';

/** What a plan refers to: the secrets of its changes, and the files of its blueprints. */
export function sourcesOf(
  { secrets: values, texts }: ChangeEncoder,
  blueprints: readonly Blueprint[],
  secrets: KnownSecrets,
): Sources {
  for (const text of texts) secrets.add(text);
  const files = new Map(blueprints.map(({ file }) => [outermost(file).path, outermost(file)]));
  return { secretOf: (from) => values.get(from), fileOf: (path) => files.get(path), secrets };
}

/** The file that holds a text, for a blueprint embedded in another file the outermost one. */
function outermost(file: SourceFile): SourceFile {
  return file.within ? outermost(file.within.file) : file;
}

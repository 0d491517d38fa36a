// Whether a release can be made: told before what makes it is loaded.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTS, inputName, isNewerPatch, parseInputName, sha256 } from '../generate/inputs.mjs';
import { MANIFEST, parseManifest } from '../generate/manifest.mjs';
import { ReleaseError } from './release-error.mjs';

/**
 * Nothing that is there is replaced without being asked for. `root`: the repository; `release`: `2026.8.3`; `text`: its
 * document. Throws a ReleaseError.
 */
export function mustBeNew({ root, release, text }) {
  const { inputs } = parseManifest(readFileSync(join(root, MANIFEST), 'utf8'));
  const name = inputName('spec', release);
  const newer = Object.keys(inputs).find((other) => isNewerPatch(other, name));
  if (newer)
    throw new ReleaseError(
      `${parseInputName(newer).release} is there, which is a newer patch than ${parseInputName(name).release}`,
      'patches of a release share a catalog, which is made from the newest',
    );
  const row = inputs[name];
  if (row && row.sha256 !== sha256(text))
    throw new ReleaseError(
      `${row.release} is there already, made from another document: ${row.source}`,
      `where this one is to take its place, put it at ${DOCUMENTS}/${name} and run npm run generate`,
    );
}

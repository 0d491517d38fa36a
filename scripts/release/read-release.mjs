// The OpenAPI document that a new release is made from, checked before anything is made of it.
import { readFileSync } from 'node:fs';
import { parseDocument, parseInputName } from '../generate/inputs.mjs';
import { documentFromNpm, isVersion } from './npm-document.mjs';
import { ReleaseError } from './release-error.mjs';

/**
 * Reads the document of a release from npm (`from`: `2026.8.3`, or `2026.8` for its newest patch) or from a file.
 * Returns its `text`, the parsed `document`, its `release` (`2026.8.3`), and the `source` where it can be had;
 * undefined for a file whose origin nobody said (`source`). Throws a ReleaseError.
 */
export function readRelease(from, source) {
  if (!isVersion(from)) {
    const text = readText(from);
    return { text, source, ...checked(text, from) };
  }
  const found = documentFromNpm(from);
  const read = checked(found.text, found.source);
  if (read.release !== found.version.replace(/-.*/, ''))
    throw new ReleaseError(
      `${found.source} is the document of ${read.release}`,
      'the package was made with another document: take that of authentik itself, ' +
        'npm run release -- path/to/schema.yml',
    );
  return { text: found.text, source: source ?? found.source, ...read };
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ReleaseError(
      `${path} cannot be read: ${error.message}`,
      'give a version of the npm package (2026.8.3), or the path of an OpenAPI document',
    );
  }
}

function checked(text, from) {
  const document = parsed(text, from);
  const release = document?.info?.version;
  if (typeof document?.paths !== 'object' || typeof document?.components?.schemas !== 'object')
    throw new ReleaseError(`${from} is no OpenAPI document`, 'it has openapi:, paths: and components:');
  if (typeof release !== 'string' || parseInputName(`spec/${release}.yml`) === undefined)
    throw new ReleaseError(
      `${from} says that it is of version ${release ?? 'none'}`,
      'info.version must be a release with its patch: 2026.8.3',
    );
  return { document, release };
}

function parsed(text, from) {
  try {
    return parseDocument(text);
  } catch (error) {
    throw new ReleaseError(
      `${from} cannot be read: ${error.message.split('\n')[0]}`,
      'it must be the OpenAPI document of authentik in YAML or JSON, as it came',
    );
  }
}

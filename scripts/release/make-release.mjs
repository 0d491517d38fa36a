// Makes all that is generated for a new release, without writing it, and finds what a person has to look at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../typescript.mjs';
import { keptCatalog, keptFacts } from '../generate/catalog-of.mjs';
import {
  compareReleases,
  DOCUMENTS,
  inputName,
  Inputs,
  parseDocument,
  parseInputName,
  sha256,
} from '../generate/inputs.mjs';
import { MANIFEST, parseManifest } from '../generate/manifest.mjs';
import { makeAll } from '../generate/run.mjs';
import { needsPerson } from './needs-person.mjs';
import { documentFromNpm, versionInSource } from './npm-document.mjs';
import { ReleaseError } from './release-error.mjs';

const { factsForRelease } = await import('../../src/catalog/build/facts-for-release.ts');

/**
 * Makes the files of a release that readRelease has read, in the repository at `root`. Existing documents in the
 * folder `shared` are used and not needed. Returns `texts`, the files to write by path; `sections`, see
 * needsPerson; `before`, the release (`2026.8.3`) that it is compared with; `notes`. Throws a ReleaseError.
 */
export async function makeRelease({ root, shared, release, text, document, source }) {
  const manifest = parseManifest(readFileSync(join(root, MANIFEST), 'utf8'));
  const name = inputName('spec', release);
  const made = await makeFiles(
    { root, shared, check: false, given: new Map([[name, { text, source }]]) },
    release,
  );
  if (made.problems.length > 0) throw new ReleaseError(made.problems.join('\\n'));
  const read = (path) => made.texts.get(path) ?? readFileSync(join(root, path), 'utf8');
  const catalog = keptCatalog(read, release);
  if (!Object.values(catalog.models).some(({ kind }) => kind === 'resource'))
    throw new ReleaseError(
      `the document of ${release} describes none of authentik's models`,
      'it must be the OpenAPI document of an authentik server',
    );
  const folders = [join(root, DOCUMENTS), shared];
  if (!new Inputs(folders).names().includes(name)) made.texts.set(`${DOCUMENTS}/${name}`, text);
  const before = releaseBefore(manifest, release);
  const facts = factsOf(read);
  const old = before && {
    catalog: keptCatalog((path) => readFileSync(join(root, path), 'utf8'), before),
    ...documentBefore(manifest, before, new Inputs(folders), facts),
  };
  const now = { catalog, document, facts: factsForRelease(document, facts) };
  return {
    texts: made.texts,
    notes: old?.document === undefined && before ? [withoutDocument(before)] : [],
    sections: old ? needsPerson(now, old) : [],
    before,
  };
}

async function makeFiles(options, release) {
  try {
    return await makeAll(options);
  } catch (error) {
    // What a document says where lists and mappings are expected is anything.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new ReleaseError(
      `the document of ${release} cannot be read: ${error.message}`,
      'is it that of an authentik server, as it came?',
    );
  }
}

/** The newest release before this one that has a document; undefined where there is none. */
function releaseBefore({ inputs }, release) {
  const short = (one) => one.split('.').slice(0, 2).join('.');
  return Object.keys(inputs)
    .map((name) => parseInputName(name))
    .filter((one) => one.kind === 'spec' && short(one.release) !== short(release))
    .map((one) => one.release)
    .filter((one) => compareReleases(one, release) < 0)
    .sort(compareReleases)
    .at(-1);
}

/** What was described of the classes of all releases that were. */
function factsOf(read) {
  const { outputs } = parseManifest(read(MANIFEST));
  const described = Object.keys(outputs).flatMap(
    (path) => /^schemas\/facts-(.*)\.json$/.exec(path)?.[1] ?? [],
  );
  return described.map((release) => keptFacts(read, release));
}

/** The document of a release that the manifest names, from a folder or from npm; nothing where it is not to be had. */
function documentBefore({ inputs: rows }, release, inputs, facts) {
  const name = inputName('spec', release);
  const { sha256: hash, source } = rows[name];
  const text = inputs.names().includes(name) ? inputs.text(name) : fromNpm(source);
  if (text === undefined || sha256(text) !== hash) return {};
  const document = parseDocument(text);
  return { document, facts: factsForRelease(document, facts) };
}

function fromNpm(source) {
  const version = versionInSource(source);
  if (version === undefined) return undefined;
  try {
    return documentFromNpm(version).text;
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}

function withoutDocument(before) {
  return (
    `the document of ${before} is not at hand: which endpoints are new, and which hand-written facts do nothing ` +
    'any more, cannot be told'
  );
}

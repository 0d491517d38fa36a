// schemas/bundled-blueprints.json: what authentik's own blueprints set, by release. Facts only: models, fields
// and short values; of longer texts and of code a hash is kept. Entries that several releases have stand there
// once.
import { createHash } from 'node:crypto';
import '../typescript.mjs';
import { catalogOf } from './catalog-of.mjs';
import { compareReleases } from './inputs.mjs';

const { parseBlueprint } = await import('../../src/blueprint/parse.ts');
const { features } = await import('../../src/blueprint/features.ts');
const { walkTags } = await import('../../src/blueprint/walk.ts');
const { HASH_LENGTH } = await import('../../src/catalog/bundled.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');
const { formOf } = await import('../../src/forms/form-of.ts');
const { appliedFirst, setObjects } = await import('../../src/semantics/set-objects.ts');

/** The folders of blueprints that a server has. */
const FOLDERS = ['default', 'system', 'migrations', 'example', 'testing'];
/** The longest text that is a name, a title or a choice. */
const LONGEST = 64;
const INSTANTIATE = 'blueprints.goauthentik.io/instantiate';

/** `releases`: those with an input of a kind, oldest first. */
export function bundledBlueprints(releases) {
  const given = ['blueprints', 'bundled'].flatMap((kind) =>
    releases(kind).map((release) => ({ kind, release })),
  );
  given.sort((one, other) => compareReleases(one.release, other.release));
  return [{ path: 'schemas/bundled-blueprints.json', make: (reader) => makeTable(reader, given) }];
}

function makeTable(reader, given) {
  const files = new Map();
  for (const { kind, release } of given) {
    const catalog = catalogOf(reader, release);
    for (const path of reader.files(kind, release)) {
      if (!path.endsWith('.yaml') || !FOLDERS.includes(path.split('/')[0])) continue;
      const text = reader.fileText(kind, release, path);
      const blueprint = parseBlueprint({ path, text }, () => undefined, { features: features(release) });
      if (!blueprint) continue;
      const file = files.get(path) ?? { path, versions: new Map(), entries: new Map() };
      files.set(path, file);
      add(file, shortRelease(release), text, blueprint, catalog);
    }
  }
  const rows = [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return format({ releases: given.map(({ release }) => shortRelease(release)), files: rows });
}

function add(file, release, text, blueprint, catalog) {
  const has = setObjects(blueprint, catalog).map((object) => {
    const key = JSON.stringify(withoutTexts(object, catalog.models[object.model]));
    if (!file.entries.has(key)) file.entries.set(key, file.entries.size);
    return file.entries.get(key);
  });
  const applies = appliedFirst(blueprint, catalog);
  const version = {
    hash: createHash('sha512').update(text).digest('hex'),
    name: blueprint.name ?? file.path,
    example: blueprint.labels[INSTANTIATE]?.toLowerCase() === 'false' ? true : undefined,
    context: readsContext(blueprint) ? true : undefined,
    applies: applies.length > 0 ? applies : undefined,
    has,
  };
  const key = JSON.stringify(version);
  file.versions.set(key, [...(file.versions.get(key) ?? []), release]);
}

function readsContext(blueprint) {
  let reads = false;
  walkTags(blueprint, ({ tag }) => {
    reads ||= tag === '!Context';
  });
  return reads;
}

/** An object with hashes in place of texts that are long or code. */
function withoutTexts(object, model) {
  const part = (facts) =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => {
        const isCode = formOf(model.fields[name] ?? {}).name.startsWith('python');
        return [name, hashed(fact, isCode)];
      }),
    );
  return { ...object, identifiers: part(object.identifiers), attrs: part(object.attrs) };
}

/** A fact with its texts hashed; the name of a model stays. */
function hashed(fact, isCode) {
  if (typeof fact === 'string') {
    if (!isCode && fact.length <= LONGEST && !fact.includes('\n')) return fact;
    return { $hash: createHash('sha256').update(fact).digest('hex').slice(0, HASH_LENGTH) };
  }
  if (Array.isArray(fact)) return fact.map((item) => hashed(item, isCode));
  if (typeof fact !== 'object' || fact === null) return fact;
  return Object.fromEntries(
    Object.entries(fact).map(([name, member]) => [name, name === '$of' ? member : hashed(member, isCode)]),
  );
}

function format({ releases, files }) {
  const lines = (list, indent) =>
    list.length === 0 ? '[]' : `[\n${list.map((one) => `${indent} ${one}`).join(',\n')}\n${indent}]`;
  const rows = files.map(({ path, versions, entries }) => {
    const all = [...versions].map(([text, seenIn]) => JSON.stringify({ in: seenIn, ...JSON.parse(text) }));
    return `{"path": ${JSON.stringify(path)},\n   "versions": ${lines(all, '   ')},\n   "entries": ${lines([...entries.keys()], '   ')}}`;
  });
  return `{\n "releases": ${JSON.stringify(releases)},\n "files": ${lines(rows, ' ')}\n}\n`;
}

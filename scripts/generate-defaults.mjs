// Makes schemas/defaults.json, the names of what a fresh server has, from the lists of fresh servers and
// authentik's own blueprints; with --check, proves that the file is what this makes. Facts only: names, slugs
// and managed names.
// usage: node scripts/generate-defaults.mjs [--check]   (needs the documents: AK_BLUEPRINT_SHARED or
//   ../shared)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import './typescript.mjs';

const { parseBlueprint } = await import('../src/blueprint/parse.ts');
const { features } = await import('../src/blueprint/features.ts');
const { valueAt } = await import('../src/blueprint/blueprint.ts');
const { formatDefaults } = await import('../src/catalog/format-catalog.ts');
const { resolveModel } = await import('../src/catalog/resolve-model.ts');
const { loadCatalog } = await import('../src/cli/catalogs.ts');

const root = resolve(import.meta.dirname, '..');
const shared = join(process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared'), 'data');
const target = join(root, 'schemas/defaults.json');

if (!existsSync(join(shared, 'state'))) {
  console.log("authentik's documents are not there: schemas/defaults.json is not checked");
  process.exit(0);
}

/** What names an object. */
const NAMES = ['slug', 'name', 'managed', 'username', 'identifier', 'domain', 'scope_name'];
/** The folders of blueprints that a server applies by itself and that make something. */
const APPLIED = ['default', 'system'];
/**
 * Not on every server: made by the variables of the server that was looked at, or named after a random or
 * counted key.
 */
const OF_ONE_SERVER = /authentik-bootstrap-token|[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}|--user-\d/;

const namesIn = (read) =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = read(name);
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );

/** The objects that lists of a server name. */
function listed(catalog, release) {
  const folder = join(shared, 'state', release);
  if (!existsSync(folder)) return [];
  const separator = readdirSync(folder).some((file) => file.includes('__')) ? '__' : '-';
  const rows = (path) => {
    const file = join(folder, `${path.slice(1, -1).split('/').join(separator)}.json`);
    const list = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
    return list.results ?? list;
  };
  const models = Object.values(catalog.models);
  const concrete = models
    .filter((model) => model.kind === 'resource' && model.shadowedBy.length === 0)
    .flatMap((model) =>
      rows(model.collection.path).map((row) => ({ model: model.name, names: namesIn((name) => row[name]) })),
    );
  // What is in the list of a base class and of none of its kinds is that class itself, such as the built-in
  // source.
  const base = models
    .filter((model) => model.kind === 'base' && model.list)
    .flatMap((model) =>
      rows(model.list).map((row) => ({
        model: model.name,
        kinds: model.concrete,
        names: namesIn((name) => row[name]),
      })),
    )
    .filter(
      ({ kinds, names }) =>
        !concrete.some((one) => kinds.includes(one.model) && one.names.name === names.name),
    )
    .map(({ model, names }) => ({ model, names }));
  return [...concrete, ...base];
}

/**
 * What lists of these servers cannot show: connections that a server makes when it runs in a container or a
 * cluster, and the certificate that its own list leaves out. The certificate is looked up by name in public
 * repositories; the names of the two connections are from what authentik documents, not measured.
 */
const NOT_LISTED = [
  { model: 'authentik_outposts.dockerserviceconnection', names: { name: 'Local Docker connection' } },
  { model: 'authentik_outposts.kubernetesserviceconnection', names: { name: 'Local Kubernetes Cluster' } },
  {
    model: 'authentik_crypto.certificatekeypair',
    names: { name: 'authentik Internal JWT Certificate', managed: 'goauthentik.io/crypto/jwt-managed' },
  },
];

function* blueprints(release, folders) {
  for (const folder of folders.filter((name) => existsSync(join(shared, 'blueprints', release, name)))) {
    for (const file of readdirSync(join(shared, 'blueprints', release, folder), { recursive: true })
      .filter((name) => name.endsWith('.yaml'))
      .sort()) {
      const path = `${folder}/${file.replaceAll('\\', '/')}`;
      const blueprint = parseBlueprint(
        { path, text: readFileSync(join(shared, 'blueprints', release, path), 'utf8') },
        () => undefined,
        { features: features(release) },
      );
      if (blueprint) yield { path, blueprint };
    }
  }
}

/** The objects that authentik's own blueprints make. */
function made(catalog, release) {
  return [...blueprints(release, APPLIED)].flatMap(({ blueprint }) =>
    blueprint.entries.flatMap((entry) => {
      const resolved = entry.model.kind === 'scalar' ? resolveModel(catalog, entry.model.text) : undefined;
      if (
        !resolved?.ok ||
        resolved.model.kind !== 'resource' ||
        entry.conditions.length > 0 ||
        (entry.ensure && entry.ensure.text === 'absent')
      )
        return [];
      const node = (name) =>
        [entry.identifiers, entry.attrs]
          .map((map) => map && valueAt(map, name))
          .find((one) => one !== undefined);
      // A name that a tag decides is not the same on every server.
      if (NAMES.some((name) => node(name)?.kind === 'tag')) return [];
      const text = (name) => (node(name)?.kind === 'scalar' ? node(name).value : undefined);
      return [{ model: resolved.model.name, names: namesIn(text) }];
    }),
  );
}

/** A blueprint entry that gives a part of the names of an object in the lists is that object. */
function merge(objects) {
  const kept = [];
  for (const one of objects) {
    if (
      Object.keys(one.names).length === 0 ||
      Object.values(one.names).some((name) => OF_ONE_SERVER.test(name))
    )
      continue;
    const isPart = kept.some(
      (other) =>
        other.model === one.model &&
        Object.entries(one.names).every(([name, value]) => other.names[name] === value),
    );
    if (!isPart) kept.push(one);
  }
  return kept;
}

const age = (release) => release.split('.').reduce((sum, part) => sum * 100 + Number(part), 0);
const releases = readdirSync(join(shared, 'blueprints')).sort((one, other) => age(one) - age(other));
const short = (release) => release.split('.').slice(0, 2).join('.');

const seen = new Map();
const own = new Map();
let bare = [];
for (const release of releases) {
  const catalog = loadCatalog(release, () => undefined);
  const objects = merge([...listed(catalog, release), ...made(catalog, release), ...NOT_LISTED]);
  // What no blueprint makes is made by the server itself: it is taken for the next release, too, where there
  // are no lists of it.
  const byBlueprints = made(catalog, release);
  if (existsSync(join(shared, 'state', release)))
    bare = objects.filter(
      (one) =>
        !byBlueprints.some(
          (other) =>
            other.model === one.model &&
            Object.entries(other.names).every(([name, value]) => one.names[name] === value),
        ),
    );
  for (const one of merge([...objects, ...bare.filter(({ model }) => catalog.models[model])])) {
    const key = JSON.stringify([one.model, one.names]);
    seen.set(key, [...(seen.get(key) ?? []), short(release)]);
  }
  for (const { path, blueprint } of blueprints(release, [...APPLIED, 'migrations', 'example'])) {
    if (blueprint.name === undefined || blueprint.labels['blueprints.goauthentik.io/instantiate'] === 'false')
      continue;
    const key = JSON.stringify([blueprint.name, path]);
    own.set(key, [...(own.get(key) ?? []), short(release)]);
  }
}

const sorted = (map) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));
const where = (list) => (list.length === releases.length ? {} : { in: list });
const objects = {};
for (const [key, list] of sorted(seen)) {
  const [model, names] = JSON.parse(key);
  (objects[model] ??= []).push({ names, ...where(list) });
}
const text = formatDefaults({
  releases: releases.map(short),
  objects,
  blueprints: sorted(own).map(([key, list]) => ({
    name: JSON.parse(key)[0],
    path: JSON.parse(key)[1],
    ...where(list),
  })),
});

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  console.log('wrote schemas/defaults.json');
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('schemas/defaults.json is not what the generator makes: run npm run generate');
  process.exit(1);
}

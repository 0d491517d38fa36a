// schemas/defaults.json, the names of the objects that a fresh server has, from the lists of fresh servers
// and authentik's own blueprints. Facts only: names, slugs and managed names.
import '../typescript.mjs';
import { catalogOf } from './catalog-of.mjs';
import { recordedState } from './recorded-state.mjs';

const { parseBlueprint } = await import('../../src/blueprint/parse.ts');
const { features } = await import('../../src/blueprint/features.ts');
const { valueAt } = await import('../../src/blueprint/blueprint.ts');
const { formatDefaults } = await import('../../src/catalog/format-catalog.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');
const { resolveModel } = await import('../../src/catalog/resolve-model.ts');

/** The fields that name an object. */
const NAMES = ['slug', 'name', 'managed', 'username', 'identifier', 'domain', 'scope_name'];
/** The folders of blueprints that a server applies by itself and that create objects. */
const APPLIED = ['default', 'system'];
/** All folders of blueprints that a server has. */
const FOLDERS = [...APPLIED, 'migrations', 'example'];
/**
 * Objects that not every server has: created because of environment variables of the server that was read, or
 * named after a random or numbered key.
 */
const OF_ONE_SERVER = /authentik-bootstrap-token|[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}|--user-\d/;
/**
 * Objects that the lists of these servers do not show: connections that a server creates when it runs in a
 * container or a cluster, and a certificate that the list of certificates leaves out. The certificate is
 * looked up by name in public repositories; the names of the two connections are from what authentik
 * documents, not measured.
 */
const NOT_LISTED = [
  { model: 'authentik_outposts.dockerserviceconnection', names: { name: 'Local Docker connection' } },
  { model: 'authentik_outposts.kubernetesserviceconnection', names: { name: 'Local Kubernetes Cluster' } },
  {
    model: 'authentik_crypto.certificatekeypair',
    names: { name: 'authentik Internal JWT Certificate', managed: 'goauthentik.io/crypto/jwt-managed' },
  },
];

/** `releases`: those with an input of a kind, oldest first. */
export function freshServer(releases) {
  return [
    {
      path: 'schemas/defaults.json',
      make: (reader) => makeDefaults(reader, releases('blueprints'), releases('state')),
    },
  ];
}

function makeDefaults(reader, releases, listed) {
  const objects = new Appearances();
  const blueprints = new Appearances();
  let unmade = [];
  for (const release of releases) {
    const catalog = catalogOf(reader, release);
    const files = [...blueprintsOf(reader, release)];
    const made = files
      .filter(({ path }) => APPLIED.includes(path.split('/')[0]))
      .flatMap(({ blueprint }) => objectsOf(blueprint, catalog));
    const shown = listed.includes(release) ? listedObjects(recordedState(reader, release), catalog) : [];
    const found = merge([...shown, ...made, ...NOT_LISTED]);
    // An object that no blueprint creates is created by the server itself. It is assumed for the next release
    // as well, where there are no lists of that.
    if (listed.includes(release)) unmade = found.filter((one) => !made.some((other) => isPart(other, one)));
    for (const { model, names } of merge([...found, ...unmade.filter(({ model }) => catalog.models[model])]))
      objects.add([model, names], release);
    for (const { path, blueprint } of files.filter((file) => isShown(file.blueprint)))
      blueprints.add([blueprint.name, path], release);
  }
  const table = {};
  for (const { key, seenIn } of objects.sorted(releases)) {
    const [model, names] = key;
    (table[model] ??= []).push({ names, in: seenIn });
  }
  return formatDefaults({
    releases: releases.map(shortRelease),
    objects: table,
    blueprints: blueprints
      .sorted(releases)
      .map(({ key: [name, path], seenIn }) => ({ name, path, in: seenIn })),
  });
}

/** The releases in which something was seen. */
class Appearances {
  #releases = new Map();

  add(key, release) {
    const text = JSON.stringify(key);
    this.#releases.set(text, [...(this.#releases.get(text) ?? []), shortRelease(release)]);
  }

  /**
   * The rows by the text of the key; `seenIn` is undefined for one that was seen in all of these releases.
   */
  sorted(all) {
    return [...this.#releases]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([text, releases]) => ({
        key: JSON.parse(text),
        seenIn: releases.length === all.length ? undefined : releases,
      }));
  }
}

/** The blueprints of a release that can be read, in the folders that a server has. */
function* blueprintsOf(reader, release) {
  const paths = reader
    .files('blueprints', release)
    .filter((path) => path.endsWith('.yaml') && FOLDERS.includes(path.split('/')[0]));
  for (const path of paths) {
    const source = { path, text: reader.fileText('blueprints', release, path) };
    const blueprint = parseBlueprint(source, () => undefined, { features: features(release) });
    if (blueprint) yield { path, blueprint };
  }
}

/** Whether a server shows a blueprint among its own. */
function isShown(blueprint) {
  return (
    blueprint.name !== undefined && blueprint.labels['blueprints.goauthentik.io/instantiate'] !== 'false'
  );
}

const namesIn = (read) =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = read(name);
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );

/** The objects in the lists of a server, by their names. */
function listedObjects(state, catalog) {
  const rows = (path) => {
    const list = state.at(path) ?? [];
    return list.results ?? list;
  };
  const models = Object.values(catalog.models);
  const concrete = models
    .filter((model) => model.kind === 'resource' && model.shadowedBy.length === 0)
    .flatMap((model) =>
      rows(model.collection.path).map((row) => ({ model: model.name, names: namesIn((name) => row[name]) })),
    );
  // An object that is in the list of a base model and in none of its concrete models is of the base model
  // itself, such as the built-in source.
  const bases = models
    .filter((model) => model.kind === 'base' && model.list)
    .flatMap((model) =>
      rows(model.list)
        .map((row) => namesIn((name) => row[name]))
        .filter(
          (names) =>
            !concrete.some((one) => model.concrete.includes(one.model) && one.names.name === names.name),
        )
        .map((names) => ({ model: model.name, names })),
    );
  return [...concrete, ...bases];
}

/** The objects that a blueprint creates on every server. */
function objectsOf(blueprint, catalog) {
  return blueprint.entries.flatMap((entry) => {
    const resolved = entry.model.kind === 'scalar' ? resolveModel(catalog, entry.model.text) : undefined;
    const isMade = entry.conditions.length === 0 && entry.ensure?.text !== 'absent';
    if (!resolved?.ok || resolved.model.kind !== 'resource' || !isMade) return [];
    const node = (name) =>
      [entry.identifiers, entry.attrs]
        .map((map) => map && valueAt(map, name))
        .find((one) => one !== undefined);
    // A name that a tag makes is not the same on every server.
    if (NAMES.some((name) => node(name)?.kind === 'tag')) return [];
    const text = (name) => (node(name)?.kind === 'scalar' ? node(name).value : undefined);
    return [{ model: resolved.model.name, names: namesIn(text) }];
  });
}

/**
 * Removes objects whose names are part of those of another: an entry may give only some of the names that the
 * lists show.
 */
function merge(objects) {
  const kept = [];
  for (const one of objects) {
    const names = Object.values(one.names);
    if (names.length === 0 || names.some((name) => OF_ONE_SERVER.test(name))) continue;
    if (!kept.some((other) => isPart(one, other))) kept.push(one);
  }
  return kept;
}

/** Whether the names of one object are among those of another of its model. */
function isPart(one, other) {
  return (
    one.model === other.model &&
    Object.entries(one.names).every(([name, value]) => other.names[name] === value)
  );
}

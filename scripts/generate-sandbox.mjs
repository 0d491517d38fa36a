// Makes schemas/sandbox-<release>.json, what the sandbox knows of authentik's own classes, from the measured
// model fields and recorded names, for each release that was recorded; with --check, proves that the files
// are what this makes. Facts only: no descriptions are taken.
// usage: node scripts/generate-sandbox.mjs [--check]   (needs the documents: AK_BLUEPRINT_SHARED or
//   ../shared)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const shared = process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared');
/** The recorded releases, and what their recordings put between the parts of a path in a file's name. */
const RELEASES = [
  { release: '2023.2.3', separator: '-' },
  { release: '2025.12.4', separator: '__' },
];
const readJson = (path) => JSON.parse(readFileSync(join(shared, 'data', path), 'utf8'));

if (!existsSync(join(shared, 'data/model-fields'))) {
  console.log(`authentik's documents are not at ${shared}: schemas/sandbox-*.json are not checked`);
  process.exit(0);
}

/** Django's column names that the API calls something else, besides those that start with an underscore. */
const ALIASES = { 'authentik_core.user': { ak_groups: 'groups', groups: undefined } };
const ON_DELETE = { CASCADE: 'cascade', SET_NULL: 'null', SET_DEFAULT: 'null' };

function distillColumn(column) {
  const out = { type: column.type };
  if (column.default === '<generated>') out.generated = true;
  else if ('default' in column) out.default = column.default;
  for (const key of ['null', 'blank', 'unique', 'choices', 'to']) if (key in column) out[key] = column[key];
  if (column.relation === 'many') out.many = true;
  if (column.on_delete) out.onDelete = ON_DELETE[column.on_delete];
  return out;
}

function distillColumns(model, raw) {
  const out = {};
  for (const [name, column] of Object.entries(raw.fields)) {
    if (
      column.primary_key ||
      name.endsWith('_ptr') ||
      column.reverse ||
      ['GenericRelation', 'GenericForeignKey'].includes(column.type)
    )
      continue;
    const alias = ALIASES[model];
    const apiName = alias && name in alias ? alias[name] : name.replace(/^_/, '');
    if (apiName !== undefined) out[apiName] = distillColumn(column);
  }
  return out;
}

function distillSerializer(raw) {
  // The class of another model with the same name was measured in one place: its nested required fields are
  // no columns of this model.
  const foreign = Object.entries(raw.serializer).some(
    ([name, field]) =>
      field.required && /^[A-Z]\w+(?<!List)Serializer$/.test(field.type) && !(name in raw.fields),
  );
  if (foreign) return undefined;
  return Object.fromEntries(
    Object.entries(raw.serializer).map(([name, { trim_whitespace, ...field }]) => [
      name,
      { ...field, ...(trim_whitespace ? { trim: true } : {}) },
    ]),
  );
}

function distillModels(release) {
  const models = {};
  for (const [name, raw] of Object.entries(readJson(`model-fields/${release}.json`))) {
    const serializer = distillSerializer(raw);
    models[name] = {
      bases: raw.bases,
      pk: raw.pk,
      auto: Object.values(raw.fields).some((column) => column.primary_key && column.type === 'AutoField'),
      ordering: raw.ordering,
      together: raw.unique_together,
      columns: distillColumns(name, raw),
      ...(serializer ? { serializer } : {}),
    };
  }
  return models;
}

/** The names that answers show for each kind of object, from recorded answers. */
function collectNames({ release, separator }, models) {
  const names = {};
  const walk = (value) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object') {
      const { meta_model_name: model, component, verbose_name: one, verbose_name_plural: many } = value;
      if (typeof model === 'string' && component) names[model] ??= { component, one, many };
      Object.values(value).forEach(walk);
    }
  };
  const folder = `state/${release}`;
  const files = readdirSync(join(shared, 'data', folder));
  files.forEach((file) => walk(readJson(`${folder}/${file}`)));
  const contract = readFileSync(join(shared, `data/contract/${release}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const german = contract.findIndex(({ request_body: sent }) =>
    JSON.stringify(sent ?? '').includes('"locale"'),
  );
  contract.slice(0, german).forEach((exchange) => walk(exchange.response_body));
  for (const file of files.filter((name) => name.endsWith(`${separator}types.json`))) {
    const types = bodyOf(readJson(`${folder}/${file}`));
    for (const { name: one, component, model_name: short } of types) {
      const model = short && Object.keys(models).find((candidate) => candidate.endsWith(`.${short}`));
      if (model) names[model] ??= { component, one, many: one.replace(/y$/, 'ie') + 's' };
    }
  }
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One recording keeps the answer beside its path, the other keeps the answer only. */
function bodyOf(recorded) {
  return recorded.body ?? recorded;
}

/**
 * Every kind of object with its permissions beyond the usual four, and the labels of the applications; none
 * where the release has no such list.
 */
function collectPermissions({ release, separator }) {
  const file = `state/${release}/${['rbac', 'permissions.json'].join(separator)}`;
  if (!existsSync(join(shared, 'data', file))) return {};
  const permissions = {};
  const apps = {};
  for (const { app_label: app, app_label_verbose: label, model, model_verbose: name, codename } of readJson(
    file,
  ).sort((a, b) => a.id - b.id)) {
    apps[app] = label;
    (permissions[`${app}.${model}`] ??= { name, codes: [] }).codes.push(codename);
  }
  const usual = (model) =>
    ['add', 'change', 'delete', 'view'].map((verb) => `${verb}_${model.split('.')[1]}`);
  for (const [model, { name, codes }] of Object.entries(permissions)) {
    const extra = codes.filter((code) => !usual(model).includes(code));
    const without = usual(model).filter((code) => !codes.includes(code));
    permissions[model] = {
      name,
      ...(extra.length > 0 ? { extra } : {}),
      ...(without.length > 0 ? { without } : {}),
    };
  }
  return { permissions, apps };
}

function listBlueprints(release, folder = '') {
  const base = join(shared, 'data/blueprints', release, folder);
  return readdirSync(base, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? listBlueprints(release, `${folder}${entry.name}/`) : [`${folder}${entry.name}`],
    )
    .filter((path) => path.endsWith('.yaml') && !path.startsWith('fixtures/'))
    .sort();
}

/**
 * Columns and fields are alike over and over: each kind stands in the file once, and the models name it by
 * its place; src/sandbox/rules.ts puts it back.
 */
function compact(models) {
  const kinds = new Map();
  const placeOf = (kind) => {
    const text = JSON.stringify(kind);
    if (!kinds.has(text)) kinds.set(text, kinds.size);
    return kinds.get(text);
  };
  const places = (fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, placeOf(kind)]));
  const placed = Object.entries(models).map(([name, { columns, serializer, ...model }]) => [
    name,
    { ...model, columns: places(columns), ...(serializer ? { serializer: places(serializer) } : {}) },
  ]);
  return { kinds: [...kinds.keys()].map((text) => JSON.parse(text)), models: Object.fromEntries(placed) };
}

/** One line for each model: compact, and a change shows where it is. */
function format(rules) {
  const lines = Object.entries(rules).map(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? `${JSON.stringify(name)}:{\n${Object.entries(value)
          .map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`)
          .join(',\n')}\n}`
      : `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

for (const recorded of RELEASES) {
  const { release, separator } = recorded;
  const models = distillModels(release);
  const oauthTypes = bodyOf(
    readJson(`state/${release}/${['sources', 'oauth', 'source_types.json'].join(separator)}`),
  );
  const text = format({
    formatVersion: 2,
    release,
    ...compact(models),
    names: collectNames(recorded, models),
    ...collectPermissions(recorded),
    oauthTypes,
    blueprintFiles: listBlueprints(release),
  });
  const name = `schemas/sandbox-${release.split('.').slice(0, 2).join('.')}.json`;
  const target = join(root, name);
  if (existsSync(target) && readFileSync(target, 'utf8') === text)
    console.log(`${name} is what the generator makes`);
  else if (process.argv.includes('--check')) {
    console.error(`${name} is not what the generator makes: run node scripts/generate-sandbox.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${name}`);
  }
}

// schemas/sandbox-<release>.json, what the sandbox knows about authentik's own classes, from the measured
// model fields and recorded names, for each release that was recorded. Facts only: no descriptions are taken.
import { bodyOf, recordedState } from './recorded-state.mjs';

/** `releases`: those with an input of a kind. */
export function sandboxRules(releases) {
  return releases('state').map((release) => ({
    path: `schemas/sandbox-${release.split('.').slice(0, 2).join('.')}.json`,
    make: (reader) => makeRules(reader, release),
  }));
}

function makeRules(reader, release) {
  const state = recordedState(reader, release);
  const models = distillModels(JSON.parse(reader.text('model-fields', release)));
  return format({
    formatVersion: 2,
    release,
    ...compact(models),
    names: collectNames(state, exchangesOf(reader, release), models),
    ...collectPermissions(state),
    oauthTypes: state.at('/sources/oauth/source_types/'),
    blueprintFiles: reader
      .files('blueprints', release)
      .filter((path) => path.endsWith('.yaml') && !path.startsWith('fixtures/')),
  });
}

/** Django's column names that differ from the API's, besides those that start with an underscore. */
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
      { ...field, trim: trim_whitespace ? true : undefined },
    ]),
  );
}

function distillModels(classes) {
  const models = {};
  for (const [name, raw] of Object.entries(classes)) {
    models[name] = {
      bases: raw.bases,
      pk: raw.pk,
      auto: Object.values(raw.fields).some((column) => column.primary_key && column.type === 'AutoField'),
      ordering: raw.ordering,
      together: raw.unique_together,
      columns: distillColumns(name, raw),
      serializer: distillSerializer(raw),
    };
  }
  return models;
}

/** The requests to a real server with their responses, in order. */
function exchangesOf(reader, release) {
  const lines = reader.text('contract', release).trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The fields that recorded responses show for each kind of object. */
function collectNames(state, exchanges, models) {
  const names = {};
  const walk = (value) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object') {
      const { meta_model_name: model, component, verbose_name: one, verbose_name_plural: many } = value;
      if (typeof model === 'string' && component) names[model] ??= { component, one, many };
      Object.values(value).forEach(walk);
    }
  };
  state.files.forEach((file) => walk(state.read(file)));
  // After that its responses are in German.
  const german = exchanges.findIndex(({ request_body: sent }) =>
    JSON.stringify(sent ?? '').includes('"locale"'),
  );
  exchanges.slice(0, german).forEach((exchange) => walk(exchange.response_body));
  for (const file of state.endingIn('types')) {
    for (const { name: one, component, model_name: short } of bodyOf(state.read(file))) {
      const model = short && Object.keys(models).find((candidate) => candidate.endsWith(`.${short}`));
      if (model) names[model] ??= { component, one, many: one.replace(/y$/, 'ie') + 's' };
    }
  }
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Every kind of object with its permissions beyond the usual four, and the labels of the applications; none
 * where the release has no such list.
 */
function collectPermissions(state) {
  const list = state.at('/rbac/permissions/');
  if (!list) return {};
  const apps = {};
  const codes = {};
  const names = {};
  for (const one of list.sort((a, b) => a.id - b.id)) {
    const model = `${one.app_label}.${one.model}`;
    apps[one.app_label] = one.app_label_verbose;
    names[model] ??= one.model_verbose;
    (codes[model] ??= []).push(one.codename);
  }
  const permissions = {};
  for (const [model, name] of Object.entries(names)) {
    const usual = ['add', 'change', 'delete', 'view'].map((verb) => `${verb}_${model.split('.')[1]}`);
    const extra = codes[model].filter((code) => !usual.includes(code));
    const without = usual.filter((code) => !codes[model].includes(code));
    permissions[model] = {
      name,
      extra: extra.length > 0 ? extra : undefined,
      without: without.length > 0 ? without : undefined,
    };
  }
  return { permissions, apps };
}

/**
 * Many columns and fields are equal: each is in the file once, and the models refer to it by index;
 * src/sandbox/rules.ts resolves these.
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
    { ...model, columns: places(columns), serializer: serializer && places(serializer) },
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

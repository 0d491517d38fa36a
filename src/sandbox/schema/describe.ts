import type { Catalog, Field, Filter, Json, Resource } from '../../catalog/model.ts';
import type { World } from '../world.ts';

type Node = { [name: string]: Json };
type Components = Record<string, Node>;
type Paths = Record<string, Node>;

/**
 * An OpenAPI document of what the sandbox serves: the paths and components of the catalog's resources, and
 * the special paths.
 */
export function describe(world: World): Json {
  const components: Components = { Pagination: { type: 'object', properties: {} } };
  const paths: Paths = {};
  for (const model of Object.values(world.catalog.models))
    if (model.kind === 'resource') describeResource(model, paths, components);
  for (const base of world.behaviour.bases) {
    if (base.path === undefined) continue;
    const label = labelOf(world.catalog, base.model);
    components[label] = {
      type: 'object',
      properties: Object.fromEntries(
        (base.fields ?? sharedFields(world, base.model)).map((name) => [name, {}]),
      ),
    };
    describeList(base.path, `${base.path}{${base.key ?? 'id'}}/`, label, {}, paths, components);
  }
  for (const list of world.behaviour.plainLists) {
    const label = list.component ?? nameOf(list.path);
    components[label] ??= { type: 'object', properties: { pk: { type: 'integer', readOnly: true } } };
    const item = `${list.path}{${list.key}}/`;
    describeList(list.path, item, label, {}, paths, components);
    paths[item] = {
      ...paths[item],
      ...(list.update ? { patch: operation(label, label) } : {}),
      ...(list.delete ? { delete: { responses: { '204': {} } } } : {}),
    };
  }
  for (const { method, path } of world.behaviour.actions)
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: { '200': {} } } };
  return {
    openapi: '3.0.3',
    info: {
      title: 'authentik',
      version: world.catalog.release,
      description: 'A sandbox of ak-blueprint',
      contact: { email: 'nobody@example.com' },
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    paths,
    components: { schemas: components },
    servers: [{ url: `${world.root}/` }],
  };
}

const nameOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

function labelOf(catalog: Catalog, name: string): string {
  return catalog.models[name]?.label ?? name;
}

/** What every kind of a base class shows. */
function sharedFields(world: World, base: string): string[] {
  const kinds = world.models.concrete(base).map((name) =>
    world.models
      .get(name)
      .fields.filter((field) => !field.writeOnly)
      .map((field) => field.name),
  );
  return (kinds[0] ?? []).filter((name) => kinds.every((fields) => fields.includes(name)));
}

const ref = (name: string): Node => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Node): Node => ({ content: { 'application/json': { schema } } });

function operation(
  answer: string | undefined,
  body: string | undefined,
  parameters: readonly Node[] = [],
): Node {
  return {
    ...(parameters.length > 0 ? { parameters: [...parameters] } : {}),
    ...(body === undefined ? {} : { requestBody: content(ref(body)) }),
    responses: { '200': answer === undefined ? {} : content(ref(answer)) },
  };
}

function describeList(
  path: string,
  item: string,
  label: string,
  filters: Readonly<Record<string, Filter>>,
  paths: Paths,
  components: Components,
): void {
  components[`Paginated${label}List`] = {
    type: 'object',
    properties: { pagination: ref('Pagination'), results: { type: 'array', items: ref(label) } },
  };
  const parameters = Object.entries(filters).map(
    ([name, { type, enum: choices, format }]): Node => ({
      in: 'query',
      name,
      schema: {
        type,
        ...(choices ? { enum: [...choices] } : {}),
        ...(format === undefined ? {} : { format }),
        ...(type === 'array' ? { items: { type: 'string' } } : {}),
      },
    }),
  );
  paths[path] = { get: operation(`Paginated${label}List`, undefined, parameters) };
  paths[item] = { get: operation(label, undefined) };
}

function describeResource(model: Resource, paths: Paths, components: Components): void {
  const { label, collection, actions, fields } = model;
  const shown = Object.entries(fields).filter(([, field]) => !field.writeOnly);
  const written = Object.entries(fields).filter(([, field]) => !field.readOnly && !field.setter);
  const required = written.filter(([, field]) => field.required).map(([name]) => name);
  components[label] = {
    type: 'object',
    properties: Object.fromEntries(shown.map(([name, field]) => [name, describeField(field, true)])),
  };
  components[`${label}Request`] = {
    type: 'object',
    properties: Object.fromEntries(written.map(([name, field]) => [name, describeField(field, false)])),
    ...(required.length > 0 ? { required } : {}),
  };
  components[`Patched${label}Request`] = {
    type: 'object',
    properties: Object.fromEntries(written.map(([name, field]) => [name, describeField(field, false)])),
  };
  describeList(collection.path, collection.item, label, model.filters, paths, components);
  paths[collection.path] = {
    ...paths[collection.path],
    ...(actions.create ? { post: operation(label, `${label}Request`) } : {}),
  };
  paths[collection.item] = {
    ...paths[collection.item],
    ...(actions.update
      ? { put: operation(label, `${label}Request`), patch: operation(label, `Patched${label}Request`) }
      : {}),
    ...(actions.delete ? { delete: { responses: { '204': {} } } } : {}),
  };
  for (const field of Object.values(fields))
    if (field.setter) paths[field.setter.path] ??= { post: operation(undefined, undefined) };
}

function describeField(field: Field | Omit<Field, 'required'>, answer: boolean): Node {
  return {
    ...(field.type === 'json' ? {} : { type: field.type }),
    ...(field.format === undefined ? {} : { format: field.format }),
    ...(field.enum ? { enum: [...field.enum] } : {}),
    ...(field.nullable ? { nullable: true } : {}),
    ...(answer && (field.readOnly || field.setter) ? { readOnly: true } : {}),
    ...(field.minLength === undefined
      ? {}
      : { [field.type === 'array' ? 'minItems' : 'minLength']: field.minLength }),
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
    ...(field.items ? { items: describeField(field.items, false) } : {}),
  };
}

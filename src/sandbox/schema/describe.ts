import type { Catalog, Field, Filter, Json, ListedModel, Resource } from '../../catalog/model.ts';
import type { ModelTable } from '../model-table.ts';
import type { Release } from '../release.ts';
import { API_ROOT } from '../request.ts';

type Node = { [name: string]: Json };
type Components = Record<string, Node>;
type Paths = Record<string, Node>;

/**
 * An OpenAPI document of what the sandbox serves: the paths and components of the catalog's resources, and
 * the special paths.
 */
export function describe({ catalog, behaviour }: Release, models: ModelTable): Json {
  const components: Components = { Pagination: { type: 'object', properties: {} } };
  const paths: Paths = {};
  for (const model of Object.values(catalog.models)) {
    if (model.kind === 'resource') describeResource(model, paths, components);
    else if (model.kind === 'listed') describeListed(model, paths, components);
  }
  for (const base of behaviour.bases) {
    if (base.path === undefined) continue;
    const label = labelOf(catalog, base.model);
    components[label] = {
      type: 'object',
      properties: Object.fromEntries(
        (base.fields ?? sharedFields(models, base.model)).map((name) => [name, {}]),
      ),
    };
    describeList(base.path, `${base.path}{${base.key ?? 'id'}}/`, label, {}, paths, components);
  }
  for (const list of behaviour.plainLists) {
    const label = list.component ?? nameOf(list.path);
    components[label] ??= { type: 'object', properties: { pk: { type: 'integer', readOnly: true } } };
    const item = `${list.path}{${list.key}}/`;
    if (!(list.path in paths)) describeList(list.path, item, label, {}, paths, components);
    addOperations(paths, item, {
      patch: list.update && operation(label, label),
      delete: list.delete && DELETE,
    });
  }
  for (const { method, path } of behaviour.actions)
    addOperations(paths, path, { [method.toLowerCase()]: { responses: { '200': {} } } });
  return {
    openapi: '3.0.3',
    info: {
      title: 'authentik',
      version: catalog.release,
      description: 'A sandbox of ak-blueprint',
      contact: { email: 'nobody@example.com' },
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    paths,
    components: { schemas: components },
    servers: [{ url: `${API_ROOT}/` }],
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
function sharedFields(models: ModelTable, base: string): string[] {
  const kinds = models.concrete(base).map((name) =>
    models
      .get(name)
      .fields.filter((field) => !field.writeOnly)
      .map((field) => field.name),
  );
  return (kinds[0] ?? []).filter((name) => kinds.every((fields) => fields.includes(name)));
}

const ref = (name: string): Node => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Node): Node => ({ content: { 'application/json': { schema } } });

const DELETE: Node = { responses: { '204': {} } };

/** The members of a node that are there: what has no value is left out. */
function compact(members: { readonly [name: string]: Json | undefined }): Node {
  const node: Node = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) node[name] = value;
  return node;
}

function addOperations(
  paths: Paths,
  path: string,
  operations: { readonly [method: string]: Node | undefined },
): void {
  paths[path] = { ...paths[path], ...compact(operations) };
}

/** The components of an operation's response and request, where it has them. */
function operation(
  response: string | undefined,
  request: string | undefined,
  parameters: readonly Node[] = [],
): Node {
  return compact({
    parameters: parameters.length > 0 ? [...parameters] : undefined,
    requestBody: request === undefined ? undefined : content(ref(request)),
    responses: { '200': response === undefined ? {} : content(ref(response)) },
  });
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
      schema: compact({
        type,
        enum: choices && [...choices],
        format,
        items: type === 'array' ? { type: 'string' } : undefined,
      }),
    }),
  );
  paths[path] = { get: operation(`Paginated${label}List`, undefined, parameters) };
  paths[item] = { get: operation(label, undefined) };
}

type Described = Pick<Resource, 'label' | 'collection' | 'actions' | 'fields' | 'filters'>;

/** A model that is only looked up: what is looked up by is a column, and not read-only by itself. */
function describeListed(model: ListedModel, paths: Paths, components: Components): void {
  const update = Object.values(model.fields).some((field) => !field.readOnly);
  describeResource({ ...model, actions: { create: false, update, delete: false } }, paths, components);
  const columns = Object.values(model.lookups).flatMap((lookup) =>
    'field' in lookup ? (lookup.field ?? []) : [],
  );
  for (const name of columns) {
    const field = model.fields[name];
    const properties = components[model.label]?.['properties'] as Node;
    if (field?.readOnly) properties[name] = describeField({ ...field, readOnly: undefined }, true);
  }
}

function describeResource(model: Described, paths: Paths, components: Components): void {
  const { label, collection, actions, fields } = model;
  const shown = Object.entries(fields).filter(([, field]) => !field.writeOnly);
  const written = Object.entries(fields).filter(([, field]) => !field.readOnly && !field.setter);
  const required = written.filter(([, field]) => field.required).map(([name]) => name);
  components[label] = {
    type: 'object',
    properties: Object.fromEntries(shown.map(([name, field]) => [name, describeField(field, true)])),
  };
  components[`${label}Request`] = compact({
    type: 'object',
    properties: Object.fromEntries(written.map(([name, field]) => [name, describeField(field, false)])),
    required: required.length > 0 ? required : undefined,
  });
  components[`Patched${label}Request`] = {
    type: 'object',
    properties: Object.fromEntries(written.map(([name, field]) => [name, describeField(field, false)])),
  };
  describeList(collection.path, collection.item, label, model.filters, paths, components);
  addOperations(paths, collection.path, {
    post: actions.create ? operation(label, `${label}Request`) : undefined,
  });
  addOperations(paths, collection.item, {
    put: actions.update ? operation(label, `${label}Request`) : undefined,
    patch: actions.update ? operation(label, `Patched${label}Request`) : undefined,
    delete: actions.delete ? DELETE : undefined,
  });
  for (const field of Object.values(fields))
    if (field.setter) paths[field.setter.path] ??= { post: operation(undefined, undefined) };
}

function describeField(field: Field | Omit<Field, 'required'>, inResponse: boolean): Node {
  const { type, format, minLength, maxLength, pattern, minimum, maximum } = field;
  return compact({
    type: type === 'json' ? undefined : type,
    format,
    enum: field.enum && [...field.enum],
    nullable: field.nullable || undefined,
    readOnly: (inResponse && (field.readOnly || field.setter !== undefined)) || undefined,
    [type === 'array' ? 'minItems' : 'minLength']: minLength,
    maxLength,
    pattern,
    minimum,
    maximum,
    items: field.items && describeField(field.items, false),
    ...describeMembers(field.members),
  });
}

/** What a mapping holds, and what of it must be given. */
function describeMembers(
  members: Field['members'] = {},
): Record<'properties' | 'required', Json | undefined> {
  const all = Object.entries(members);
  const required = all.filter(([, member]) => member.required).map(([name]) => name);
  return {
    properties:
      all.length > 0
        ? Object.fromEntries(all.map(([name, member]) => [name, describeField(member, false)]))
        : undefined,
    required: required.length > 0 ? required : undefined,
  };
}

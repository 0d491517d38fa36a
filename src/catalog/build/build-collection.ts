import type { Collection, Filter } from '../model.ts';
import { bodyComponent, component, type Document, type Operation, refName } from '../openapi.ts';

/** The endpoints of one model, as the document has them. */
export interface Endpoints {
  readonly collection: Collection;
  readonly actions: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  readonly filters: Readonly<Record<string, Filter>>;
  /** Component names. */
  readonly shown: string;
  readonly createBody: string | undefined;
  readonly updateBody: string | undefined;
}

/** Parameters of every list call that are no filters. */
const PAGING = new Set(['page', 'page_size', 'ordering', 'search']);

/** Every list of a document by the component that it lists; of several, the one that can do most. */
export function findEndpoints(document: Document): Map<string, Endpoints> {
  const found = new Map<string, Endpoints>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    if (!item?.get || path.includes('{')) continue;
    const shown = listedComponent(document, item.get);
    const itemPath = Object.keys(document.paths ?? {}).find(
      (other) => other.startsWith(`${path}{`) && other.slice(path.length).replace(/^\{[^}]+\}\//, '') === '',
    );
    if (shown === undefined || itemPath === undefined) continue;
    const endpoints = build(document, path, itemPath, shown);
    const before = found.get(shown);
    if (!before || rank(endpoints) > rank(before)) found.set(shown, endpoints);
  }
  return found;
}

function rank({ actions }: Endpoints): number {
  return Number(actions.create) * 4 + Number(actions.update) * 2 + Number(actions.delete);
}

/** The component that a list call gives a page of. */
export function listedComponent(document: Document, get: Operation): string | undefined {
  const page = component(document, bodyComponent(get.responses?.['200']?.content));
  return page.properties?.['pagination'] ? refName(page.properties['results']?.items) : undefined;
}

function build(document: Document, path: string, item: string, shown: string): Endpoints {
  const list = document.paths?.[path];
  const one = document.paths?.[item];
  return {
    collection: collectionOf(document, path, item, shown),
    actions: {
      create: list?.post !== undefined,
      update: one?.patch !== undefined,
      delete: one?.delete !== undefined,
    },
    filters: filtersOf(document, list?.get),
    shown,
    createBody: bodyComponent(list?.post?.requestBody?.content),
    updateBody: bodyComponent(one?.patch?.requestBody?.content),
  };
}

function collectionOf(document: Document, path: string, item: string, shown: string): Collection {
  const { properties = {} } = component(document, shown);
  const parameter = /\{([^}]+)\}/.exec(item)?.[1] ?? 'pk';
  const key = parameter in properties ? parameter : 'pk';
  const pk = 'pk' in properties ? 'pk' : key;
  // Without a field `pk` the key of the object is another than that of its part that policies are bound to.
  const own = 'policybindingmodel_ptr_id';
  const targetPk = [own, ...(pk === 'pk' ? [] : ['pbm_uuid'])].find(
    (name) => name in properties && name !== pk,
  );
  return { path, item, key, pk, targetPk };
}

function filtersOf(document: Document, get: Operation | undefined): Record<string, Filter> {
  const filters: Record<string, Filter> = {};
  for (const given of get?.parameters ?? []) {
    const parameter =
      '$ref' in given ? document.components?.parameters?.[given.$ref.split('/').at(-1) ?? ''] : given;
    if (!parameter || parameter.in !== 'query' || PAGING.has(parameter.name)) continue;
    const { name, schema } = parameter;
    const target = schema?.$ref ? component(document, refName(schema)) : (schema ?? {});
    const type = ['integer', 'number', 'boolean', 'array'].includes(target.type ?? '')
      ? (target.type as Filter['type'])
      : 'string';
    const choices = (target.enum ?? []).filter((value) => value !== null);
    filters[name] = {
      type,
      enum: choices.length > 0 ? choices : undefined,
      format: target.format,
    };
  }
  return filters;
}

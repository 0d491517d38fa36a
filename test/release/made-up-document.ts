import { readFileSync } from 'node:fs';
import { parseDocument } from '../../scripts/generate/inputs.mjs';
import { shared } from '../shared.ts';

/* A document that nobody has: that of the newest release, as a later one might have it. */

interface Node {
  [key: string]: Node;
}

/** The document that the made-up one is made of, and the release that it is made up for. */
export const MADE_OF = '2026.8.3';
export const MADE_UP = '2026.11.0';

/** The model that it has more, and the field that is called otherwise. */
export const MODEL = 'authentik_made_up.widget';
const RENAMED = { from: 'meta_launch_url', to: 'meta_start_url' };

/**
 * The text of the document: a model more, with a setter of its own; a field of applications with another name;
 * a designation of flows less; the label of a brand required; the client id of OAuth2 providers write-only.
 */
export function madeUpDocument(): string {
  const document = parseDocument(readFileSync(shared(`data/spec/${MADE_OF}.yml`), 'utf8')) as Node;
  const { paths, components } = document as { paths: Node; components: { schemas: Node } };
  const { schemas } = components;
  document['info']!['version'] = MADE_UP as unknown as Node;
  addModel(paths, schemas);
  for (const name of ['Application', 'ApplicationRequest', 'PatchedApplicationRequest'])
    rename(schemas[name]!['properties']!);
  take(schemas['FlowDesignationEnum']!['enum'], 'stage_configuration');
  (schemas['BrandRequest']!['required'] as unknown as string[]).push('branding_title');
  delete schemas['OAuth2Provider']!['properties']!['client_id'];
  return JSON.stringify(document);
}

function addModel(paths: Node, schemas: Node): void {
  (schemas['ModelEnum']!['enum'] as unknown as string[]).push(MODEL);
  const key = { pk: { type: 'string', format: 'uuid', readOnly: true } };
  const written = {
    name: { type: 'string', minLength: 1 },
    colour: { type: 'string', enum: ['red', 'green'] },
    drawn_by: { type: 'string', format: 'uuid', nullable: true },
    authorization_flow: { type: 'string', format: 'uuid', nullable: true },
    weight: { type: 'integer', minimum: 0 },
  };
  const put = (name: string, value: object): void => {
    schemas[name] = value as Node;
  };
  put('Widget', { type: 'object', properties: { ...key, ...written }, required: ['name', 'pk'] });
  put('WidgetRequest', { type: 'object', properties: written, required: ['name', 'colour'] });
  put('PatchedWidgetRequest', { type: 'object', properties: written });
  put('PaginatedWidgetList', {
    type: 'object',
    properties: { pagination: {}, results: { type: 'array', items: ref('Widget') } },
  });
  const name = { in: 'query', name: 'name', schema: { type: 'string' } };
  paths['/made_up/widgets/'] = {
    get: { parameters: [name], responses: answer('200', 'PaginatedWidgetList') },
    post: { requestBody: content('WidgetRequest'), responses: answer('201', 'Widget') },
  } as unknown as Node;
  paths['/made_up/widgets/{widget_uuid}/'] = {
    get: { responses: answer('200', 'Widget') },
    patch: { requestBody: content('PatchedWidgetRequest'), responses: answer('200', 'Widget') },
    delete: { responses: {} },
  } as unknown as Node;
  paths['/made_up/widgets/{widget_uuid}/set_picture/'] = { post: { responses: {} } };
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const content = (name: string): object => ({ content: { 'application/json': { schema: ref(name) } } });
const answer = (status: string, name: string): object => ({ [status]: content(name) });

function rename(properties: Node): void {
  properties[RENAMED.to] = properties[RENAMED.from]!;
  Reflect.deleteProperty(properties, RENAMED.from);
}

function take(values: unknown, value: string): void {
  const list = values as string[];
  list.splice(list.indexOf(value), 1);
}

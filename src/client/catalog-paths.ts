import type { Json } from '../catalog/model.ts';

/** Endpoints that only the catalog knows: any path, any fields. */
export interface CatalogPaths {
  [path: string]: {
    get: {
      parameters: { query?: Record<string, string> };
      responses: { 200: { content: { 'application/json': Json } } };
    };
    post: {
      requestBody: { content: { 'application/json': string } };
      responses: { 200: { content: { 'application/json': Json } } };
    };
    patch: {
      requestBody: { content: { 'application/json': string } };
      responses: { 200: { content: { 'application/json': Json } } };
    };
    delete: { responses: { 204: { content?: never } } };
  };
}

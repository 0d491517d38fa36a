import { stringify } from 'yaml';
import type { Json } from '../../catalog/model.ts';
import type { ModelTable } from '../model-table.ts';
import type { Release } from '../release.ts';
import type { SandboxRequest } from '../request.ts';
import { describe } from '../schema/describe.ts';
import type { Route } from './call.ts';

/**
 * The server's OpenAPI document: YAML, or JSON where the request wants it, without a token (recorded: "schema
 * default" to "schema unauth").
 */
export function makeSchemaRoute(release: Release, models: ModelTable): Route {
  let document: Json | undefined;
  return {
    path: '/schema/',
    public: true,
    anyType: true,
    methods: {
      GET: ({ request }) => {
        document ??= describe(release, models);
        const type = chooseType(request);
        const content = type.includes('json')
          ? JSON.stringify(document)
          : stringify(document, { aliasDuplicateObjects: false });
        return { status: 200, text: { type, content } };
      },
    },
  };
}

function chooseType({ query, headers }: SandboxRequest): string {
  const format = query.get('format');
  if (format === 'json') return 'application/vnd.oai.openapi+json';
  const wantsJson = format === null && (headers['accept'] ?? '').includes('application/json');
  return wantsJson ? 'application/json' : 'application/vnd.oai.openapi; charset=utf-8';
}

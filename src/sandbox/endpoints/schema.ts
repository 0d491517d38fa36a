import { stringify } from 'yaml';
import type { Json } from '../../catalog/model.ts';
import { describe } from '../schema/describe.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './call.ts';
import type { Reply } from '../reply.ts';

/**
 * The server's description of itself: YAML, or JSON when it is asked for, without a token (recorded: "schema
 * default" to "schema unauth").
 */
export function makeSchemaRoute(world: World): Route {
  let document: Json | undefined;
  const answer = ({ request }: Call): Reply => {
    document ??= describe(world);
    const json =
      request.query.get('format') === 'json' ||
      (request.query.get('format') === null &&
        (request.headers['accept'] ?? '').includes('application/json'));
    const type = json
      ? request.query.has('format')
        ? 'application/vnd.oai.openapi+json'
        : 'application/json'
      : 'application/vnd.oai.openapi; charset=utf-8';
    return {
      status: 200,
      text: {
        type,
        content: json ? JSON.stringify(document) : stringify(document, { aliasDuplicateObjects: false }),
      },
    };
  };
  return { path: '/schema/', public: true, anyType: true, methods: { GET: answer } };
}

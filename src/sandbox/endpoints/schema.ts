import type { World } from '../world.ts';
import type { Route } from './call.ts';

export function makeSchemaRoute(world: World): Route {
  return { path: '/schema/', public: true, anyType: true, methods: { GET: () => ({ status: 200, body: { openapi: '3.0.3', info: { title: 'authentik', version: world.rules.release }, paths: {} } }) } };
}

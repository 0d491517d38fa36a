import type { Json } from '../catalog/model.ts';
import { isWithin } from '../catalog/release.ts';
import { authenticate, type Caller } from './auth.ts';
import type { PlainList } from './behaviour/list-rules.ts';
import { ACTIONS } from './endpoints/actions.ts';
import { makeBaseRoutes } from './endpoints/base-list.ts';
import type { Call, Endpoint, EndpointParts, Route } from './endpoints/call.ts';
import { makePermissionRoutes } from './endpoints/permissions.ts';
import { makeFixedRoutes } from './endpoints/fixed-list.ts';
import { makeResourceRoutes } from './endpoints/resource.ts';
import { cutPage } from './query/paging.ts';
import { API_ROOT, type SandboxRequest } from './request.ts';
import { crash, detail, html, HttpError, notFound, ok, type SandboxResponse } from './response.ts';

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the endpoint of a request and gives its response. */
export class Router {
  readonly #parts: EndpointParts;
  readonly #fixed = new Map<string, Compiled>();
  readonly #open: Compiled[] = [];

  /** `extra`: routes that come before all others. */
  constructor(parts: EndpointParts, extra: readonly Route[]) {
    this.#parts = parts;
    for (const route of [...extra, ...listRoutes(parts)]) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
      if (names.length === 0) this.#fixed.set(route.path, { route, pattern, names });
      else this.#open.push({ route, pattern, names });
    }
  }

  respond(request: SandboxRequest): SandboxResponse {
    const path = request.path.startsWith(API_ROOT) ? request.path.slice(API_ROOT.length) : undefined;
    const found = path === undefined ? undefined : this.#find(path);
    return orRefusal(() => (found ? this.#dispatch(request, found) : this.#respondUnknown(request, path)));
  }

  #find(path: string): Found | undefined {
    const fixed = this.#fixed.get(path);
    if (fixed) return { route: fixed.route, params: {} };
    for (const { route, pattern, names } of this.#open) {
      const match = pattern.exec(path);
      if (match)
        return {
          route,
          params: Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? '')])),
        };
    }
    return undefined;
  }

  #dispatch(request: SandboxRequest, { route, params }: Found): SandboxResponse {
    const headers = { allow: listMethods(route).join(', ') };
    if (!route.anyType && !acceptsJson(request.headers['accept']))
      return { status: 406, body: { detail: 'Could not satisfy the request Accept header.' }, headers };
    const { database, release, environment } = this.#parts;
    let known: Caller | undefined;
    const caller = (): Caller =>
      (known ??= authenticate(database, environment.clock, release.behaviour.conventions, request));
    const view = { database, release, origin: request.origin, query: request.query };
    const response = orRefusal(() => {
      if (!route.public) caller();
      return chooseEndpoint(route, request.method)({ ...this.#parts, request, params, caller, view });
    });
    const written = this.#parts.queue.takeWritten();
    if (written.length > 0) this.#parts.events.write(written, caller(), request);
    return { ...response, headers: { ...headers, ...response.headers } };
  }

  /** The response where no endpoint has the path; undefined: the path is not the API's. */
  #respondUnknown(request: SandboxRequest, path: string | undefined): SandboxResponse {
    // The framework redirects every method to the path with a slash, where it exists (recorded: "no trailing
    // slash POST").
    const redirects = this.#parts.release.behaviour.conventions.missingSlash === 'redirect';
    if (redirects && path !== undefined && this.#find(`${path}/`))
      return { ...html(301, ''), headers: { location: `${request.path}/` } };
    // The page of the 404 takes no other method (recorded: "old path core/tenants POST").
    if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) throw crash();
    return html(404, NOT_FOUND);
  }
}

const NOT_FOUND =
  '<!DOCTYPE html>\n<html lang="en"><head><title>authentik</title></head>' +
  '<body><h1>Not Found</h1></body></html>\n';

/** What the action returns, or the response that it throws. */
function orRefusal(action: () => SandboxResponse): SandboxResponse {
  try {
    return action();
  } catch (error) {
    if (error instanceof HttpError) return error.response;
    throw error;
  }
}

function listMethods({ methods }: Route): string[] {
  const own = Object.entries(methods).flatMap(([name, endpoint]) => (endpoint ? [name] : []));
  return methods.GET ? [...own, 'HEAD', 'OPTIONS'] : [...own, 'OPTIONS'];
}

function chooseEndpoint(route: Route, method: string): Endpoint {
  const endpoint = route.methods[method as keyof Route['methods']];
  if (endpoint) return endpoint;
  if (method === 'HEAD' && route.methods.GET) return route.methods.GET;
  if (method === 'OPTIONS') return () => ok(describeOptions(route));
  return () => {
    throw detail(405, `Method "${method}" not allowed.`);
  };
}

function describeOptions(route: Route): { [name: string]: Json } {
  const described: { [name: string]: Json } = {
    name: route.path,
    description: '',
    renders: ['application/json'],
    parses: ['application/json'],
  };
  if (route.methods.POST) described['actions'] = { POST: {} };
  return described;
}

function acceptsJson(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true;
  return header
    .split(',')
    .some((part) =>
      ['application/json', 'application/*', '*/*'].includes(part.split(';')[0]?.trim().toLowerCase() ?? ''),
    );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** All routes; special paths come before items, since `/core/users/me/` also looks like an item. */
function listRoutes({ release, database, grants }: EndpointParts): Route[] {
  const { behaviour, catalog } = release;
  const here = behaviour.actions.filter((rule) => isWithin(catalog.release, rule));
  const actions = here.map((rule): Route => {
    const action = ACTIONS[rule.does];
    if (!action) throw new Error(`the behaviour names an action that does not exist: ${rule.does}`);
    return {
      path: rule.path,
      public: rule.public,
      methods: { [rule.method]: (call: Call) => action(call, rule) },
    };
  });
  const routes = [
    ...actions,
    ...makePermissionRoutes(grants),
    ...[...database.models.models.values()].flatMap(makeResourceRoutes),
    ...behaviour.bases.flatMap(makeBaseRoutes),
    ...behaviour.plainLists.flatMap(makePlainRoutes),
  ];
  const known = new Set(routes.map(({ path }) => path));
  return [
    ...routes,
    ...database.models.fixed.filter(({ path }) => !known.has(path)).flatMap(makeFixedRoutes),
  ];
}

/** The routes of a list that is always empty. */
function makePlainRoutes({ path }: PlainList): Route[] {
  const refuse = (): never => {
    throw notFound();
  };
  return [
    {
      path,
      methods: {
        GET: ({ release, request }) =>
          ok(cutPage(release.behaviour.conventions, request.query, [], () => null)),
      },
    },
    { path: `${path}{key}/`, methods: { GET: refuse, DELETE: refuse } },
  ];
}

import { authenticate } from './auth.ts';
import { makeBaseRoutes } from './endpoints/base-list.ts';
import { ACTIONS } from './endpoints/actions.ts';
import type { Call, Endpoint, Route } from './endpoints/call.ts';
import { makePermissionRoutes } from './endpoints/permissions.ts';
import { makeResourceRoutes } from './endpoints/resource.ts';
import { cutPage } from './query/paging.ts';
import { crash, detail, notFound, Refusal, type Reply } from './reply.ts';
import type { SandboxRequest } from './request.ts';
import type { Caller, World } from './world.ts';

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Finds the endpoint of a request and gives its answer. */
export class Router {
  readonly #world: World;
  readonly #fixed = new Map<string, Compiled>();
  readonly #open: Compiled[] = [];

  constructor(world: World, extra: readonly Route[]) {
    this.#world = world;
    for (const route of mergeRoutes(world, extra)) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
      if (names.length === 0) this.#fixed.set(route.path, { route, pattern, names });
      else this.#open.push({ route, pattern, names });
    }
  }

  answer(request: SandboxRequest): Reply {
    try {
      return this.#dispatch(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  #find(path: string): { route: Route; params: Record<string, string> } | undefined {
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

  #dispatch(request: SandboxRequest): Reply {
    const { root } = this.#world;
    const path = request.path.startsWith(root) ? request.path.slice(root.length) : undefined;
    const found = path === undefined ? undefined : this.#find(path);
    if (!found) {
      // The framework sends every method to the path with a slash, when there is one (recorded: "no trailing
      // slash POST").
      const redirects =
        this.#world.behaviour.manners.missingSlash === 'redirect' &&
        path !== undefined &&
        this.#find(`${path}/`) !== undefined;
      if (redirects)
        return {
          status: 301,
          text: { type: 'text/html; charset=utf-8', content: '' },
          headers: { location: `${request.path}/` },
        };
      // The page that says so takes no other method (recorded: "old path core/tenants POST").
      if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) throw crash();
      return {
        status: 404,
        text: {
          type: 'text/html; charset=utf-8',
          content:
            '<!DOCTYPE html>\n<html lang="en"><head><title>authentik</title></head><body><h1>Not Found</h1></body></html>\n',
        },
      };
    }
    const { route, params } = found;
    const headers = {
      allow: [...Object.keys(route.methods), ...(route.methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', '),
    };
    if (!route.anyType && !acceptsJson(request.headers['accept']))
      return { status: 406, body: { detail: 'Could not satisfy the request Accept header.' }, headers };
    let known: Caller | undefined;
    const caller = (): Caller => (known ??= authenticate(this.#world, request));
    try {
      if (!route.public) caller();
      const call: Call = {
        world: this.#world,
        request,
        params,
        caller,
        view: { world: this.#world, origin: request.origin, query: request.query },
      };
      const reply = chooseEndpoint(route, request.method)(call);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
      if (error instanceof Refusal)
        return { ...error.reply, headers: { ...headers, ...error.reply.headers } };
      throw error;
    }
  }
}

function chooseEndpoint(route: Route, method: string): Endpoint {
  const endpoint = route.methods[method as keyof Route['methods']];
  if (endpoint) return endpoint;
  if (method === 'HEAD' && route.methods.GET) return route.methods.GET;
  if (method === 'OPTIONS')
    return () => ({
      status: 200,
      body: {
        name: route.path,
        description: '',
        renders: ['application/json'],
        parses: ['application/json'],
        ...(route.methods.POST ? { actions: { POST: {} } } : {}),
      },
    });
  return () => {
    throw detail(405, `Method "${method}" not allowed.`);
  };
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
function mergeRoutes(world: World, extra: readonly Route[]): Route[] {
  const { behaviour, models } = world;
  const actions = behaviour.actions.map((rule): Route => {
    const action = ACTIONS[rule.does];
    if (!action) throw new Error(`the behaviour table names an action that does not exist: ${rule.does}`);
    return {
      path: rule.path,
      ...(rule.public ? { public: true } : {}),
      methods: { [rule.method]: (call: Call) => action(call, rule) },
    };
  });
  const plain = behaviour.plainLists.flatMap((rule): Route[] => [
    {
      path: rule.path,
      methods: {
        GET: (call) => ({
          status: 200,
          body: cutPage(call.world.behaviour.manners, call.request.query, [], () => null),
        }),
      },
    },
    {
      path: `${rule.path}{key}/`,
      methods: {
        GET: () => {
          throw notFound();
        },
        DELETE: () => {
          throw notFound();
        },
      },
    },
  ]);
  return [
    ...extra,
    ...actions,
    ...makePermissionRoutes(world),
    ...[...models.models.values()].flatMap(makeResourceRoutes),
    ...behaviour.bases.flatMap(makeBaseRoutes),
    ...plain,
  ];
}

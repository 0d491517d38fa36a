import { formatJson } from '../catalog/exact-json.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import { makeSchemaRoute } from './endpoints/schema.ts';
import { listen, type Listening } from './http.ts';
import { ModelTable } from './model-table.ts';
import { seededRandom, type Random } from './random.ts';
import type { Answer, Reply } from './reply.ts';
import { parseRequest } from './request.ts';
import { Router } from './router.ts';
import type { SandboxRules } from './rules.ts';
import { seedStore, type StartState } from './seed/seed-store.ts';
import { Store, type StoreFile } from './store.ts';
import type { World } from './world.ts';
import { runBlueprint } from './write/run-blueprint.ts';

export interface SandboxOptions {
  readonly catalog: Catalog;
  readonly rules: SandboxRules;
  readonly behaviour: Behaviour;
  /** What it starts with; missing: what a server has after its migrations. */
  readonly state?: StartState;
  /** The key of the administrator's token; missing: the one in the state, or `sandbox`. */
  readonly token?: string;
  readonly clock?: () => Date;
  /**
   * Where ids and secrets come from; missing: the same ones at every start, but for a state that was kept.
   */
  readonly random?: Random;
  /**
   * Whether the server could fetch a document at this URL, as it does for some sources; missing: every one.
   * Nothing is ever fetched.
   */
  readonly reaches?: (url: string) => boolean;
  /** Called after each request that may have changed something. */
  readonly onWrite?: (file: () => StoreFile) => void;
}

/** An authentik-compatible server in memory. */
export interface Sandbox {
  /** Answers one request; `url` with or without scheme and host; header names in any case. */
  respond(
    method: string,
    url: string,
    headers?: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answer>;
  /** `fetch`, without a network: give it to a client. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Opens a port of this machine only; 0 takes a free one. */
  listen(port?: number): Promise<Listening>;
  /** Everything it holds, for a file; give it back as `{ kind: 'store', file }`. */
  export(): StoreFile;
  /** A copy of the state that costs little, and the way back to it. */
  snapshot(): Store;
  restore(store: Store): void;
  /** The key of the administrator's token. */
  readonly token: string;
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** An authentik-compatible server in this process, with the state that the options give. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { catalog, rules, behaviour } = options;
  // A kept state was made by the same numbers: to start them again would give new objects the keys of old
  // ones.
  const random = options.random ?? (options.state?.kind === 'store' ? Math.random : seededRandom(20_230_203));
  const clock = options.clock ?? ((): Date => new Date());
  const models = new ModelTable(catalog, rules, behaviour);
  const world: World = {
    catalog,
    rules,
    behaviour,
    models,
    store: new Store(),
    clock,
    random,
    cache: new Map(),
    tasks: new Map(),
    reaches: options.reaches ?? ((): boolean => true),
    runBlueprint,
    root: '/api/v3',
  };
  const token = seedStore(world, options.state ?? { kind: 'bare' }, options.token);
  const router = new Router(world, [makeSchemaRoute(world)]);
  const file = (): StoreFile => world.store.export(rules.release);

  const respond: Sandbox['respond'] = (method, url, headers = {}, body = '') => {
    const request = parseRequest(method, url, headers, body);
    const answer = formatReply(router.answer(request), request.method);
    if (WRITES.includes(request.method)) options.onWrite?.(file);
    return Promise.resolve(answer);
  };
  const sandbox: Sandbox = {
    respond,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const answer = await respond(
        request.method,
        request.url,
        Object.fromEntries(request.headers),
        await request.text(),
      );
      const empty = answer.body === '' || [204, 304].includes(answer.status);
      return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
    },
    listen: (port = 0) => listen(respond, port),
    export: file,
    snapshot: () => world.store.clone(),
    restore: (store) => {
      world.store.restore(store);
      world.cache.clear();
    },
    token,
  };
  return sandbox;
}

function formatReply(reply: Reply, method: string): Answer {
  const headers = { vary: 'Cookie', ...reply.headers };
  const type = reply.text ? reply.text.type : reply.body === undefined ? undefined : 'application/json';
  const body = reply.text ? reply.text.content : reply.body === undefined ? '' : formatJson(reply.body);
  return {
    status: reply.status,
    headers: type === undefined ? headers : { ...headers, 'content-type': type },
    body: method === 'HEAD' ? '' : body,
  };
}

import { formatJson } from '../catalog/exact-json.ts';
import type { EndpointParts } from './endpoints/call.ts';
import { makeSchemaRoute } from './endpoints/schema.ts';
import type { Environment } from './environment.ts';
import type { Database } from './database.ts';
import { EventLog } from './event-log.ts';
import { Grants } from './grants.ts';
import { listen, type Listening } from './http.ts';
import { modelTable } from './model-table.ts';
import { Queue, type QueuedTask } from './queue.ts';
import { seededRandom } from './random.ts';
import type { Release } from './release.ts';
import { parseRequest } from './request.ts';
import type { EncodedResponse, SandboxResponse } from './response.ts';
import { Router } from './router.ts';
import { seedStore, type StartState } from './seed/seed-store.ts';
import { Store, type StoreFile } from './store.ts';
import { VisibleLists } from './visible-lists.ts';
import { runBlueprint } from './importer/run-blueprint.ts';
import type { ImportParts } from './importer/write-entry.ts';

export interface SandboxOptions extends Release, Installation {
  /** What it starts with; by default what a server has after its migrations. */
  readonly state?: StartState | undefined;
  /** The key of the administrator's token; by default the one in the state, or `sandbox`. */
  readonly token?: string | undefined;
  readonly clock?: Environment['clock'] | undefined;
  /**
   * Where primary keys and secrets come from; by default the same ones at every start, except where the state
   * is one that a sandbox exported.
   */
  readonly random?: Environment['random'] | undefined;
  /** Called after each request that may have changed something. */
  readonly onWrite?: ((file: () => StoreFile) => void) | undefined;
}

/** What a server has that no request makes; by default neither a licence nor templates nor blueprint files. */
export type Installation = Partial<
  Pick<Environment, 'licensed' | 'templates' | 'reaches' | 'files' | 'refuses' | 'losesLog'>
>;

/** An authentik-compatible server in memory. */
export interface Sandbox {
  /** Responds to one request; `url` with or without scheme and host; header names in any case. */
  respond(
    method: string,
    url: string,
    headers?: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<EncodedResponse>;
  /** `fetch`, without a network: give it to a client. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Opens a port of this machine only; 0 takes a free one. */
  listen(port?: number): Promise<Listening>;
  /** Everything that it holds, for a file; `{ kind: 'store', file }` starts a sandbox with it again. */
  export(): StoreFile;
  /** A copy of the state, which costs little. */
  snapshot(): Store;
  /** Goes back to such a copy. */
  restore(store: Store): void;
  /** The key of the administrator's token. */
  readonly token: string;
  /** The tasks that writes have given to the worker, which it does not have; up to 2025.6 a rollback leaves them. */
  readonly queue: readonly QueuedTask[];
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** An authentik-compatible server in this process, with the state that the options give. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const parts = assemble(options);
  const { database, release } = parts;
  const { store, models } = database;
  const token = seedStore(parts, options.state ?? { kind: 'bare' }, options.token);
  const router = new Router(parts, [makeSchemaRoute(release, models)]);
  const file = (): StoreFile => store.export(release.rules.release);

  const respond: Sandbox['respond'] = (method, url, headers = {}, body = '') => {
    const request = parseRequest(method, url, headers, body);
    const response = encode(router.respond(request), request.method, parts.environment.clock());
    if (WRITES.includes(request.method)) options.onWrite?.(file);
    return Promise.resolve(response);
  };
  return {
    respond,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { status, headers, body } = await respond(
        request.method,
        request.url,
        Object.fromEntries(request.headers),
        await request.text(),
      );
      const isEmpty = body === '' || [204, 304].includes(status);
      return new Response(isEmpty ? null : body, { status, headers });
    },
    listen: (port = 0) => listen(respond, port),
    export: file,
    snapshot: () => store.clone(),
    restore: (copy) => {
      store.restore(copy);
      parts.visible.clear();
      parts.queue.clear();
    },
    token,
    get queue() {
      return parts.queue.tasks;
    },
  };
}

/** The parts of a sandbox with an empty store. */
function assemble({ catalog, rules, behaviour, ...options }: SandboxOptions): EndpointParts {
  const release: Release = { catalog, rules, behaviour };
  const environment: Environment = {
    clock: options.clock ?? ((): Date => new Date()),
    random: options.random ?? chooseRandom(options.state),
    reaches: options.reaches ?? ((): boolean => true),
    licensed: options.licensed ?? false,
    templates: options.templates ?? [],
    refuses: options.refuses ?? ((): undefined => undefined),
    losesLog: options.losesLog ?? ((): boolean => false),
    files: options.files ?? [],
  };
  const store = new Store();
  const database: Database = { store, models: modelTable(release) };
  const importParts: ImportParts = {
    database,
    queue: new Queue(database, release),
    release,
    environment,
    grants: new Grants(store, environment.random, release),
    importer: (text, caller, dry) => runBlueprint(importParts, text, caller, dry),
  };
  // Numbers of its own: keys of other objects do not depend on whether there are events.
  const events = new EventLog(importParts, chooseRandom(options.state, 20_231_130));
  return { ...importParts, tasks: new Map(), visible: new VisibleLists(), events };
}

/**
 * An exported state was made by the same numbers: starting them again would give new objects the primary keys
 * of old ones.
 */
function chooseRandom(state: StartState | undefined, seed = 20_230_203): Environment['random'] {
  return state?.kind === 'store' ? Math.random : seededRandom(seed);
}

function encode(
  { status, headers, text, body }: SandboxResponse,
  method: string,
  now: Date,
): EncodedResponse {
  const sent: Record<string, string> = { date: now.toUTCString(), vary: 'Cookie', ...headers };
  let content = '';
  if (text) {
    sent['content-type'] = text.type;
    content = text.content;
  } else if (body !== undefined) {
    sent['content-type'] = 'application/json';
    content = formatJson(body);
  }
  return { status, headers: sent, body: method === 'HEAD' ? '' : content };
}

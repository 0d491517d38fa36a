import type { Dict } from '../../src/blueprint/value.ts';
import type { Client, Reply } from '../../src/client/client.ts';
import { digestOf } from '../../src/plan/value/digest.ts';
import type { Change, Plan } from '../../src/plan/value/plan.ts';
import { encodeDict, type PlanDict } from '../../src/plan/value/plan-value.ts';
import type { Sources } from '../../src/plan/value/sources.ts';
import { KnownSecrets } from '../../src/source/known-secrets.ts';
import { catalog } from '../plan/setup.ts';
import { applySaved } from './apply-saved.ts';

/** A model whose name is unique: the server makes no second one. */
const GROUP = 'authentik_core.group';
const RULE = 'authentik_events.notificationrule';
const file = { path: 'b.yaml', text: 'name: x\nparent: y\n' };

/** A change that creates a rule of this name; the span of its name is 0 to 7. */
export function change(id: string, more: Partial<Change> = {}): Change {
  return {
    row: id,
    id,
    action: 'create',
    model: RULE,
    key: id,
    itemKey: undefined,
    before: undefined,
    body: body({ name: id }),
    companions: {},
    setters: [],
    grants: [],
    applies: undefined,
    fields: [
      {
        path: 'name',
        before: undefined,
        after: id,
        secret: false,
        leftAlone: false,
        place: { path: 'b.yaml', line: 1, start: 0, end: 7 },
      },
    ],
    reason: undefined,
    leftAlone: false,
    cascades: [],
    dependsOn: [],
    place: { path: 'b.yaml', line: 1, start: 0, end: 0 },
    entry: { index: 0, model: RULE },
    ...more,
  };
}

/** The same for a group: the server may have several of one name. */
export const groupChange = (id: string, more: Partial<Change> = {}): Change =>
  change(id, { model: GROUP, entry: { index: 0, model: GROUP }, ...more });

/** What a change sends, as a plan holds it. */
export function body(fields: Dict): PlanDict {
  return encodeDict(fields);
}

export const planOf = (changes: readonly Change[]): Plan => ({
  target: '2023.2.3',
  digest: digestOf({ target: '2023.2.3', changes }),
  changes,
  summary: {
    create: 0,
    update: 0,
    delete: 0,
    unchanged: 0,
    unverified: 0,
    uncompared: 0,
    leftAlone: 0,
    byServer: 0,
    undeclared: 0,
  },
});

/**
 * What a server answers that does what it is asked: a new object with a key made of its name, another with the
 * key in its path.
 */
export const made = (method: string, path: string, sent: string): unknown => {
  const fields = JSON.parse(sent || '{}') as { readonly name?: string };
  const key = decodeURIComponent(path.split('/').at(-2) ?? '');
  return method === 'POST'
    ? { pk: `pk-${String(fields.name)}`, ...fields }
    : { pk: key, slug: key, identifier: key, ...fields };
};

/** One page with these objects. */
export const pageOf = (...items: readonly unknown[]): unknown => ({
  items,
  next: 0,
  count: items.length,
  pages: 1,
});

/** The answer to a delete or a call: 204, unless it is one. */
function reply(answer: unknown): Reply {
  return typeof answer === 'object' && answer !== null && 'status' in answer
    ? (answer as Reply)
    : { status: 204, body: undefined };
}

/** A client that keeps a log, and does what `answer` says. */
export function fakeClient(
  answer: (
    method: string,
    path: string,
    sent: string,
    query: Readonly<Record<string, string>>,
  ) => unknown = made,
) {
  const log: string[] = [];
  const queries: Readonly<Record<string, string>>[] = [];
  const pauses: (number | undefined)[] = [];
  let running = 0;
  let most = 0;
  const send = async (
    method: string,
    path: string,
    sent = '',
    query: Readonly<Record<string, string>> = {},
  ): Promise<never> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 0));
    running -= 1;
    log.push(`${method} ${path} ${sent}`.trim());
    const result = answer(method, path, sent, query);
    if (result instanceof Error) throw result;
    return result as never;
  };
  const client: Client = {
    url: 'http://x',
    release: () => Promise.resolve(''),
    document: () => Promise.resolve('{}'),
    me: () => Promise.resolve({ pk: 1, username: '', isSuperuser: true, groups: [] }),
    licensed: () => Promise.resolve(false),
    page: (path, query) => {
      queries.push(query);
      return send('GET', path, '', query);
    },
    create: (path, sent) => send('POST', path, sent),
    update: (path, sent) => send('PATCH', path, sent),
    remove: async (path) => reply(await send('DELETE', path)),
    call: async (path, sent, method = 'POST') =>
      reply(await send(method === 'POST' ? 'CALL' : 'CALL PATCH', path, sent)),
    read: (path, query) => send('GET', path, '', query),
    text: (path) => send('GET', path),
    ask: async (path, sent) => reply(await send('ASK', path, sent)),
    upload: (path, file) => send('UPLOAD', path, file.text),
    pause: (_, retryAfter) => {
      pauses.push(retryAfter);
      return Promise.resolve(true);
    },
    removeAtEnd: (path) => send('DELETE', path),
    serverTime: () => undefined,
    requests: () => ({ total: log.length, byMethod: {}, bytes: 0 }),
  };
  return { client, log, queries, pauses, most: () => most };
}

/** The file that the changes of a plan stand in, and its secrets: each is called what it is. */
export function sourcesOf(plan: Plan): Sources {
  const secrets = new KnownSecrets();
  JSON.stringify(plan, (key, value: unknown) => {
    if (key === 'from' && typeof value === 'string') secrets.add(value);
    return value;
  });
  return {
    secretOf: (from) => from,
    fileOf: (path) => (path === file.path ? file : undefined),
    secrets,
  };
}

export const run = (plan: Plan, client: Client, more: { parallelism?: number; signal?: AbortSignal } = {}) =>
  applySaved({ plan, sources: sourcesOf(plan) }, { client, catalog, parallelism: 4, now: () => 0, ...more });

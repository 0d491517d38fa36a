import { describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, partsOf } from './start.ts';

/* The events of what requests do: facts/server-transactions.md (8). */

interface Event {
  readonly action: string;
  readonly user: { readonly username: string };
  readonly created: string;
  readonly client_ip: string;
  readonly context: {
    readonly model: Readonly<Record<string, unknown>>;
    readonly http_request: Readonly<Record<string, unknown>>;
  };
}

async function eventsOf(sandbox: Sandbox, query: string): Promise<Event[]> {
  const { body } = await ask(sandbox, 'GET', `/events/events/?ordering=-created&${query}`);
  return body.results as unknown as Event[];
}

async function made(sandbox: Sandbox, path: string, body: unknown): Promise<string> {
  const answer = await ask(sandbox, 'POST', path, body, { 'user-agent': 'test (run 1)' });
  expect(answer.status, answer.text).toBe(201);
  return String(answer.body['pk']);
}

describe.each(['2023.2', '2024.12', '2025.12'])('a sandbox of %s', (release) => {
  const start = (): Sandbox => createSandbox(partsOf(release));

  test('has an event of each object that is made, changed and deleted: who, when, by which request', async () => {
    const sandbox = start();
    const pk = await made(sandbox, '/core/groups/', { name: 'staff' });
    await ask(sandbox, 'PATCH', `/core/groups/${pk}/`, { attributes: { a: 1 } });
    await ask(sandbox, 'DELETE', `/core/groups/${pk}/`);
    const events = await eventsOf(sandbox, `context_model_pk=${pk.replaceAll('-', '')}`);
    expect(events.map(({ action }) => action)).toEqual(['model_deleted', 'model_updated', 'model_created']);
    expect([...events].sort((one, other) => (one.created < other.created ? 1 : -1))).toEqual(events);
    for (const { user, client_ip: ip, context } of events) {
      expect([user.username, ip]).toEqual(['akadmin', '127.0.0.1']);
      expect(context.model).toEqual({
        pk: pk.replaceAll('-', ''),
        app: 'authentik_core',
        name: 'staff',
        model_name: 'group',
      });
    }
    const request = events.at(-1)?.context.http_request ?? {};
    expect(request).toMatchObject({ method: 'POST', path: '/api/v3/core/groups/', args: {} });
    expect(request['user_agent']).toBe(release === '2023.2' ? undefined : 'test (run 1)');
    expect('request_id' in request).toBe(release !== '2023.2');
  });

  test('finds them by action, model and key', async () => {
    const sandbox = start();
    const group = await made(sandbox, '/core/groups/', { name: 'staff' });
    const user = await made(sandbox, '/core/users/', { username: 'ada', name: 'Ada', groups: [] });
    const counts = async (query: string): Promise<number> => (await eventsOf(sandbox, query)).length;
    expect(await counts('action=model_created')).toBe(2);
    expect(await counts('action=model_deleted')).toBe(0);
    expect(await counts('context_model_app=authentik_core&context_model_name=user')).toBe(1);
    expect(await counts('context_model_app=authentik_flows')).toBe(0);
    expect(await counts(`context_model_pk=${group}`)).toBe(1);
    expect(await counts('username=akadmin')).toBe(2);
    expect(await counts('username=ada')).toBe(0);
    // Up to 2023.10 the key was compared as a text, and those of users are numbers.
    expect(await counts(`context_model_pk=${user}`)).toBe(release === '2023.2' ? 0 : 1);
  });

  test('has none of what was refused, nor of a blueprint that was only tried', async () => {
    const sandbox = start();
    expect((await ask(sandbox, 'POST', '/core/groups/', { name: '' })).status).toBe(400);
    const content = 'version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: tried}}\n';
    await ask(sandbox, 'POST', '/managed/blueprints/', { content, enabled: false });
    expect(await eventsOf(sandbox, 'action=model_')).toEqual([]);
  });

  test('has those of what a delete takes along, and of what comes along with an object', async () => {
    const sandbox = start();
    const flow = await made(sandbox, '/flows/instances/', {
      name: 'f',
      slug: 'f',
      title: 'f',
      designation: 'authentication',
    });
    const stage = await made(sandbox, '/stages/dummy/', { name: 's' });
    await made(sandbox, '/flows/bindings/', { target: flow, stage, order: 1 });
    await ask(sandbox, 'DELETE', '/flows/instances/f/');
    const login = await made(sandbox, '/flows/instances/', {
      name: 'l',
      slug: 'l',
      title: 'l',
      designation: 'authorization',
    });
    const gone = await eventsOf(sandbox, 'action=model_deleted');
    expect(gone.map(({ context }) => context.model['model_name']).sort()).toEqual([
      'flow',
      'flowstagebinding',
    ]);
    const provider = await made(sandbox, '/providers/ldap/', {
      name: 'l',
      authorization_flow: login,
      invalidation_flow: login,
    });
    await made(sandbox, '/outposts/instances/', {
      name: 'o',
      type: 'ldap',
      providers: [Number(provider)],
      config: {},
    });
    const along = await eventsOf(sandbox, 'action=model_created&context_model_app=authentik_core');
    expect(along.map(({ context }) => context.model['model_name']).sort()).toEqual(['token', 'user']);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { OnError } from '../../src/apply/apply-options.ts';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import { createClient } from '../../src/client/create-client.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { applySaved } from './apply-saved.ts';

/*
 * A run that fails and takes back what it did: what comes back, what does not, and what must not. Each run here fails
 * at its last change, the group `refused`, which the server does not take.
 */

const ENTRIES = 'version: 1\nentries:\n';
const BEFORE = `${ENTRIES}
- {model: authentik_core.group, id: old, identifiers: {name: old}, attrs: {attributes: {a: 1}, is_superuser: false}}
- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, groups: [], email: ada@example.com}}
- {model: authentik_stages_dummy.dummystage, identifiers: {name: stage}}
- {model: authentik_policies_dummy.dummypolicy, id: policy, identifiers: {name: policy}, attrs: {wait_min: 1}}
- {model: authentik_flows.flow, id: flow, identifiers: {slug: flow}, attrs: {name: F, title: F, designation: recovery}}
- {model: authentik_blueprints.blueprintinstance, identifiers: {name: mine}, attrs: {path: "", content: "version: 1\\nentries: []\\n"}}
- model: authentik_sources_oauth.oauthsource
  identifiers: {slug: source}
  attrs:
    {name: S, provider_type: openidconnect, consumer_key: k, consumer_secret: one, authorization_url: "https://a.example",
    access_token_url: "https://b.example", profile_url: "https://c.example"}
`;
const REFUSED = '- {model: authentik_core.group, identifiers: {name: refused}}\n';
/** The same, after the entry with the id `last`. */
const REFUSED_LAST =
  '- {model: authentik_core.group, identifiers: {name: refused}, attrs: {attributes: {after: !KeyOf last}}}\n';
const FLOW =
  '- {model: authentik_flows.flow, identifiers: {slug: new}, attrs: {name: N, title: N, designation: recovery}}\n';

/** What happens to a request; undefined: what the sandbox does. */
type Fault = (
  method: string,
  path: string,
  body: string,
  answer: () => Promise<Response>,
) => Promise<Response | undefined> | undefined;

let setup: Setup;
let start: ReturnType<Setup['sandbox']['snapshot']>;
const files = (text: string) => [{ path: 'b.yaml', bytes: Buffer.from(text) }];
const options = {
  policy: { secrets: 'always', allowLockout: true, allowProtected: ['authentik_core.user'] },
} as const;

beforeAll(async () => {
  setup = await openOn('2023.2');
  expect((await runBlueprints(setup, files(BEFORE))).stage).toBe('done');
  start = setup.sandbox.snapshot();
});

const broken = (): Response => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
  });
};
const refuses = (body: string): boolean => body.includes('"refused"');

interface More {
  readonly onError?: OnError;
  readonly fault?: Fault;
  readonly signal?: AbortSignal;
  readonly lost?: AbortSignal;
}

/** Plans these entries and `refused`, and runs them one by one; gives the outcome and the requests. */
async function run(entries: string, { onError = 'undo', fault, ...more }: More = {}) {
  setup.sandbox.restore(start);
  const { planned, diagnostics } = await planBlueprints(
    setup,
    files(`${ENTRIES}${entries}${entries.includes('id: last') ? REFUSED_LAST : REFUSED}`),
    options,
  );
  if (!planned) throw new Error(JSON.stringify(diagnostics));
  const log: string[] = [];
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: async (request) => {
      const path = new URL(request.url).pathname.replace('/api/v3', '');
      const body = await request.clone().text();
      log.push(`${request.method} ${path}`);
      const answer = (): Promise<Response> => setup.sandbox.fetch(request);
      const other = await fault?.(request.method, path, body, answer);
      if (other) return other;
      if (request.method === 'POST' && path === '/core/groups/' && refuses(body))
        return Response.json({ name: ['not this one'] }, { status: 400 });
      return answer();
    },
  });
  const outcome = await applySaved(planned, {
    client,
    catalog: setup.catalog,
    parallelism: 1,
    now: () => 0,
    onError,
    ...more,
  });
  return { outcome, log };
}

/** What is said of what was not taken back. */
const said = ({ diagnostics }: ApplyOutcome): string[] =>
  diagnostics.filter(({ code }) => code === 'not-undone').map(({ message }) => message);
const states = ({ outcomes }: ApplyOutcome): string[] => outcomes.map(({ state }) => state);
/** What the files of before would change now. */
const left = async (): Promise<string[]> => writesOf(await planBlueprints(setup, files(BEFORE)));

/** Somebody else writes, once. */
const other = async (method: string, path: string, body: unknown): Promise<void> => {
  const headers = { authorization: `Bearer ${setup.sandbox.token}`, 'content-type': 'application/json' };
  const answer = await setup.sandbox.respond(method, `/api/v3${path}`, headers, JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
};
/** Somebody else does something when the last change is about to be refused. */
const meanwhile =
  (act: () => Promise<void>): Fault =>
  async (method, _, body) => {
    if (method === 'POST' && refuses(body)) await act();
    return undefined;
  };
const find = async (list: string, name: string, value: string): Promise<Record<string, unknown>> => {
  const rows = (await setup.client.page(list, { page_size: '100', superuser_full_list: 'true' })).items;
  return rows.find((row) => row[name] === value) ?? {};
};

describe('what a run did', () => {
  const UPDATE = '- {model: authentik_core.group, identifiers: {name: old}, attrs: {attributes: {a: 2}}}\n';

  test.each<[what: string, entries: string]>([
    [
      'new objects',
      '- {model: authentik_core.group, id: g, identifiers: {name: new}}\n- {model: authentik_core.user, id: last, identifiers: {username: bob}, attrs: {name: Bob, groups: [!KeyOf g]}}\n',
    ],
    ['a changed field', UPDATE],
    [
      'a changed list',
      '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {groups: [!Find [authentik_core.group, [name, old]]]}}\n',
    ],
    [
      'a list with a new object in it',
      '- {model: authentik_core.group, id: last, identifiers: {name: new}}\n- {model: authentik_core.user, identifiers: {username: ada}, attrs: {groups: [!KeyOf last]}}\n',
    ],
    [
      'an object below another',
      '- {model: authentik_core.group, identifiers: {name: new}, attrs: {parent: !Find [authentik_core.group, [name, old]]}}\n',
    ],
    [
      'a new object with a picture',
      '- {model: authentik_core.application, identifiers: {slug: app}, attrs: {name: App, meta_icon: "https://x.example/i.png"}}\n',
    ],
    [
      'a new user with a password',
      '- {model: authentik_core.user, identifiers: {username: bob}, attrs: {name: Bob, groups: [], password: hunter-2-hunter}}\n',
    ],
    [
      'a new outpost with its account',
      '- {model: authentik_providers_proxy.proxyprovider, id: p, identifiers: {name: p}, attrs: {mode: forward_single, external_host: "https://x.example", authorization_flow: !Find [authentik_flows.flow, [slug, flow]]}}\n- {model: authentik_outposts.outpost, id: last, identifiers: {name: out}, attrs: {type: proxy, providers: [!KeyOf p], config: {}}}\n',
    ],
  ])('is taken back: %s', async (_, entries) => {
    const { outcome } = await run(entries);
    expect(said(outcome)).toEqual([]);
    expect(new Set(states(outcome))).toEqual(new Set(['undone', 'failed']));
    expect(await left()).toEqual([]);
    expect(await find('/core/users/', 'username', 'bob')).toEqual({});
  });

  test('stays with stop, and nothing more is begun; goes on with continue', async () => {
    const more =
      '- {model: authentik_policies_dummy.dummypolicy, identifiers: {name: policy}, state: absent}\n';
    expect(states((await run(UPDATE + more, { onError: 'stop' })).outcome).sort()).toEqual([
      'applied',
      'failed',
      'skipped',
    ]);
    expect(states((await run(UPDATE + more, { onError: 'continue' })).outcome).sort()).toEqual([
      'applied',
      'applied',
      'failed',
    ]);
    const { outcome } = await run(UPDATE + more, { onError: 'stop' });
    expect(outcome.outcomes.flatMap((one) => (one.state === 'skipped' ? [one.because.kind] : []))).toEqual([
      'stopped',
    ]);
  });

  test('costs one read for each update, and nothing when it is not to be taken back', async () => {
    const reads = (log: readonly string[]): number =>
      log.filter((line) => /^GET \/core\/groups\/[^/]+\/$/.test(line)).length;
    expect(reads((await run(UPDATE, { onError: 'continue' })).log)).toBe(0);
    expect(reads((await run(UPDATE)).log)).toBe(2);
  });
});

describe('what does not come back is said', () => {
  const PASSWORD =
    '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, password: hunter-2-hunter}}\n';

  test.each<[what: string, entries: string, says: RegExp]>([
    [
      'a password',
      PASSWORD,
      /user ada was taken back, and is not as before: password \(nobody can read what it was\)/,
    ],
    [
      'a value that is only written',
      '- {model: authentik_sources_oauth.oauthsource, identifiers: {slug: source}, attrs: {consumer_secret: two, name: T}}\n',
      /consumer_secret \(nobody can read what it was\)/,
    ],
    [
      'sessions',
      '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {is_active: false}}\n',
      /ada .*the sessions that is_active ended/,
    ],
    [
      'what the server did',
      '- {model: authentik_blueprints.blueprintinstance, identifiers: {name: mine}, attrs: {content: "version: 1\\nentries:\\n- {model: authentik_core.group, identifiers: {name: theirs}}\\n"}}\n- {model: authentik_blueprints.metaapplyblueprint, identifiers: {}, attrs: {identifiers: {name: mine}}}\n',
      /mine .*what the server did when it applied the blueprint: authentik_core.group theirs/,
    ],
    [
      'a delete',
      '- {model: authentik_stages_dummy.dummystage, identifiers: {name: stage}, state: absent}\n- {model: authentik_stages_deny.denystage, id: last, identifiers: {name: stage}}\n',
      /dummystage stage stays deleted: a delete cannot be taken back/,
    ],
  ])('%s', async (_, entries, says) => {
    const { outcome } = await run(entries);
    expect(said(outcome)).toEqual([expect.stringMatching(says)]);
  });

  test('an old value that the server refuses, and the rest comes back', async () => {
    const refusing: Fault = (method, path, body) =>
      method === 'PATCH' && path.startsWith('/core/users/') && body.includes('ada@example.com')
        ? Promise.resolve(Response.json({ email: ['no such domain'] }, { status: 400 }))
        : undefined;
    const entries =
      '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Other, email: other@example.com}}\n';
    const { outcome } = await run(entries, { fault: refusing });
    expect(said(outcome)).toEqual([
      expect.stringMatching(/email \(the server refuses it: email: no such domain\)/),
    ]);
    expect(await left()).toEqual([expect.stringMatching(/ada: email$/)]);
  });
});

describe('what is not as it was is named', () => {
  const EMAIL =
    '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {email: other@example.com}}\n';

  test('an object that somebody has deleted since', async () => {
    const act = async () =>
      other('DELETE', `/core/users/${String((await find('/core/users/', 'username', 'ada'))['pk'])}/`, {});
    const { outcome } = await run(EMAIL, { fault: meanwhile(act) });
    expect(said(outcome)).toEqual([expect.stringMatching(/user ada .*it is not there any more/)]);
  });

  test('a value that the server does not keep', async () => {
    const keeping: Fault = async (method, path, body, answer) => {
      if (method !== 'PATCH' || !path.startsWith('/core/users/') || !body.includes('ada@example.com'))
        return undefined;
      const kept = (await (await answer()).json()) as object;
      return Response.json({ ...kept, email: 'ADA@example.com' });
    };
    const { outcome } = await run(EMAIL, { fault: keeping });
    expect(said(outcome)).toEqual([expect.stringMatching(/email \(the server keeps another value\)/)]);
  });
});

describe('what must not be taken back stays', () => {
  const GROUP = '- {model: authentik_core.group, identifiers: {name: new}}\n';

  test('a new object that somebody has changed', async () => {
    const act = async () =>
      other('PATCH', `/core/groups/${String((await find('/core/groups/', 'name', 'new'))['pk'])}/`, {
        name: 'new',
        attributes: { x: 1 },
      });
    const { outcome } = await run(GROUP, { fault: meanwhile(act) });
    expect(said(outcome)).toEqual([
      expect.stringMatching(/group new stays made: somebody has changed it since: attributes/),
    ]);
    expect(states(outcome)).toEqual(['applied', 'failed']);
    expect(await find('/core/groups/', 'name', 'new')).not.toEqual({});
  });

  test('a new object that somebody uses, and what uses it', async () => {
    const act = async () => {
      const target = (await find('/flows/instances/', 'slug', 'new'))['policybindingmodel_ptr_id'];
      const { pk: policy } = await find('/policies/dummy/', 'name', 'policy');
      await other('POST', '/policies/bindings/', { target, policy, order: 7 });
    };
    const { outcome } = await run(FLOW, { fault: meanwhile(act) });
    expect(said(outcome)).toEqual([
      expect.stringMatching(/flow new stays made: it is used by authentik_policies.policybinding/),
    ]);
    expect((await setup.client.page('/policies/bindings/', {})).items.map(({ order }) => order)).toContain(7);
  });

  test('a new provider to which somebody has linked an application', async () => {
    const entries =
      '- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: p}, attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, flow]]}}\n';
    const act = async () =>
      other('POST', '/core/applications/', {
        name: 'x',
        slug: 'x',
        provider: (await find('/providers/oauth2/', 'name', 'p'))['pk'],
      });
    const { outcome } = await run(entries, { fault: meanwhile(act) });
    expect(said(outcome)).toEqual([
      expect.stringMatching(/provider p stays made: it is used by authentik_core.application x/),
    ]);
  });

  test('a field that somebody has changed, and the other fields come back', async () => {
    const act = async () =>
      other('PATCH', `/core/users/${String((await find('/core/users/', 'username', 'ada'))['pk'])}/`, {
        email: 'theirs@example.com',
      });
    const entries =
      '- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Other, email: other@example.com}}\n';
    const { outcome } = await run(entries, { fault: meanwhile(act) });
    expect(said(outcome)).toEqual([expect.stringMatching(/email \(somebody has changed it since\)/)]);
    expect(await find('/core/users/', 'username', 'ada')).toMatchObject({
      name: 'Ada',
      email: 'theirs@example.com',
    });
  });

  test.each<[what: string, more: () => More, says: RegExp]>([
    [
      'everything, after an interruption',
      () => ({ signal: AbortSignal.abort() }),
      /the run was interrupted, so nothing was taken back/,
    ],
    [
      'everything, once the lock is lost',
      () => ({ lost: AbortSignal.abort(new Error('taken by ada')) }),
      /the lock was lost \(taken by ada\), so nothing was taken back/,
    ],
  ])('%s', async (_, more, says) => {
    const { signal, lost } = more();
    const stops = { signal: new AbortController(), lost: new AbortController() };
    const fault: Fault = meanwhile(() => {
      if (signal) stops.signal.abort();
      if (lost) stops.lost.abort(lost.reason);
      return Promise.resolve();
    });
    const { outcome } = await run(GROUP, { fault, signal: stops.signal.signal, lost: stops.lost.signal });
    expect(said(outcome)).toEqual([expect.stringMatching(says)]);
    expect(states(outcome)).toEqual(['applied', 'failed']);
  });

  test('what is left when the lock is lost in the middle', async () => {
    const lost = new AbortController();
    const fault: Fault = (method) => {
      if (method === 'DELETE') lost.abort(new Error('taken by ada'));
      return undefined;
    };
    const { outcome } = await run(FLOW + GROUP, { fault, lost: lost.signal });
    expect(states(outcome).sort()).toEqual(['applied', 'failed', 'undone']);
    expect(said(outcome)).toEqual([expect.stringMatching(/stays made: the lock was lost/)]);
  });
});

describe('nothing is guessed', () => {
  const GROUP = '- {model: authentik_policies_dummy.dummypolicy, identifiers: {name: new}}\n';

  test('a create whose answer was lost, and that could not be looked up then, is looked up and taken back', async () => {
    let isLost = false;
    const fault: Fault = async (method, path, body, answer) => {
      if (method === 'POST' && path === '/core/groups/' && body.includes('"new"')) {
        await answer();
        isLost = true;
        return broken();
      }
      if (method !== 'GET' || path !== '/core/groups/' || !isLost) return undefined;
      isLost = false;
      return Response.json({ detail: 'no' }, { status: 403 });
    };
    const { outcome } = await run('- {model: authentik_core.group, identifiers: {name: new}}\n', { fault });
    expect(states(outcome)).toEqual(['undone', 'skipped']);
    expect(await find('/core/groups/', 'name', 'new')).toEqual({});
  });

  test('an update whose answer was lost is read, and taken back', async () => {
    let isLost = false;
    const fault: Fault = async (method, path, body, answer) => {
      if (method === 'PATCH' && body.includes('"a":2')) {
        await answer();
        isLost = true;
        return broken();
      }
      if (method !== 'GET' || !/groups\/[^/]+\/$/.test(path) || !isLost) return undefined;
      isLost = false;
      return Response.json({ detail: 'no' }, { status: 403 });
    };
    const entries =
      '- {model: authentik_core.group, identifiers: {name: old}, attrs: {attributes: {a: 2}}}\n';
    const { outcome } = await run(entries, { fault });
    expect(states(outcome)).toEqual(['undone', 'skipped']);
    expect(await left()).toEqual([]);
  });

  test('what cannot be read stays, and is named', async () => {
    let isOver = false;
    const fault: Fault = (method, path, body) => {
      isOver ||= refuses(body);
      return isOver && method === 'GET' && path.includes('/policies/dummy/')
        ? Promise.resolve(Response.json({ detail: 'no' }, { status: 403 }))
        : undefined;
    };
    const { outcome } = await run(GROUP, { fault });
    expect(states(outcome)).toEqual(['applied', 'failed']);
    expect(said(outcome)).toEqual([expect.stringMatching(/dummypolicy new stays made: /)]);
  });

  test('a server that is gone is not asked for ever, and the next run does the rest', async () => {
    let isOver = false;
    const fault: Fault = (_, __, body) => {
      if (isOver) return Promise.resolve(broken());
      isOver ||= refuses(body);
      return undefined;
    };
    const groups = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `- {model: authentik_core.group, identifiers: {name: ${name}}}\n`,
    );
    const { outcome } = await run(groups.join(''), { fault });
    expect(said(outcome).filter((text) => /the server was gone/.test(text))).toHaveLength(2);
    const next = await runBlueprints(setup, files(`${ENTRIES}${groups.join('')}${REFUSED}`));
    expect([next.stage, next.outcome?.outcomes.length]).toEqual(['done', 1]);
  });
});

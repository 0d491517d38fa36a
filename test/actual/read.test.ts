import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAll } from '../../src/actual/read-all.ts';
import { readSnapshot } from '../../src/actual/read.ts';
import { emptySnapshot } from '../../src/actual/snapshot.ts';
import { ApiError } from '../../src/client/api-error.ts';
import type { Client } from '../../src/client/client.ts';
import type { Page } from '../../src/client/page.ts';
import type { Question } from '../../src/catalog/question.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { catalog } from '../plan/setup.ts';
import { runs } from '../random-cases.ts';

type Item = { readonly [field: string]: string | number | boolean | null };
const G = 'authentik_core.group';
const U = 'authentik_core.user';

/** A server with these objects, `size` a page; unknown filters are ignored, as authentik does. */
function serverOf(
  lists: Readonly<Record<string, readonly Item[]>>,
  size = 3,
  known: readonly string[] = ['username', 'name'],
) {
  const asked: string[] = [];
  const unused = (): never => {
    throw new Error('only reads are expected');
  };
  const page = (path: string, query: Readonly<Record<string, string>>): Promise<Page> => {
    asked.push(
      `${path} ${Object.entries(query)
        .filter(([name]) => !['page_size', 'ordering'].includes(name))
        .map(([name, value]) => `${name}=${value}`)
        .join('&')}`.trim(),
    );
    const all = (lists[path] ?? []).filter((item) =>
      Object.entries(query).every(([name, value]) => !known.includes(name) || String(item[name]) === value),
    );
    const number = Number(query['page'] ?? 1);
    const pages = Math.max(1, Math.ceil(all.length / size));
    if (number > pages) return Promise.reject(new ApiError('not-found', 'Invalid page.'));
    return Promise.resolve({
      items: all.slice((number - 1) * size, number * size),
      next: number < pages ? number + 1 : 0,
      count: all.length,
      pages,
    });
  };
  const client: Client = {
    url: '',
    release: unused,
    document: unused,
    me: unused,
    licensed: unused,
    page,
    create: unused,
    update: unused,
    remove: unused,
    call: unused,
    read: unused,
    text: unused,
    ask: unused,
    upload: unused,
    pause: unused,
    removeAtEnd: unused,
    serverTime: () => undefined,
    requests: () => ({ total: asked.length, byMethod: {}, bytes: 0 }),
  };
  return { client, asked };
}

const users = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ pk: index + 1, username: `u${index + 1}` }));
const read = (client: Client, questions: readonly Question[]) =>
  readSnapshot(client, catalog, questions, emptySnapshot('2023.2.3'));

describe('a whole model', () => {
  test('of one page costs one call', async () => {
    const { client, asked } = serverOf({ '/core/users/': users(3) });
    const { models } = await read(client, [{ model: U }]);
    expect(models[U]).toMatchObject({ complete: true, rows: users(3) });
    expect(asked).toEqual(['/core/users/']);
  });

  test('of any size is read whole, each object once, in as many calls as it has pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (count, size) => {
          const { client, asked } = serverOf({ '/core/users/': users(count) }, size);
          const { models } = await read(client, [{ model: U }]);
          expect(models[U]?.rows).toEqual(users(count));
          expect(asked).toHaveLength(Math.max(1, Math.ceil(count / size)));
        },
      ),
      { numRuns: runs(50) },
    );
  });

  test('takes the query that its list always needs', async () => {
    const { client, asked } = serverOf({});
    await read(client, [{ model: 'authentik_core.application' }]);
    expect(asked).toEqual(['/core/applications/ superuser_full_list=true']);
  });

  test('leaves out what is shown there but belongs to another model', async () => {
    const { client } = serverOf({
      '/providers/oauth2/': [
        { pk: 1, name: 'o' },
        { pk: 2, name: 'p' },
      ],
      '/providers/proxy/': [{ pk: 2, name: 'p' }],
    });
    const { models } = await read(client, [{ model: 'authentik_providers_oauth2.oauth2provider' }]);
    expect(models['authentik_providers_oauth2.oauth2provider']?.rows.map((row) => row['name'])).toEqual([
      'o',
    ]);
  });
});

describe('a few objects of a large model', () => {
  const where = (username: string): Question => ({ model: U, where: { username } });

  test('are asked for one by one when that is cheaper than the rest of the pages', async () => {
    const { client, asked } = serverOf({ '/core/users/': users(30) });
    const { models } = await read(client, [where('u7'), where('nobody')]);
    expect(models[U]).toMatchObject({ complete: false, rows: [{ pk: 7, username: 'u7' }] });
    expect(models[U]?.answered).toHaveLength(2);
    expect(asked).toEqual(['/core/users/', '/core/users/ username=u7', '/core/users/ username=nobody']);
  });

  test('are found in the whole list when that is cheaper', async () => {
    const { client, asked } = serverOf({ '/core/users/': users(5) });
    expect((await read(client, [where('u1'), where('u2')])).models[U]).toMatchObject({ complete: true });
    expect(asked).toHaveLength(2);
  });

  test('are checked one by one: a server that does not know the filter gives everything', async () => {
    const { client } = serverOf({ '/core/users/': users(30) }, 3, []);
    expect((await read(client, [where('u7')])).models[U]?.rows).toEqual([{ pk: 7, username: 'u7' }]);
  });
});

test('a list that changes while it is read is read again', async () => {
  const { client, asked } = serverOf({ '/core/groups/': users(7).map((user) => ({ ...user, name: 'g' })) });
  let calls = 0;
  const shifting: Client = {
    ...client,
    page: async (path, query) => {
      calls += 1;
      const number = calls;
      const page = await client.page(path, query);
      return number === 2 ? { ...page, count: page.count - 1, items: page.items.slice(1) } : page;
    },
  };
  expect((await read(shifting, [{ model: G }])).models[G]?.rows).toHaveLength(7);
  expect(asked.length).toBeGreaterThan(3);
});

test('a list that never holds still loses no object that was seen in it', async () => {
  // Sorted anew at every call: each reading shows some objects twice and others not at all.
  let calls = 0;
  const restless: Client = {
    ...serverOf({}).client,
    page: (_, query) => {
      calls += 1;
      const number = Number(query['page'] ?? 1);
      const all = users(9);
      const turned = [...all.slice(calls % 9), ...all.slice(0, calls % 9)];
      return Promise.resolve({
        items: turned.slice((number - 1) * 3, number * 3),
        next: number < 3 ? number + 1 : 0,
        count: 9,
        pages: 3,
      });
    },
  };
  const rows = (await read(restless, [{ model: U }])).models[U]?.rows ?? [];
  expect(new Set(rows.map((row) => row['pk'])).size).toBe(rows.length);
  expect(rows).toHaveLength(9);
});

test('a filter that the server refuses costs the whole list, and no failure', async () => {
  const { client, asked } = serverOf({ '/core/users/': users(30) });
  const strict: Client = {
    ...client,
    page: (path, query) =>
      'username' in query
        ? Promise.reject(new ApiError('invalid', 'not one of the available choices', { status: 400 }))
        : client.page(path, query),
  };
  expect((await read(strict, [{ model: U, where: { username: 'u7' } }])).models[U]).toMatchObject({
    complete: true,
    rows: users(30),
  });
  expect(asked).toHaveLength(10);
});

describe('a list that the server does not show', () => {
  test.each<[number, ApiError]>([
    [403, new ApiError('forbidden', 'no', { status: 403 })],
    [404, new ApiError('unexpected', 'no', { status: 404 })],
    [405, new ApiError('unexpected', 'no', { status: 405 })],
  ])('(%i) is a finding about its model; the others are read', async (_, error) => {
    const { client } = serverOf({ '/core/users/': users(2) });
    const partial: Client = {
      ...client,
      page: (path, query) => (path === '/core/groups/' ? Promise.reject(error) : client.page(path, query)),
    };
    const collector = new Collector();
    const { models } = await readSnapshot(
      partial,
      catalog,
      [{ model: G }, { model: U }],
      emptySnapshot('2023.2.3'),
      collector.report,
    );
    expect(collector.diagnostics).toMatchObject([{ code: 'model-unreadable', severity: 'error' }]);
    expect(collector.diagnostics[0]?.message).toContain(G);
    expect(models[U]?.rows).toHaveLength(2);
    await expect(read(partial, [{ model: G }])).rejects.toBe(error);
  });

  test('because nothing answers is no finding: nothing can be read', async () => {
    const { client } = serverOf({});
    const down: Client = {
      ...client,
      page: () => Promise.reject(new ApiError('unreachable', 'nothing listens')),
    };
    await expect(
      readSnapshot(down, catalog, [{ model: G }], emptySnapshot('2023.2.3'), () => undefined),
    ).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('what cannot be read', () => {
  test.each<[what: string, error: ApiError]>([
    ['a status about the whole server', new ApiError('crashed', 'no', { status: 500 })],
    ['a refused token', new ApiError('refused', 'no', { status: 401 })],
    ['an answer that is no list', new ApiError('unexpected', 'no', { status: 200 })],
    ['no answer', new ApiError('unreachable', 'no')],
  ])('because of %s is no finding about one list', async (_, error) => {
    const { client } = serverOf({});
    const broken: Client = { ...client, page: () => Promise.reject(error) };
    const collector = new Collector();
    await expect(
      readSnapshot(broken, catalog, [{ model: G }], emptySnapshot('2023.2.3'), collector.report),
    ).rejects.toBe(error);
    expect(collector.diagnostics).toEqual([]);
  });

  test('because of a bug of ours is no finding', async () => {
    const { client } = serverOf({});
    const broken: Client = { ...client, page: () => Promise.reject(new TypeError('a bug')) };
    await expect(
      readSnapshot(broken, catalog, [{ model: G }], emptySnapshot('2023.2.3'), () => undefined),
    ).rejects.toThrow('a bug');
  });
});

describe('a list that changes', () => {
  /** Pages of three, where `change` has its way with each; `calls` counts them. */
  const changing = (change: (page: Page, call: number, number: number) => Page | ApiError) => {
    const { client, asked } = serverOf({ '/core/users/': users(9) });
    let calls = 0;
    const other: Client = {
      ...client,
      page: async (path, query) => {
        calls += 1;
        const call = calls;
        const changed = change(await client.page(path, query), call, Number(query['page'] ?? 1));
        if (changed instanceof Error) throw changed;
        return changed;
      },
    };
    return { client: other, asked };
  };

  test('for ever is read three times', async () => {
    const { client, asked } = changing((page, call) => ({ ...page, count: page.count + call }));
    expect((await read(client, [{ model: U }])).models[U]?.rows).toHaveLength(9);
    expect(asked).toHaveLength(9);
  });

  test('so that an object is in it twice is read again', async () => {
    const { client, asked } = changing((page, call) => (call === 2 ? { ...page, items: users(3) } : page));
    expect((await read(client, [{ model: U }])).models[U]?.rows).toEqual(users(9));
    expect(asked).toHaveLength(6);
  });

  test('so that its last page is gone is read again', async () => {
    const { client, asked } = changing((page, call) =>
      call === 3 ? new ApiError('not-found', 'Invalid page.', { status: 404 }) : page,
    );
    expect((await read(client, [{ model: U }])).models[U]?.rows).toEqual(users(9));
    expect(asked).toHaveLength(6);
  });

  test('is not taken for one whose page the server refuses', async () => {
    const refused = new ApiError('crashed', 'no', { status: 500 });
    const { client } = changing((page, call) => (call === 3 ? refused : page));
    await expect(read(client, [{ model: U }])).rejects.toBe(refused);
  });
});

describe('a filter', () => {
  const ask = async (where: Question['where']) => {
    const { client, asked } = serverOf({ '/core/users/': users(30) });
    await read(client, [{ model: U, where: where ?? {} }]);
    return asked.length;
  };

  test('is used where the list has one of that type, and the whole list is read where not', async () => {
    expect(await ask({ username: 'u7' })).toBe(2);
    expect(await ask({ username: 7 })).toBe(10);
    expect(await ask({ nosuch: 'u7' })).toBe(10);
    expect(await ask({ username: 'u7', nosuch: 'a' })).toBe(10);
  });

  test('that fails otherwise than by its value is a failure', async () => {
    const { client } = serverOf({ '/core/users/': users(30) });
    const crashed = new ApiError('crashed', 'no', { status: 500 });
    const broken: Client = {
      ...client,
      page: (path, query) => ('username' in query ? Promise.reject(crashed) : client.page(path, query)),
    };
    await expect(read(broken, [{ model: U, where: { username: 'u7' } }])).rejects.toBe(crashed);
  });

  test('adds its objects to those that were read before', async () => {
    const { client } = serverOf({ '/core/users/': users(30) });
    const first = await read(client, [{ model: U, where: { username: 'u7' } }]);
    const second = await readSnapshot(client, catalog, [{ model: U, where: { username: 'u8' } }], first);
    expect(second.models[U]?.rows.map((row) => row['username'])).toEqual(['u7', 'u8']);
    expect(second.models[U]?.answered).toHaveLength(2);
  });
});

describe('the blueprint files of a server', () => {
  const META = 'authentik_blueprints.metaapplyblueprint';
  const filesOf = async (answer: unknown) => {
    const { client } = serverOf({});
    const other: Client = {
      ...client,
      read: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never)),
    };
    return (await read(other, [{ model: META }])).models[META]?.rows;
  };

  test('are rows', async () => expect(await filesOf([{ path: 'a' }])).toEqual([{ path: 'a' }]));

  test.each<[what: string, answer: unknown]>([
    ['a server that fails on them', new ApiError('crashed', 'no', { status: 500 })],
    ['a server that does not have them', new ApiError('not-found', 'no', { status: 404 })],
    ['a user who may not see them', new ApiError('forbidden', 'no', { status: 403 })],
  ])('are none after %s', async (_, answer) => expect(await filesOf(answer)).toEqual([]));

  test.each<[what: string, error: Error]>([
    ['a server that is gone', new ApiError('unreachable', 'no')],
    ['a token that is refused', new ApiError('refused', 'no', { status: 401 })],
    ['a bug of ours', new TypeError('a bug')],
  ])('cannot be told after %s', async (_, error) => await expect(filesOf(error)).rejects.toBe(error));

  test.each<[what: string, answer: unknown]>([
    ['no list', { path: 'a' }],
    ['null', null],
    ['items that are no objects', ['a', null, ['b']]],
  ])('are not taken for none after %s', async (_, answer) => {
    await expect(filesOf(answer)).rejects.toThrow(
      /GET \/managed\/blueprints\/available\/ .* no list of objects/,
    );
  });

  test('are not waited for without end while the worker is down, and the message names it', async () => {
    const limits: unknown[] = [];
    const { client } = serverOf({});
    const hanging: Client = {
      ...client,
      read: (_path, _query, seconds) => {
        limits.push(seconds);
        return Promise.reject(new ApiError('unreachable', 'too late', { mayStillRun: true }));
      },
    };
    await expect(read(hanging, [{ model: META }])).rejects.toMatchObject({
      message: expect.stringMatching(/its worker/) as string,
      hint: "is authentik's worker running?",
    });
    expect(limits).toEqual([15]);
  });
});

describe('a list of a server that lies', () => {
  const G_PATH = '/core/groups/';
  const lying = (items: readonly unknown[], more: Partial<Page> = {}) => {
    let asked = 0;
    const { client } = serverOf({});
    const other: Client = {
      ...client,
      page: () => {
        asked += 1;
        return Promise.resolve({ items: items as never, next: 0, count: items.length, pages: 1, ...more });
      },
    };
    return { client: other, asked: () => asked };
  };

  test.each([undefined, null, '', '.', '..', '../users', 'a/b', '%2e%2e', 1.5, true, {}, ['a']])(
    'about the key %j is refused',
    async (pk) => {
      const { client } = lying([
        { pk: 'a', name: 'a' },
        pk === undefined ? { name: 'b' } : { pk, name: 'b' },
      ]);
      await expect(read(client, [{ model: G }])).rejects.toThrow(
        /^GET \/core\/groups\/ shows an object whose pk/,
      );
      await expect(readAll(client, G_PATH, {}, 'pk')).rejects.toMatchObject({ kind: 'unexpected' });
    },
  );

  test('about the slug that makes the path is refused', async () => {
    const { client } = lying([{ pk: 'a', slug: '..', name: 'a' }]);
    await expect(read(client, [{ model: 'authentik_core.application' }])).rejects.toThrow(
      /^GET \/core\/applications\/ shows an object whose slug cannot be a key: "\.\."/,
    );
  });

  test('about its count is refused, after it has been read again', async () => {
    const { client, asked } = lying([{ pk: 'a' }], { count: 7 });
    await expect(readAll(client, G_PATH, {}, 'pk')).rejects.toMatchObject({
      kind: 'unexpected',
      message: 'GET /core/groups/ counts 7 objects, and shows 1',
    });
    expect(asked()).toBe(3);
  });

  test('that gives one page again and again is refused', async () => {
    const { client } = lying([{ pk: 'a' }, { pk: 'b' }], { next: 2, count: 8, pages: 4 });
    await expect(readAll(client, G_PATH, {}, 'pk')).rejects.toThrow(/counts 8 objects, and shows 2/);
  });

  test('that has lost all pages but the first is refused', async () => {
    const { client } = serverOf({ [G_PATH]: [] });
    const other: Client = {
      ...client,
      page: (_, query) =>
        query['page'] === undefined
          ? Promise.resolve({ items: [{ pk: 'a' }], next: 2, count: 3, pages: 3 })
          : Promise.reject(new ApiError('not-found', 'Invalid page.')),
    };
    await expect(readAll(other, G_PATH, {}, 'pk')).rejects.toThrow(/counts 3 objects, and shows 1/);
  });

  test('shows more than it counts, as a list that is kept for a user does: it is read', async () => {
    const { client } = lying([{ pk: 'a' }, { pk: 'b' }], { count: 0 });
    expect(await readAll(client, G_PATH, {}, 'pk')).toHaveLength(2);
  });
});

test('our own blueprint instances are never among the objects, however they are asked for', async () => {
  const INSTANCES = 'authentik_blueprints.blueprintinstance';
  const instance = (pk: string, name: string): Item => ({ pk, name, path: '' });
  const list = [
    instance('a', 'ak-blueprint lock'),
    instance('b', 'ak-blueprint runs'),
    instance('c', 'ak-blueprint: shop'),
    instance('d', 'ak-blueprints of mine'),
    instance('e', 'Default - Events'),
  ];
  for (const where of [undefined, { name: 'ak-blueprint: shop' }]) {
    const { client } = serverOf({ '/managed/blueprints/': list }, 1);
    const { models } = await read(client, [where ? { model: INSTANCES, where } : { model: INSTANCES }]);
    expect(models[INSTANCES]?.rows.map(({ pk }) => pk)).toEqual(where ? [] : ['d', 'e']);
  }
  // The name says nothing of objects of other models.
  const { client } = serverOf({ '/core/groups/': [{ pk: 'g', name: 'ak-blueprint lock' }] });
  expect((await read(client, [{ model: G }])).models[G]?.rows).toHaveLength(1);
});

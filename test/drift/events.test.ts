import { describe, expect, test } from 'vitest';
import { eventLogOf } from '../../src/catalog/event-log.ts';
import type { Json } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { ApiError, type ApiErrorKind } from '../../src/client/api-error.ts';
import type { Client } from '../../src/client/client.ts';
import { EventReader } from '../../src/drift/event-reader.ts';
import { type ObjectEvent, toObjectEvent } from '../../src/drift/object-event.ts';
import { type OwnMarks, trailOf } from '../../src/drift/trail.ts';

/* What the events of an object tell, in the form that 2023.2.3 and 2025.12.4 were seen to give them. */

const catalog = loadCatalog('2025.12', () => undefined);
const log = eventLogOf(catalog);
if (!log) throw new Error('2025.12 lists events');

const RUN = 'ak-blueprint/0.1.0 (project my%20shop; run 046828e9993f22d4)';

/** An event so many minutes after the hour. */
function event(minute: number, user: string, userAgent?: string): { [name: string]: Json } {
  return {
    user: { pk: 1, username: user },
    action: 'model_updated',
    context: {
      model: {
        pk: '3093ad7e81494e81960065b248d52ced',
        app: 'authentik_core',
        name: 'staff',
        model_name: 'group',
      },
      http_request: {
        path: '/api/v3/core/groups/3093ad7e-8149-4e81-9600-65b248d52ced/',
        method: 'PATCH',
        ...(userAgent === undefined ? {} : { user_agent: userAgent }),
      },
    },
    client_ip: '127.0.0.1',
    created: `2026-11-30T16:${String(minute).padStart(2, '0')}:39.663114Z`,
  };
}

const read = (items: readonly Json[]): ObjectEvent[] =>
  items.flatMap((item) => toObjectEvent(item, log) ?? []);
const at = (minute: number): number => Date.parse(`2026-11-30T16:${minute}:39.663Z`);

describe('a trail', () => {
  const kept: OwnMarks = { keepsUserAgent: true, user: 'ci', lastRun: undefined };

  test('has who wrote last, and what others did since this program did', () => {
    const trail = trailOf(
      read([event(40, 'bob'), event(30, 'eve'), event(20, 'ci', RUN), event(10, 'bob')]),
      kept,
      false,
    );
    expect(trail).toMatchObject({
      last: { user: 'bob', at: at(40) },
      since: 2,
      first: { at: at(30) },
      run: undefined,
    });
  });

  test('says which run has the last word', () => {
    const trail = trailOf(read([event(40, 'ci', RUN), event(30, 'bob')]), kept, true);
    expect(trail).toMatchObject({
      since: 0,
      run: { project: 'my shop', id: '046828e9993f22d4' },
      isMore: false,
    });
  });

  test('takes nobody for a run who does not name one, nor who is named in the middle', () => {
    for (const agent of ['Mozilla/5.0', '', `curl ${RUN}`, undefined])
      expect(trailOf(read([event(40, 'ci', agent)]), kept, false)).toMatchObject({
        run: undefined,
        since: 1,
      });
  });

  test('without User-Agent counts the own user for a run until the last run ended, others never', () => {
    const marks: OwnMarks = { keepsUserAgent: false, user: 'ci', lastRun: at(30) };
    const seen = (minute: number, user: string): number | undefined =>
      trailOf(read([event(minute, user)]), marks, false)?.since;
    expect([seen(30, 'ci'), seen(31, 'ci'), seen(20, 'bob')]).toEqual([0, 1, 1]);
    expect(trailOf(read([event(20, 'ci')]), { ...marks, lastRun: undefined }, false)?.since).toBe(1);
  });

  test('leaves out what came before a run, where something came after it', () => {
    const marks: OwnMarks = { ...kept, lastRun: at(25) };
    expect(trailOf(read([event(30, 'bob'), event(20, 'eve')]), marks, true)).toMatchObject({
      since: 1,
      isMore: false,
    });
    expect(trailOf(read([event(20, 'eve'), event(10, 'eve')]), marks, true)).toMatchObject({
      since: 2,
      isMore: true,
    });
  });

  test('is made of events that say what they should, and of no others', () => {
    const good = event(10, 'bob');
    const odd: Json[] = [
      null,
      1,
      [],
      {},
      { ...good, created: 'x' },
      { ...good, action: 'login' },
      { ...good, context: {} },
    ];
    expect(read(odd)).toEqual([]);
    expect(read([{ ...good, user: null }])[0]?.user).toBeUndefined();
    expect(trailOf([], kept, false)).toBeUndefined();
  });
});

describe('the log', () => {
  /** A server that answers each page with a hundred events, or not at all; and what it was asked. */
  function server(refuses?: ApiErrorKind): { client: Client; asked: Record<string, string>[] } {
    const asked: Record<string, string>[] = [];
    const page = (path: string, query: Readonly<Record<string, string>>) => {
      asked.push({ path, ...query });
      if (refuses) return Promise.reject(new ApiError(refuses, 'no'));
      const number = Number(query['page'] ?? 1);
      return Promise.resolve({ items: [event(10, 'bob')], next: number + 1, count: 9999, pages: 100 });
    };
    return { client: { page } as unknown as Client, asked };
  }

  test('is asked for one page of an object, and for three of a model, once', async () => {
    const { client, asked } = server();
    const reader = new EventReader(client, log);
    expect(
      (await reader.ofObject('authentik_core.group', '3093ad7e-8149-4e81-9600-65b248d52ced'))?.isMore,
    ).toBe(true);
    expect(asked).toEqual([
      {
        path: '/events/events/',
        action: 'model_',
        context_model_app: 'authentik_core',
        context_model_name: 'group',
        context_model_pk: '3093ad7e81494e81960065b248d52ced',
        ordering: '-created',
        page_size: '20',
      },
    ]);
    await Promise.all([reader.ofModel('authentik_core.group'), reader.ofModel('authentik_core.group')]);
    expect(asked).toHaveLength(4);
  });

  test('that may not be read is not asked again, and a run that is to stop stops', async () => {
    const { client, asked } = server('forbidden');
    const reader = new EventReader(client, log);
    expect(await reader.ofObject('authentik_core.group', 'a')).toBeUndefined();
    expect(await reader.ofModel('authentik_core.user')).toBeUndefined();
    expect([asked.length, reader.refused]).toEqual([1, 'the user of the token may not read the events']);
    const stopped = new EventReader(server('interrupted').client, log);
    await expect(stopped.ofObject('authentik_core.group', 'a')).rejects.toThrow('no');
  });

  test('tells by release what it has', () => {
    const of = (release: string) => {
      const found = eventLogOf(loadCatalog(release, () => undefined));
      const anonymous = found && toObjectEvent(event(10, 'AnonymousUser'), found)?.user;
      return [found?.ofTokens, anonymous, found?.keepsUserAgent, found?.findsNumbers];
    };
    expect(['2023.2', '2023.8', '2023.10', '2024.2', '2026.8'].map(of)).toEqual([
      ['none', undefined, false, false],
      ['none', undefined, false, false],
      ['nameless', undefined, true, false],
      ['named', 'AnonymousUser', true, true],
      ['named', 'AnonymousUser', true, true],
    ]);
  });
});

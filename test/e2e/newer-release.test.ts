import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';
import { NEWEST } from '../newest.ts';

/** A release that nobody has a catalog for. */
const RELEASE = '2099.1.0';

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-newer-'));
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let front: Server;
let asked: string[];
let showsDocument: boolean;

/** Passes requests on to the sandbox and says of itself that it is newer. */
beforeAll(async () => {
  sandbox = await startSandbox();
  writeFileSync(
    join(folder, 'group.yaml'),
    'version: 1\nmetadata: {name: g}\nentries:\n- model: authentik_core.group\n  identifiers: {name: engineers}\n  attrs: {is_superuser: false}\n',
  );
  front = createServer(
    (request, response) =>
      void (async () => {
        const path = (request.url ?? '').replace(/\?.*$/, '').replace('/api/v3', '');
        asked.push(path);
        if (path === '/schema/' && !showsDocument) {
          response.writeHead(404, { 'content-type': 'text/html' }).end('no');
          return;
        }
        const sent: Buffer[] = [];
        for await (const part of request) sent.push(part as Buffer);
        const answer = await fetch(`${sandbox.url}${request.url ?? ''}`, {
          method: request.method ?? 'GET',
          headers: {
            authorization: request.headers.authorization ?? '',
            accept: 'application/json',
            'content-type': 'application/json',
          },
          body: sent.length > 0 ? Buffer.concat(sent) : null,
        });
        const text = await answer.text();
        const changed =
          path === '/admin/version/' || path === '/schema/' ? text.replaceAll('2023.2.3', RELEASE) : text;
        response
          .writeHead(answer.status, {
            'content-type': answer.headers.get('content-type') ?? 'application/json',
          })
          .end(changed);
      })(),
  );
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  front.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  showsDocument = true;
});

const run = (cache: string, ...args: readonly string[]) =>
  ak([...args], {
    cwd: folder,
    env: {
      ...sandbox.env,
      AUTHENTIK_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
      XDG_CACHE_HOME: join(folder, cache),
    },
  });
const plan = (cache: string, file = 'group.yaml') => run(cache, 'plan', '--format', 'json', file);
const summary = ({ out }: { readonly out: string }) => {
  const { target, diagnostics, changes } = JSON.parse(out) as {
    target: string;
    diagnostics: { code: string }[];
    changes: { action: string }[];
  };
  return { target, codes: diagnostics.map(({ code }) => code), actions: changes.map(({ action }) => action) };
};

describe('a server that is newer than every catalog', () => {
  test('is planned for with a catalog of its own document, which is kept', async () => {
    const first = await plan('cache');
    expect([first.code, summary(first)]).toEqual([0, { target: RELEASE, codes: [], actions: ['create'] }]);
    expect(asked.filter((path) => path === '/schema/')).toHaveLength(1);
    expect(readdirSync(join(folder, 'cache/ak-blueprint'))).toEqual([
      expect.stringContaining(`catalog-${RELEASE}.json`),
    ]);
    asked = [];
    expect(summary(await plan('cache'))).toEqual({ target: RELEASE, codes: [], actions: ['create'] });
    expect(asked).not.toContain('/schema/');
  });

  test('is taken for the newest that we know where it does not show its document', async () => {
    showsDocument = false;
    const result = await plan('no-cache');
    expect([result.code, summary(result)]).toEqual([
      0,
      { target: NEWEST, codes: ['target-nearest'], actions: ['create'] },
    ]);
  });

  test('what only it may have is then left out with a warning, and the rest is planned', async () => {
    showsDocument = false;
    const widget = `- model: authentik_made_up.widget
  id: widget
  identifiers: {name: a}
- model: authentik_core.group
  identifiers: {name: !KeyOf widget}
`;
    writeFileSync(join(folder, 'more.yaml'), `${readFileSync(join(folder, 'group.yaml'), 'utf8')}${widget}`);
    const result = await plan('no-cache', 'more.yaml');
    expect([result.code, summary(result)]).toEqual([
      0,
      { target: NEWEST, codes: ['target-nearest', 'model-unknown'], actions: ['create'] },
    ]);
    expect(result.out).toContain(`${RELEASE} is newer than what this version knows`);
    // Applied so, it is not all that the files say.
    const applied = await run('no-cache', 'apply', '--yes', 'more.yaml');
    expect(applied).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 applied') as unknown,
      err: expect.stringContaining('Not all was done') as unknown,
    });
    expect((await run('no-cache', 'apply', '--yes', 'more.yaml')).code).toBe(1);
    expect((await run('no-cache', 'apply', '--yes', 'group.yaml')).code).toBe(0);
  });

  test('is validated for without a server, too: by name, and as the project says', async () => {
    const named = await ak(['validate', '--target', '2099.1', '--format', 'json', 'more.yaml'], {
      cwd: folder,
    });
    writeFileSync(
      join(folder, 'ak-blueprint.yaml'),
      'target: "2099.1"\nfiles: [more.yaml]\nlists: {authentik_made_up.widget.parts: merge}\n',
    );
    const ofProject = await ak(['validate', '--format', 'json'], { cwd: folder });
    for (const { code, out } of [named, ofProject]) {
      const { diagnostics } = JSON.parse(out) as { diagnostics: { severity: string; hint?: string }[] };
      expect([code, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([0, []]);
      expect(out).toContain('2099.1 is newer than what this version knows');
    }
    expect(ofProject.out).toContain('authentik_made_up.widget is no model');
  });
});

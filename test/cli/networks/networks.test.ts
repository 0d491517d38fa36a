import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Io, processIo } from '../../../src/cli/io.ts';
import { type NetworkOptions, networkTo } from '../../../src/cli/network.ts';
import { createClient } from '../../../src/client/create-client.ts';
import { type Ran, runHere } from '../../run-here.ts';
import { openServer, type Served } from '../served.ts';
import { authority, type Certificate, HOST, signed } from './certificates.ts';
import { demanding, type Opened, proxying } from './demanding.ts';

/*
 * Each server here asks for what those of companies ask for, and lets nobody in without it. Where there is a proxy,
 * only that knows the name of the server.
 */

const LOGIN = 'ci-user:pass-Wq7%zU4kT';
const [USER = '', PASSWORD = ''] = LOGIN.split(':');
const ACCESS = 'access-8hZ2mVx1QpLr';
const PASSPHRASE = 'phrase-5tYb0nJc3';

let folder: string;
let served: Served;
let [ours, other]: Certificate[] = [];
let server: Certificate;
const open: Opened[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-networks-'));
  served = await openServer('2023.2');
  [ours, other] = [await authority('ours'), await authority('other')];
  server = await signed(ours);
  const [client, stranger] = [await signed(ours, 'ci'), await signed(other, 'ci')];
  const encrypted = createPrivateKey(client.key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: PASSPHRASE,
  });
  const files = {
    'ours.pem': ours.cert,
    'other.pem': other.cert,
    'client.pem': client.cert,
    'client.key': client.key,
    'both.pem': `${client.cert}\n${client.key}`,
    'locked.key': String(encrypted),
    'stranger.pem': `${stranger.cert}\n${stranger.key}`,
    'damaged.pem': server.cert.replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAA'),
    'none.pem': 'no certificate',
    'a.yaml': `version: 1\nentries:\n  - {model: authentik_core.group, identifiers: {name: staff}}\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serving(demands: Parameters<typeof demanding>[1]): Promise<Opened> {
  const one = await demanding(served.sandbox, demands);
  open.push(one);
  return one;
}

async function through(demands: Parameters<typeof proxying>[0]): Promise<Opened> {
  const one = await proxying(demands);
  open.push(one);
  return one;
}

/** Plans on a server. `args`: more of the command line, with spaces between. */
function plan(url: string, args = '', env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const all = ['plan', 'a.yaml', '--url', url, ...args.split(' ').filter((one) => one !== '')];
  return runHere(all, { cwd: folder, env: { AUTHENTIK_TOKEN: served.sandbox.token, ...env } });
}

/** Asks a server who we are, without a pause between tries. */
async function me(url: string, options: NetworkOptions, env: Io['env'] = {}): Promise<unknown> {
  const { way } = networkTo(new URL(url), true, options, { ...processIo(false), cwd: folder, env });
  return createClient({ url, token: served.sandbox.token, ...way, pause: () => 0 }).me();
}

const PLANNED = /1 to create/;

describe('an authority that Node does not know', () => {
  const tls = (): Parameters<typeof demanding>[1] => ({ tls: server });
  const url = ({ port }: Opened): string => `https://127.0.0.1:${port}`;

  test('is trusted with --ca-file, or AK_BLUEPRINT_CA_FILE, and without is named with both', async () => {
    const there = url(await serving(tls()));
    expect((await plan(there, '--ca-file ours.pem')).out).toMatch(PLANNED);
    expect((await plan(there, '', { AK_BLUEPRINT_CA_FILE: 'ours.pem' })).out).toMatch(PLANNED);
    const { code, err } = await plan(there);
    expect([code, err]).toEqual([
      4,
      expect.stringMatching(/not trusted[^]*--ca-file, or in AK_BLUEPRINT_CA_FILE/),
    ]);
    expect((await plan(there, '--ca-file other.pem')).err).toMatch(/not trusted[^]*nor other\.pem knows/);
  });

  test('is not looked at with --insecure, which is said', async () => {
    const { out, err } = await plan(url(await serving(tls())), '--insecure');
    expect(out).toMatch(PLANNED);
    expect(err).toMatch(/warning: the certificate of 127\.0\.0\.1:\d+ is not checked/);
  });

  test.each([
    ['of another name', 'elsewhere.example.test', 30, /is not one for 127\.0\.0\.1/],
    ['that has expired', HOST, -1, /is not valid now \(CERT_HAS_EXPIRED\)/],
  ])('does not help with a certificate %s', async (_, host, until, message) => {
    const there = url(await serving({ tls: await signed(ours ?? server, host, until) }));
    expect((await plan(there, '--ca-file ours.pem')).err).toMatch(message);
  });

  test.each([
    ['nowhere.pem', /the CA file nowhere\.pem cannot be read: it does not exist/],
    ['none.pem', /the CA file none\.pem holds no certificate in PEM/],
    ['damaged.pem', /a certificate in the CA file damaged\.pem is damaged/],
  ])('in the file %s is a mistake that is said', async (file, message) => {
    const { code, err } = await plan('https://127.0.0.1:1', `--ca-file ${file}`);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
  });
});

describe('a server that asks for a client certificate', () => {
  const asking = async (): Promise<string> => {
    const tls = { ...server, ca: ours?.cert ?? '', requestCert: true, rejectUnauthorized: true };
    return `https://127.0.0.1:${(await serving({ tls })).port}`;
  };
  const CA = { AK_BLUEPRINT_CA_FILE: 'ours.pem' };

  test.each<[args: string, env: Record<string, string>]>([
    ['--client-cert client.pem --client-key client.key', {}],
    ['--client-cert both.pem', {}],
    ['', { AK_BLUEPRINT_CLIENT_CERT: 'client.pem', AK_BLUEPRINT_CLIENT_KEY: 'client.key' }],
    ['--client-cert client.pem --client-key locked.key', { AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE: PASSPHRASE }],
  ])('gets one: %s %j', async (args, env) => {
    expect((await plan(await asking(), args, { ...CA, ...env })).out).toMatch(PLANNED);
  });

  test('is named with what it says, and with the option', async () => {
    const { code, err } = await plan(await asking(), '', CA);
    expect([code, err]).toEqual([4, expect.stringMatching(/wants a client certificate[^]*--client-cert/)]);
  });

  test('does not accept one of another authority', async () => {
    const given = { clientCert: 'stranger.pem', caFile: 'ours.pem' };
    await expect(me(await asking(), given)).rejects.toMatchObject({
      hint: expect.stringMatching(/does the server accept the client certificate stranger\.pem\?/) as string,
    });
  });

  test.each<[args: string, env: Record<string, string>, message: RegExp]>([
    [
      '--client-cert client.pem',
      {},
      /the client key client\.pem holds no private key in PEM[^]*--client-key/,
    ],
    ['--client-cert client.pem --client-key locked.key', {}, /locked\.key is encrypted[^]*KEY_PASSPHRASE/],
    [
      '--client-cert client.pem --client-key locked.key',
      { AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE: 'wrong-one' },
      /KEY_PASSPHRASE does not open the client key locked\.key/,
    ],
    [
      '--client-cert client.pem --client-key stranger.pem',
      {},
      /the key stranger\.pem is not that of the client certificate client\.pem/,
    ],
    ['--client-key client.key', {}, /there is a client key and no client certificate/],
  ])('is not asked with %s %j', async (args, env, message) => {
    const { code, err } = await plan('https://127.0.0.1:1', args, env);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
  });
});

describe('a sub-path', () => {
  test.each(['/sso', '/sso/', '/sso/if/admin/', '/sso/api/v3'])('as in %s is kept', async (path) => {
    const { port, asked } = await serving({ path: '/sso/' });
    expect((await plan(`http://127.0.0.1:${port}${path}`)).out).toMatch(PLANNED);
    expect(asked.filter((one) => !one.startsWith('GET /sso/api/v3/'))).toEqual([]);
  });

  test('that is missing is thought of', async () => {
    const { port } = await serving({ path: '/sso/' });
    expect((await plan(`http://127.0.0.1:${port}`)).err).toMatch(
      /with its sub-path where it has one \(web\.path\)/,
    );
  });

  test('leaves a document without paths, which is said', async () => {
    const { port } = await serving({
      header: ['x-none', ''],
      otherwise: (answer) =>
        answer
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            '{"openapi": "3.0.3", "info": {"version": "2025.12.4"}, "paths": {}, "components": {"schemas": {}}}',
          ),
    });
    const { code, err } = await runHere(['schema', 'build', '--from', `http://127.0.0.1:${port}/sso/`], {
      cwd: folder,
      env: {},
    });
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/it has no paths, as that of a server with a sub-path/),
    ]);
  });

  test('to which the server leads is named', async () => {
    const { port } = await serving({
      header: ['x-none', ''],
      otherwise: (answer) => answer.writeHead(302, { location: `/sso${answer.req.url}` }).end(),
    });
    expect((await plan(`http://127.0.0.1:${port}`)).err).toMatch(
      new RegExp(`use AUTHENTIK_URL=http://127\\.0\\.0\\.1:${port}/sso;`),
    );
  });
});

describe('an access proxy', () => {
  const ANSWERS: [string, NonNullable<Parameters<typeof demanding>[1]['otherwise']>][] = [
    [
      'a login page',
      (answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    ],
    ['a redirect', (answer) => answer.writeHead(302, { location: 'https://login.example.test/' }).end()],
    ['a refusal', (answer) => answer.writeHead(403, { 'content-type': 'text/html' }).end('<html>no</html>')],
  ];

  test.each(ANSWERS)('that answers with %s is named, and gets its header', async (_, otherwise) => {
    const { port } = await serving({ header: ['X-Access', ACCESS], otherwise });
    const there = `http://127.0.0.1:${port}`;
    const without = await plan(there);
    expect([without.code, without.err]).toEqual([
      4,
      expect.stringMatching(/access proxy[^]*--header NAME=VARIABLE/),
    ]);
    expect((await plan(there, '--header X-Access=WRONG', { WRONG: 'wrong-value' })).err).toMatch(
      /does not accept the headers that were sent \(X-Access\)/,
    );
    expect((await plan(there, '--header X-Access=ACCESS', { ACCESS })).out).toMatch(PLANNED);
  });

  test('gets headers of the environment, and those of the command line in their place', async () => {
    const { port } = await serving({ header: ['X-Access', ACCESS] });
    const there = `http://127.0.0.1:${port}`;
    const headers = (value: string): Record<string, string> => ({
      AK_BLUEPRINT_HEADERS: `X-Other: 1\n x-access : ${value}\n`,
    });
    expect((await plan(there, '', headers(ACCESS))).out).toMatch(PLANNED);
    expect((await plan(there, '--header X-Access=ACCESS', { ...headers('wrong'), ACCESS })).out).toMatch(
      PLANNED,
    );
  });

  test.each<[args: string, env: Record<string, string>, message: RegExp]>([
    [
      '--header Authorization=ACCESS',
      { ACCESS },
      /the header Authorization cannot be set[^]*token of authentik/,
    ],
    ['--header content-length=ACCESS', { ACCESS }, /the header content-length cannot be set/],
    ['--header X-Access=MISSING', {}, /the variable that --header X-Access names is not set/],
    [`--header X-Access=${ACCESS.replaceAll('-', '_')}`, {}, /that --header X-Access names is not set/],
    [`--header X-Access:${ACCESS}`, {}, /It must be NAME=VARIABLE/],
    [`--header X-Access=${ACCESS}`, {}, /It must be NAME=VARIABLE/],
    ['--header X-Access=ACCESS', { ACCESS: `${ACCESS}\nX-Other: 1` }, /has a sign that no header can have/],
    ['', { AK_BLUEPRINT_HEADERS: ACCESS }, /a line of AK_BLUEPRINT_HEADERS is no header/],
    ['', { AK_BLUEPRINT_HEADERS: `Host: ${ACCESS}` }, /the header Host cannot be set/],
  ])('does not get %s %j', async (args, env, message) => {
    const { code, out, err } = await plan('http://127.0.0.1:1', args, env);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
    expect(out + err).not.toMatch(new RegExp(`${ACCESS}|${ACCESS.replaceAll('-', '_')}`));
  });
});

describe('a proxy', () => {
  const LETTERS = encodeURIComponent(PASSWORD);

  test('is what a server with TLS is reached through', async () => {
    const { port: to } = await serving({ tls: server });
    const proxy = await through({ to, login: LOGIN });
    const env = { HTTPS_PROXY: `http://${USER}:${LETTERS}@127.0.0.1:${proxy.port}` };
    expect((await plan(`https://${HOST}`, '--ca-file ours.pem', env)).out).toMatch(PLANNED);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${HOST}:443`]));
  });

  test('is what a server without TLS is reached through, with whole requests, and a write gets there', async () => {
    const { port: to, asked } = await serving({});
    const proxy = await through({ to, login: LOGIN });
    const args = ['apply', 'a.yaml', '--yes', '--url', `http://${HOST}:8080/`];
    const env = {
      AUTHENTIK_TOKEN: served.sandbox.token,
      http_proxy: `${USER}:${LETTERS}@127.0.0.1:${proxy.port}`,
      HTTP_PROXY: 'http://127.0.0.1:1',
    };
    const before = served.sandbox.snapshot();
    const { code } = await runHere(args, { cwd: folder, env });
    served.sandbox.restore(before);
    expect(code).toBe(0);
    expect(asked).toContain('POST /api/v3/core/groups/');
    expect(proxy.asked).toContain(`POST http://${HOST}:8080/api/v3/core/groups/`);
  });

  test('may have TLS itself', async () => {
    const { port: to } = await serving({ tls: server });
    const proxy = await through({ to, tls: server });
    const env = { HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` };
    expect((await plan(`https://${HOST}`, '--ca-file ours.pem', env)).out).toMatch(PLANNED);
    expect((await plan(`https://${HOST}`, '', env)).err).toMatch(
      /certificate of the proxy[^]*not trusted[^]*--ca-file/,
    );
  });

  test('that looks into TLS has an authority of its own, which is thought of', async () => {
    const proxy = await through({ to: (await serving({ tls: server })).port });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect((await plan(`https://${HOST}`, '', env)).err).toMatch(
      /not trusted[^]*a proxy that looks into TLS/,
    );
  });

  test.each<[what: string, demands: object, scheme: string, login: string, message: RegExp]>([
    [
      'asks who we are',
      { login: LOGIN },
      'https',
      '',
      /the proxy http:\S+ \(HTTPS_PROXY\) asks for a user[^]*USER:PASS/,
    ],
    ['asks who we are', { login: LOGIN }, 'http', '', /the proxy http:\S+ \(HTTP_PROXY\) asks for a user/],
    [
      'does not know us',
      { login: LOGIN },
      'https',
      'ci-user:x@',
      /does not accept the user and the password/,
    ],
    [
      'does not let us through',
      { status: 403 },
      'https',
      '',
      /does not let anybody through to id\.example\.test/,
    ],
    ['does not reach it', { status: 404 }, 'https', '', /\(status 404\)[^]*NO_PROXY/],
  ])('that %s is named', async (_, demands, scheme, login, message) => {
    const proxy = await through({ to: 1, ...demands });
    const variable = scheme === 'https' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const { code, err } = await plan(`${scheme}://${HOST}`, '', {
      [variable]: `http://${login}127.0.0.1:${proxy.port}`,
    });
    expect([code, err]).toEqual([4, expect.stringMatching(message)]);
    expect(err).not.toContain('ci-user');
  });

  test('that is not there is named, and not the server', async () => {
    const { port, close } = await through({ to: 1 });
    close();
    await expect(
      me(`https://${HOST}`, {}, { HTTPS_PROXY: `http://127.0.0.1:${port}` }),
    ).rejects.toMatchObject({
      message: `nothing listens at the proxy http://127.0.0.1:${port} (HTTPS_PROXY)`,
      hint: expect.stringContaining(
        `where ${HOST} can be reached without a proxy, name it in NO_PROXY`,
      ) as string,
    });
  });

  test('that does not reach the server is asked again', async () => {
    const { port, asked } = await through({ to: 1, status: 503 });
    await expect(
      me(`https://${HOST}`, {}, { HTTPS_PROXY: `http://127.0.0.1:${port}` }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(
        /\(HTTPS_PROXY\) cannot reach id\.example\.test \(status 503\)/,
      ) as string,
    });
    expect(asked).toHaveLength(5);
  });

  test.each<[string, RegExp]>([
    ['http://:3128', /HTTPS_PROXY is not the address of a proxy/],
    ['socks5://proxy.example.test', /HTTPS_PROXY names a proxy of the kind socks5, not one for HTTP/],
  ])('cannot be %s', async (address, message) => {
    const { code, err } = await plan(`https://${HOST}`, '', { HTTPS_PROXY: address });
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
  });

  test('gets no header that is for itself', async () => {
    const env = {
      HTTPS_PROXY: 'http://127.0.0.1:1',
      AK_BLUEPRINT_HEADERS: 'Proxy-Authorization: Basic YTpi',
    };
    expect((await plan(`https://${HOST}`, '', env)).err).toMatch(/would be for the proxy of HTTPS_PROXY/);
  });
});

describe('what lets us in', () => {
  const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD), ACCESS, PASSPHRASE];

  test('is in no output and no log, which name the way', async () => {
    const { port: to } = await serving({
      tls: server,
      header: ['X-Access', 'another'],
      otherwise: (answer) =>
        answer.writeHead(302, { location: `/${String(answer.req.headers['x-access'])}` }).end(),
    });
    const proxy = await through({ to, login: LOGIN });
    const env = {
      HTTPS_PROXY: `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`,
      ACCESS,
      AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE: PASSPHRASE,
    };
    const logFile = join(folder, 'log');
    const args = `--header X-Access=ACCESS --ca-file ours.pem --client-cert client.pem --client-key locked.key --log-file ${logFile} --format json`;
    const { out, err } = await plan(`https://${HOST}`, args, env);
    const log = readFileSync(logFile, 'utf8');
    const [first = ''] = log.split('\n');
    expect(JSON.parse(first)).toMatchObject({
      event: 'network',
      proxy: `http://127.0.0.1:${proxy.port}`,
      caFile: 'ours.pem',
      clientCert: 'client.pem',
      headers: ['X-Access'],
    });
    expect(err).toMatch(
      /does not accept the headers that were sent \(X-Access\); it was sent through the proxy/,
    );
    expect(SECRETS.filter((secret) => `${out}${err}${log}`.includes(secret))).toEqual([]);
  });

  test('is read by no blueprint', async () => {
    const names = ['ACCESS', 'COPY', 'HTTPS_PROXY'];
    const entries = names.map(
      (name) => `  - {model: authentik_core.group, identifiers: {name: !Env ${name}}}\n`,
    );
    writeFileSync(join(folder, 'read.yaml'), `version: 1\nentries:\n${entries.join('')}`);
    const { port: to } = await serving({ tls: server });
    const proxy = await through({ to, login: LOGIN });
    const { out } = await runHere(
      [
        'plan',
        'read.yaml',
        '--url',
        `https://${HOST}`,
        '--ca-file',
        'ours.pem',
        '--header',
        'X-Access=ACCESS',
        '--format',
        'json',
      ],
      {
        cwd: folder,
        env: {
          AUTHENTIK_TOKEN: served.sandbox.token,
          HTTPS_PROXY: `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`,
          ACCESS,
          COPY: `Bearer ${ACCESS}`,
        },
      },
    );
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; message: string }[] };
    const refused = diagnostics
      .filter(({ code }) => code === 'env-refused')
      .map(({ message }) => message.split(' ')[2]);
    expect(refused.sort()).toEqual(names);
  });

  test('is not sent to another server that the document of one leads to', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serving({
      header: ['x-none', ''],
      otherwise: (answer) => {
        seen.push(answer.req.headers['x-access'] as string | undefined);
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      },
    });
    const own = await serving({
      header: ['x-none', ''],
      otherwise: (answer) => {
        seen.push(answer.req.headers['x-access'] as string | undefined);
        answer.writeHead(302, { location: `http://127.0.0.1:${elsewhere.port}/api/v3/schema/` }).end();
      },
    });
    const url = `http://127.0.0.1:${own.port}`;
    const env = { AUTHENTIK_URL: url, AK_BLUEPRINT_HEADERS: `X-Access: ${ACCESS}` };
    await runHere(['schema', 'build', '--from', url], { cwd: folder, env });
    expect(seen).toEqual([ACCESS, undefined]);
  });
});

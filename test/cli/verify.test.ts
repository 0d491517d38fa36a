import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import outputSchema from '../../schemas/plan-output-1.json' with { type: 'json' };
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Ran, runHere } from '../run-here.ts';
import { openServer, type Served } from './served.ts';
import { Ajv } from 'ajv';

/** Refused: the server reaches no address. Two are taken, one depends on what is refused. */
const REFUSED = `version: 1
entries:
  - {model: authentik_core.group, identifiers: {name: one}}
  - model: authentik_sources_oauth.oauthsource
    id: source
    identifiers: {slug: company}
    attrs:
      name: Company
      provider_type: openidconnect
      consumer_key: key
      consumer_secret: !Env SECRET
      oidc_well_known_url: https://id.example.org/.well-known/openid-configuration
  - {model: authentik_policies.policybinding, identifiers: {order: 0, target: !KeyOf source, group: !Find [authentik_core.group, [name, one]]}}
  - {model: authentik_core.group, identifiers: {name: two}}
`;
const GOOD = `version: 1
entries:
  - {model: authentik_core.group, identifiers: {name: one}}
  - {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, groups: [!Find [authentik_core.group, [name, one]]], password: !Env SECRET}}
`;
const SECRET = 'hushhushhushhush';

let served: Served;
let bare: ReturnType<Sandbox['snapshot']>;
let folder: string;
/** What the server says to the question instead. */
let instead: { status: number; body: string } | undefined;

const run = (...args: string[]): Promise<Ran> =>
  runHere(args, { cwd: folder, env: { ...served.env, SECRET, NO_COLOR: '1' } });
const asked = (): string[] => served.log.filter((line) => !line.startsWith('GET'));
const json = (ran: Ran) => {
  const output = JSON.parse(ran.out) as {
    verified?: {
      changes: number;
      refused: number;
      notVerified: { change: { key: string }; why: string }[];
      noVerdict?: string;
    };
    diagnostics: { code: string; entry?: { index: number }; range?: { start: { line: number } } }[];
    requests: { byMethod: Record<string, number> };
  };
  const isValid = new Ajv({ strict: false }).compile(outputSchema);
  isValid(output);
  expect(isValid.errors ?? []).toEqual([]);
  return output;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-verify-'));
  writeFileSync(join(folder, 'refused.yaml'), REFUSED);
  writeFileSync(join(folder, 'good.yaml'), GOOD);
  served = await openServer('2025.12', { reaches: () => false });
  bare = served.sandbox.snapshot();
  const respond = served.sandbox.respond.bind(served.sandbox);
  Object.assign(served.sandbox, {
    respond: (...request: Parameters<typeof respond>) =>
      instead && request[0] === 'POST' && request[1].endsWith('/managed/blueprints/')
        ? Promise.resolve({ ...instead, headers: { 'content-type': 'application/json' } })
        : respond(...request),
  });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  instead = undefined;
  served.sandbox.restore(bare);
  served.log.length = 0;
});

describe('plan --verify', () => {
  test('says what the server would not take, at its entry', async () => {
    const ran = await run('plan', '--verify', '--format', 'json', 'refused.yaml');
    const { verified, diagnostics, requests } = json(ran);
    expect(ran.code).toBe(1);
    expect(verified).toMatchObject({ changes: 2, parts: 1, refused: 1 });
    expect(verified?.notVerified).toMatchObject([
      {
        change: { model: 'authentik_policies.policybinding', line: 13 },
        why: expect.stringContaining('which the server refuses') as string,
      },
    ]);
    const refused = diagnostics.filter(({ code }) => code === 'server-refuses');
    expect(refused).toMatchObject([
      { severity: 'error', entry: { index: 1 }, range: { start: { line: 12 } } },
    ]);
    expect(requests.byMethod['POST']).toBe(asked().length);
    expect(new Set(asked())).toEqual(new Set(['POST /managed/blueprints/']));
    expect(ran.err).toMatch(/Asking the server whether it would take 4 changes: one request, about 1 s/);
  });

  test('shows the plan, and what was not asked about', async () => {
    const ran = await run('plan', '--verify', 'good.yaml');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('Plan: 2 to create');
    expect(ran.out).toMatch(
      /Asked the server: it would take 2 changes, was not asked about a part of 1\. {2}1 request/,
    );
    expect(ran.out).toContain('not verified: authentik_core.user ada: password has an endpoint of its own');
    expect((await run('plan', '--verify', '--detailed-exitcode', 'good.yaml')).code).toBe(2);
  });

  test('without it, a plan sends only GET', async () => {
    expect((await run('plan', 'refused.yaml')).code).toBe(0);
    expect(asked()).toEqual([]);
  });

  test('asks nothing of a plan with errors, and nothing where there is nothing to do', async () => {
    writeFileSync(join(folder, 'broken.yaml'), GOOD.replace('name: one', 'nosuch: one'));
    expect((await run('plan', '--verify', 'broken.yaml')).code).toBe(1);
    writeFileSync(join(folder, 'empty.yaml'), 'version: 1\nentries: []\n');
    expect((await run('plan', '--verify', 'empty.yaml')).code).toBe(0);
    expect(asked()).toEqual([]);
  });

  test('no verdict ends with 4', async () => {
    instead = { status: 403, body: '{"detail": "no"}' };
    const ran = await run('plan', '--verify', 'good.yaml');
    expect(ran.code).toBe(4);
    expect(ran.out).toContain('No verdict: the user of the token may not do POST /managed/blueprints/');
  });
});

describe('apply --verify', () => {
  test('does nothing of what the server would not take', async () => {
    const ran = await run('apply', '--yes', '--verify', 'refused.yaml');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('The server would not take all of it. Nothing was changed.');
    expect(new Set(asked())).toEqual(new Set(['POST /managed/blueprints/']));
  });

  test('nor where there is no verdict', async () => {
    instead = { status: 504, body: '' };
    const ran = await run('apply', '--yes', '--verify', 'good.yaml');
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('leave --verify out to do without. Nothing was changed.');
    expect(new Set(asked())).toEqual(new Set(['POST /managed/blueprints/']));
  });

  test('nor of a saved plan, or one that was approved by its digest', async () => {
    expect((await run('plan', '--out', 'plan.json', 'refused.yaml')).code).toBe(0);
    const { digest } = JSON.parse((await run('plan', '--format', 'json', 'refused.yaml')).out) as {
      digest: string;
    };
    expect((await run('apply', '--verify', 'plan.json')).code).toBe(1);
    expect((await run('apply', '--verify', '--expect', digest, 'refused.yaml')).code).toBe(1);
    expect(new Set(asked())).toEqual(new Set(['POST /managed/blueprints/']));
  });

  test('does what the server would take, and records neither question nor answer', async () => {
    const ran = await run('apply', '--yes', '--verify', '--record', join(folder, 'run.json'), 'good.yaml');
    expect(ran.code).toBe(0);
    const lines = readFileSync(join(folder, 'run.json'), 'utf8').trim().split('\n');
    const question = lines.find(
      (line) => line.includes('"path":"/managed/blueprints/"') && line.includes('"POST"'),
    );
    expect(JSON.parse(question ?? '{}')).toMatchObject({ status: 400, sent: null, received: null });
    expect(lines.join()).not.toContain(SECRET);
    served.log.length = 0;
    expect((await run('plan', '--verify', '--detailed-exitcode', 'good.yaml')).code).toBe(0);
    expect(asked()).toEqual([]);
  });
});

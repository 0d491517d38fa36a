import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

let folder: string;
let server: Awaited<ReturnType<typeof startSandbox>>;
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-e2e-'));
  server = await startSandbox('--seed', 'default');
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

const groups = (more = ''): string =>
  `version: 1\nmetadata: {name: Groups}\nentries:\n- model: authentik_core.group\n  id: staff\n  identifiers: {name: e2e-staff}\n  attrs: {attributes: {a: 1}}\n${more}`;

describe('the command line', () => {
  test('shows its help, and refuses what it does not know', async () => {
    const help = await ak(['--help']);
    expect(help.code).toBe(0);
    expect(help.out).toContain('validate');
    for (const args of [
      ['nope'],
      ['validate'],
      ['plan', 'x.yaml', '--nope'],
      ['apply', '--secrets', 'sometimes', 'x.yaml', '--sandbox'],
    ])
      expect((await ak(args, { cwd: tmpdir() })).code, args.join(' ')).toBe(3);
  });

  test('says what is missing to reach a server', async () => {
    const path = file('reach.yaml', groups());
    const none = await ak(['plan', path]);
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('AUTHENTIK_URL')]);
    const nobody = await ak(['plan', path], {
      env: { AUTHENTIK_URL: 'http://127.0.0.1:59998', AUTHENTIK_TOKEN: 'x' },
    });
    expect([nobody.code, nobody.err]).toEqual([
      4,
      expect.stringContaining('nothing listens at 127.0.0.1:59998'),
    ]);
    const refused = await ak(['plan', path], { env: { ...server.env, AUTHENTIK_TOKEN: 'wrong' } });
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('refuses the token')]);
    expect(refused.err).not.toContain('wrong');
  });

  test('names what may be repeated without the way that it is stored', async () => {
    for (const command of ['validate', 'plan', 'apply'])
      expect((await ak([command, '--help'])).out).not.toContain('[])');
  });

  // The older release shows empty lists, the newer one refuses them.
  test.each(['2023.2', '2025.12'])(
    'of %s, a user that may not see what must be known to plan ends with 4',
    async (release) => {
      const later = await startSandbox('--target', release);
      const send = async (path: string, body: unknown): Promise<unknown> =>
        (
          await fetch(`${later.url}/api/v3/core/${path}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${later.token}`, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
        )
          .json()
          .catch(() => undefined);
      const { pk } = (await send('users/', { username: 'plain', name: 'Plain', groups: [] })) as {
        pk: number;
      };
      await send('tokens/', { identifier: 'plain', user: pk, intent: 'api', expiring: false });
      await send('tokens/plain/set_key/', { key: 'plain-key' });
      const path = file('plain.yaml', groups());
      for (const args of [['plan'], ['apply', '--yes']]) {
        const { code, err } = await ak([...args, path], {
          env: { ...later.env, AUTHENTIK_TOKEN: 'plain-key' },
        });
        expect([code, err]).toEqual([4, expect.stringContaining('The server does not show')]);
        expect(err).toContain("the token's user plain is no superuser");
        expect(err).not.toContain('blueprints have errors');
      }
      await later.stop();
    },
  );
});

describe('validate', () => {
  test('names the place, the cause and the remedy', async () => {
    const path = file(
      'bad.yaml',
      'version: 1\nentries:\n- model: authentik_core.application\n  identifiers:\n    slgu: grafana\n  attrs: {name: Grafana}\n',
    );
    const { code, err } = await ak(['validate', path]);
    expect(code).toBe(1);
    expect(err).toContain(`${path}:5:5 error`);
    expect(err).toContain('did you mean slug?');
    expect(err).toContain('^^^^');
  });

  test('prints JSON for programs, also of standard input', async () => {
    const { code, out } = await ak(['validate', '--format', 'json', '-'], {
      stdin: 'version: 2\nentries: []\n',
    });
    const report = JSON.parse(out) as {
      formatVersion: number;
      diagnostics: { code: string; file: string; range: { start: { line: number } } }[];
      summary: object;
    };
    expect(code).toBe(1);
    expect(report.formatVersion).toBe(1);
    expect(report.diagnostics[0]).toMatchObject({
      code: 'version-unsupported',
      file: '<stdin>',
      range: { start: { line: 1, column: 10 } },
    });
    expect(report.summary).toEqual({
      files: 1,
      entries: 0,
      errors: 1,
      warnings: expect.any(Number) as number,
    });
  });

  test.each([
    ['two documents', 'version: 1\nentries: []\n---\nversion: 1\n', 'yaml-multiple-documents'],
    ['a tab', 'version: 1\nentries:\n\t- model: x\n', 'yaml-syntax'],
    ['bad UTF-8', Buffer.from([0x76, 0xff, 0xfe, 0x0a]), 'file-encoding'],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(10)}]\nc: &c [${'*b,'.repeat(10)}]\nd: &d [${'*c,'.repeat(10)}]\ne: &e [${'*d,'.repeat(10)}]\nf: &f [${'*e,'.repeat(10)}]\ng: [${'*f,'.repeat(10)}]\n`,
      'yaml-limit',
    ],
    ['deep nesting', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`, 'yaml-limit'],
  ])('%s is a finding, not a crash', async (_, content, code) => {
    const path = join(folder, 'odd.yaml');
    writeFileSync(path, content);
    const { code: exit, out } = await ak(['validate', '--format', 'json', path]);
    expect(exit).toBe(1);
    expect(
      (JSON.parse(out) as { diagnostics: { code: string }[] }).diagnostics.map((one) => one.code),
    ).toContain(code);
  });
});

describe('plan and apply', () => {
  test('a plan knows what validate could only suppose: one finding where something is missing, none where the object exists', async () => {
    const entry = (slug: string): string =>
      `version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: ${slug}}\n  attrs: {title: Hello}\n`;
    const seeded = file(
      'seeded.yaml',
      `version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: e2e-there}\n  attrs: {name: E, title: E, designation: enrollment}\n`,
    );
    expect((await ak(['apply', '--yes', seeded], { env: server.env })).code).toBe(0);
    const there = file('there.yaml', entry('e2e-there'));
    expect((await ak(['validate', there])).err).toContain('(attribute-missing)');
    // What every server has is no guess.
    expect((await ak(['validate', file('usual.yaml', entry('default-authentication-flow'))])).err).toContain(
      'no problems',
    );
    const known = await ak(['plan', there], { env: server.env });
    expect([known.code, known.err]).toEqual([0, expect.not.stringContaining('attribute-missing')]);
    const missing = await ak(['plan', file('not-there.yaml', entry('e2e-not-there'))], { env: server.env });
    expect([missing.code, missing.err.match(/attribute-missing/g)]).toEqual([1, ['attribute-missing']]);
  });

  test('a mistake that aliases repeat is one finding', async () => {
    const path = file('alias.yaml', groups().replace('{a: 1}', '{a: &a !Context nowhere, b: *a, c: *a}'));
    expect((await ak(['plan', path], { env: server.env })).err.match(/context-missing/g)).toEqual([
      'context-missing',
    ]);
  });

  test('a variable is what the environment has, not what every object has', async () => {
    const text = groups().replace('{a: 1}', '{a: !Env constructor}');
    const { code, err } = await ak(['plan', file('constructor.yaml', text)], { env: server.env });
    expect([code, err]).toEqual([1, expect.stringContaining('constructor')]);
  });

  test('show, do, and come to rest', async () => {
    const path = file(
      'groups.yaml',
      groups(
        '- model: authentik_core.group\n  identifiers: {name: e2e-engineers}\n  attrs: {parent: !KeyOf staff}\n',
      ),
    );
    const planned = await ak(['plan', '--detailed-exitcode', path], { env: server.env });
    expect(planned.code).toBe(2);
    expect(planned.out).toContain('+ authentik_core.group  e2e-engineers');
    expect(planned.out).toMatch(/parent +e2e-staff/);
    expect(planned.out).toContain('2 to create, 0 to update, 0 to delete');

    const asked = await ak(['apply', path], { env: server.env });
    expect([asked.code, asked.err]).toEqual([3, expect.stringContaining('--yes')]);

    const applied = await ak(['apply', '--yes', path], { env: server.env });
    expect(applied.code).toBe(0);
    expect(applied.out).toContain('2 applied, 0 failed, 0 skipped');

    const again = await ak(['plan', '--detailed-exitcode', path], { env: server.env });
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Nothing to do')]);
  });

  test('show a long text as lines, and JSON in full', async () => {
    const policy = (body: string): string =>
      `version: 1\nentries:\n- model: authentik_policies_expression.expressionpolicy\n  identifiers: {name: e2e-policy}\n  attrs:\n    expression: |\n${body
        .split('\n')
        .map((line) => `      ${line}`)
        .join('\n')}\n`;
    await ak(['apply', '--yes', file('policy.yaml', policy('a = 1\nb = 2\nreturn a == b'))], {
      env: server.env,
    });
    const path = file('policy.yaml', policy('a = 1\nb = 3\nreturn a == b'));
    const { out } = await ak(['plan', path], { env: server.env });
    expect(out).toContain('- b = 2');
    expect(out).toContain('+ b = 3');
    const json = JSON.parse((await ak(['plan', '--format', 'json', path], { env: server.env })).out) as {
      digest: string;
      changes: { action: string; line: number; fields: { path: string; before: string; after: string }[] }[];
    };
    expect(json.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(json.changes).toHaveLength(1);
    expect(json.changes[0]).toMatchObject({
      action: 'update',
      line: 3,
      fields: [
        { path: 'expression', before: 'a = 1\nb = 2\nreturn a == b', after: 'a = 1\nb = 3\nreturn a == b' },
      ],
    });
  });

  test('a failed change stops what waits for it and nothing else, and is shown at its attribute', async () => {
    const path = file(
      'failing.yaml',
      `version: 1
entries:
- model: authentik_blueprints.blueprintinstance
  id: i
  identifiers: {name: e2e-broken}
  attrs:
    path: nowhere.yaml
    enabled: false
- model: authentik_core.application
  id: a
  identifiers: {slug: e2e-app}
  attrs: {name: App}
- {model: authentik_core.group, identifiers: {name: e2e-waits}, attrs: {attributes: {instance: !KeyOf i}}}
`,
    );
    const { code, out, err } = await ak(['apply', '--yes', path], { env: server.env });
    expect(code).toBe(1);
    expect(out).toContain('1 applied, 1 failed, 1 skipped');
    expect(out).toContain('waits for authentik_blueprints.blueprintinstance e2e-broken');
    expect(err).toContain(`${path}:7:5 error`);
  });

  test('the default tenant is left alone, and the exit code says so', async () => {
    const path = file(
      'tenant.yaml',
      'version: 1\nentries:\n- model: authentik_tenants.tenant\n  identifiers: {domain: authentik-default}\n  attrs: {branding_title: Mine}\n',
    );
    const left = await ak(['apply', '--yes', path], { env: server.env });
    expect(left.code).toBe(6);
    expect(left.out).toContain('left alone');
    const title = async (): Promise<unknown> =>
      (
        (await (
          await fetch(`${server.url}/api/v3/core/tenants/?domain=authentik-default`, {
            headers: { Authorization: `Bearer ${server.token}` },
          })
        ).json()) as { results: { branding_title: string }[] }
      ).results[0]?.branding_title;
    expect(await title()).toBe('authentik');
    const allowed = await ak(
      ['apply', '--yes', '--allow-protected', 'authentik_tenants.tenant:authentik-default', path],
      { env: server.env },
    );
    expect(allowed.code).toBe(0);
    expect(await title()).toBe('Mine');
  });

  test('secrets are never printed', async () => {
    const path = file(
      'secret.yaml',
      'version: 1\nentries:\n- model: authentik_core.user\n  identifiers: {username: e2e-secret}\n  attrs: {name: S, groups: [], password: !Env E2E_PASSWORD}\n- model: authentik_core.token\n  identifiers: {identifier: e2e-token}\n  attrs: {user: !Find [authentik_core.user, [username, e2e-secret]], intent: app_password, key: !Env E2E_PASSWORD}\n',
    );
    const env = { ...server.env, E2E_PASSWORD: 'correct-horse-battery' };
    for (const args of [
      ['plan', path],
      ['plan', '--format', 'json', path],
      ['apply', '--yes', path],
      ['plan', '--secrets', 'always', path],
    ]) {
      const { code, out, err } = await ak(args, { env });
      expect([code, out]).toEqual([0, expect.stringContaining('e2e-')]);
      expect(out + err).not.toContain('correct-horse');
      expect(out + err).not.toContain(server.token);
    }
  });

  test('context comes from the command line and from a file', async () => {
    const path = file(
      'context.yaml',
      'version: 1\ncontext: {prefix: x}\nentries:\n- model: authentik_core.group\n  identifiers: {name: !Format ["%s-%s", !Context prefix, !Context team]}\n',
    );
    const values = file('values.yaml', 'team: red\n');
    const args = ['plan', '--context-file', values, '--context', 'prefix=e2e', path];
    const hidden = await ak(args, { env: server.env });
    expect(hidden.out).toContain('authentik_core.group  (from prefix, team)');
    expect(hidden.out + hidden.err).not.toMatch(/e2e-red|\bred\b/);
    const shown = await ak([...args, '--insensitive', 'prefix', '--insensitive', 'team'], {
      env: server.env,
    });
    expect(shown.out).toContain('authentik_core.group  e2e-red');
  });
});

test('a labelled file is left out of a folder and taken when it is named', async () => {
  const inside = mkdtempSync(join(folder, 'walk-'));
  writeFileSync(
    join(inside, 'labelled.yaml'),
    'version: 1\nmetadata: {name: L, labels: {blueprints.goauthentik.io/instantiate: "false"}}\nentries:\n- model: authentik_core.group\n  identifiers: {name: labelled}\n',
  );
  writeFileSync(join(inside, 'plain.yaml'), groups());
  const walked = await ak(['validate', '--verbose', inside]);
  expect(walked.err).toContain('label-skipped');
  expect(walked.err).toContain('2 entries');
  expect((await ak(['plan', inside], { env: server.env })).out).toContain('1 file left out by its label');
  expect((await ak(['validate', join(inside, 'labelled.yaml'), inside])).err).toContain('2 entries');
});

test('what a file alone only supposes is refused by a plan, and nothing is written', async () => {
  const path = join(folder, 'nobody.yaml');
  writeFileSync(
    path,
    [
      'version: 1',
      'entries:',
      '- {id: app, model: authentik_core.application, identifiers: {slug: wiki}, attrs: {name: Wiki}}',
      '- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, order: 0}}',
    ].join('\n'),
  );
  const { code, out } = await ak(['apply', '--yes', '--format', 'json', '--sandbox', path]);
  expect([code, out]).toEqual([1, expect.stringContaining('one of policy, group, user must be set')]);
  expect(JSON.parse(out)).not.toHaveProperty('summary.applied', 1);
});

test('a sandbox keeps its state in a file', async () => {
  const store = join(folder, 'store.json');
  const path = file('kept.yaml', groups());
  expect((await ak(['apply', '--yes', '--sandbox', '--store', store, path])).code).toBe(0);
  expect((await ak(['plan', '--detailed-exitcode', '--sandbox', '--store', store, path])).code).toBe(0);
  expect(readFileSync(store, 'utf8')).toContain('e2e-staff');
  // What is made after a start is beside what was there, and not in its place.
  for (const name of ['second', 'third', 'fourth'])
    expect(
      (
        await ak([
          'apply',
          '--yes',
          '--sandbox',
          '--store',
          store,
          file(`${name}.yaml`, groups().replace('e2e-staff', `e2e-${name}`)),
        ])
      ).code,
    ).toBe(0);
  const kept = readFileSync(store, 'utf8');
  for (const name of ['authentik Admins', 'e2e-staff', 'e2e-second', 'e2e-third', 'e2e-fourth'])
    expect(kept).toContain(`"${name}"`);
});

test('the catalog of a running server is that of its document', async () => {
  const { code, out, err } = await ak(['schema', 'build', '--from', server.url]);
  expect([code, err]).toEqual([0, expect.stringContaining('62 models can be managed')]);
  expect(JSON.parse(out)).toMatchObject({ release: expect.stringMatching(/^2023\.2/) as string });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import schema from '../../schemas/drift-output-1.json' with { type: 'json' };
import { type Ran, runHere } from '../run-here.ts';
import { openServer, type Served } from '../cli/served.ts';
import { type Difference, handOf, type Report } from './hand.ts';

/* What drift says of each thing that can have happened, in every format, and when it cannot look. */

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-drift-'));
let served: Served | undefined;
afterEach(async () => served?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROJECT = 'files: bp/\nproject: {name: shop, id: 5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90}\n';
const SECRET = 'kept-under-a-stone';
const validate = new Ajv({ formats: { 'date-time': true } }).compile(schema);

const group = (name: string, attrs = ''): string =>
  `- model: authentik_core.group\n  identifiers: {name: ${name}}\n  attrs: {${attrs}}\n`;
const user = (name: string): string =>
  `- model: authentik_core.user\n  id: ${name}\n  identifiers: {username: ${name}}\n  attrs: {name: ${name}}\n`;
const FLOW = `- model: authentik_flows.flow
  id: flow
  identifiers: {slug: sign-in}
  attrs: {name: Sign in, title: Sign in, designation: authorization}
- model: authentik_stages_dummy.dummystage
  id: stage
  identifiers: {name: dummy}
- model: authentik_flows.flowstagebinding
  identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 10}
- model: authentik_providers_ldap.ldapprovider
  identifiers: {name: directory}
  attrs: {authorization_flow: !KeyOf flow, invalidation_flow: !KeyOf flow, base_dn: "dc=a"}
`;
const app = (name: string): string =>
  `- model: authentik_core.application\n  id: ${name}\n  identifiers: {slug: ${name}}\n  attrs: {name: App ${name}}\n`;

interface Place {
  readonly served: Served;
  readonly write: (...entries: readonly string[]) => void;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  readonly report: (...args: readonly string[]) => Promise<Report>;
}

/** A project on a fresh server, applied. */
async function applied(release: string, ...entries: readonly string[]): Promise<Place> {
  const server = await openServer(release);
  served = server;
  const cwd = join(folder, 'project');
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(join(cwd, 'bp'), { recursive: true });
  writeFileSync(join(cwd, 'ak-blueprint.yaml'), PROJECT);
  const write = (...some: readonly string[]): void =>
    writeFileSync(join(cwd, 'bp', 'a.yaml'), `version: 1\nentries:\n${some.join('')}`);
  const run = (...args: readonly string[]): Promise<Ran> =>
    runHere(args, { cwd, env: { ...server.env, XDG_CONFIG_HOME: cwd, SECRET_OF_STAFF: SECRET } });
  write(...entries);
  expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
  const report = async (...args: readonly string[]): Promise<Report> => {
    const ran = await run('drift', '--format', 'json', ...args);
    const read = JSON.parse(ran.out) as Report;
    expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
    expect(ran.code, ran.err).toBe(read.differences.length > 0 ? 2 : 0);
    return read;
  };
  return { served: server, write, run, report };
}

const named = ({ differences }: Report, key: string): Difference | undefined =>
  differences.find((one) => one.key.startsWith(key));

test('tells what was changed on the server, in the files, in membership and identity, from what was not', async () => {
  const all = [
    user('ada'),
    group('staff', 'users: [!KeyOf ada]'),
    group('outer', 'users: []'),
    group('by-file', 'attributes: {a: 1}'),
    group('left'),
    group('gone'),
    group('quiet'),
    FLOW,
    app('grafana'),
    `- model: authentik_policies.policybinding\n  identifiers: {target: !KeyOf grafana, group: !Find [authentik_core.group, [name, quiet]], order: 0}\n`,
  ];
  const { served: server, write, run, report } = await applied('2025.12', ...all);
  expect((await report()).differences).toEqual([]);
  const { api } = server;
  const hand = await handOf(server, 'bob');
  const at = async (list: string, field: string, value: string): Promise<string> =>
    `/${list}/${await api.pk(list, field, value)}/`;
  const ada = await api.pk('core/users', 'username', 'ada');
  const [binding] = ((await api.get('flows/bindings/')) as { results: { pk: string }[] }).results;
  const statuses = [
    await hand.send('POST', `${await at('core/groups', 'name', 'staff')}remove_user/`, { pk: ada }),
    await hand.send('PATCH', `/core/users/${ada}/`, {
      groups: [await api.pk('core/groups', 'name', 'outer')],
    }),
    await hand.send('DELETE', await at('core/groups', 'name', 'gone')),
    await hand.send('PATCH', '/core/applications/grafana/', { slug: 'grafana-2' }),
    await hand.send('PATCH', `/flows/bindings/${binding?.pk}/`, { order: 20 }),
    await hand.send('PATCH', await at('providers/ldap', 'name', 'directory'), { base_dn: 'dc=b' }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([204, 200, 204, 200, 200, 200]);
  write(
    ...all.filter((text) => !/name: (left|by-file)\b/.test(text)),
    group('by-file', 'attributes: {a: 2}'),
    group('new'),
  );
  const found = await report();
  const told = found.differences.map(({ kind, key, fate, fields, who }) => {
    const parts = [key, kind, fate, fields.map(({ path }) => path).join(), who['user'] ?? who['why']];
    return parts.filter((part) => part !== undefined && part !== '').join(' ');
  });
  const none = 'the server has no event of it: it keeps none of this, or none any more';
  expect(told.sort()).toEqual([
    'by-file changed attributes akadmin',
    'directory changed base_dn bob',
    'gone missing deleted bob',
    'grafana missing moved bob',
    'left undeclared akadmin',
    `new missing never-applied ${none}`,
    'outer changed users bob',
    `quiet / grafana / 0 missing along ${none}`,
    'quiet / grafana-2 / 0 undeclared akadmin',
    'sign-in / dummy / 10 missing moved bob',
    'staff changed users bob',
  ]);
  expect(named(found, 'outer')?.who['through']).toBe('ada');
  expect(named(found, 'by-file')?.who).toMatchObject({ run: { project: 'shop' }, events: 0 });
  expect(named(found, 'directory')?.fields).toEqual([{ path: 'base_dn', file: 'dc=a', server: 'dc=b' }]);
  const { out } = await run('drift');
  expect(out).toContain('changed in the files, and not applied');
  // The slug was changed, and the event has the name.
  expect(out).toMatch(/grafana +missing on the server: what identifies it was changed {2}a\.yaml/);
  expect(out).toMatch(
    /base_dn {2}the file says "dc=a", the server has "dc=b"\n\s+by bob, \d{4}-.* from 127\.0\.0\.1: PATCH \/api/,
  );
  expect(out).toContain(
    '11 objects differ: 4 changed, 5 missing, 2 not declared; 4 objects are as they should be.',
  );
});

describe('on authentik 2023.2', () => {
  test('own writes are told by user and time, and providers are found by their number', async () => {
    const {
      served: server,
      write,
      report,
    } = await applied('2023.2', FLOW, group('staff', 'attributes: {a: 1}'));
    const hand = await handOf(server, 'bob');
    const path = `/providers/ldap/${await server.api.pk('providers/ldap', 'name', 'directory')}/`;
    expect((await hand.send('PATCH', path, { base_dn: 'dc=b' })).status).toBe(200);
    write(FLOW, group('staff', 'attributes: {a: 2}'));
    const found = await report();
    expect(found.differences.map(({ key }) => key)).toEqual(['directory', 'staff']);
    expect(named(found, 'directory')?.who).toMatchObject({ user: 'bob', events: 1 });
    expect(named(found, 'staff')?.who).toMatchObject({ user: 'akadmin', run: {}, events: 0 });
  });
});

test('nothing secret is shown of what events say', async () => {
  const { served: server, run } = await applied(
    '2025.12',
    user('ada'),
    group('staff', 'attributes: {api_token: !Env SECRET_OF_STAFF}'),
  );
  const hand = await handOf(server, SECRET);
  const path = `/core/users/${await server.api.pk('core/users', 'username', 'ada')}/`;
  expect((await hand.send('PATCH', path, { name: SECRET })).status).toBe(200);
  for (const format of ['pretty', 'json', 'markdown', 'prometheus']) {
    const { code, out, err } = await run('drift', '--format', format);
    expect([code, err]).toEqual([2, '']);
    expect(out).not.toContain(SECRET);
  }
});

test('what no file names is shown with who made it, and is no difference', async () => {
  const { served: server, run, report } = await applied('2025.12', app('grafana'), group('staff'));
  const { api } = server;
  const hand = await handOf(server, 'bob');
  const target = await api.pk('core/applications', 'slug', 'grafana');
  const staff = await api.pk('core/groups', 'name', 'staff');
  const made = await hand.send('POST', '/policies/bindings/', { target, group: staff, order: 7 });
  expect(made.status).toBe(201);
  const { differences, children } = await report();
  expect(differences).toEqual([]);
  expect(children).toMatchObject([
    { name: 'group staff at order 7', of: { key: 'grafana' }, who: { action: 'created', user: 'bob' } },
  ]);
  for (const format of ['pretty', 'markdown']) {
    const { code, out, err } = await run('drift', '--format', format);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/group staff at order 7, of authentik_core\.application grafana .*\n\s+by bob, /);
  }
  expect((await run('drift', '--format', 'prometheus')).out).toContain('drift_children{project="shop"} 1\n');
});

describe('reports', () => {
  /** A group that somebody with an odd name gave an odd value. */
  async function odd(): Promise<Place> {
    const place = await applied('2025.12', group('staff', 'attributes: {team: shop}'));
    const hand = await handOf(place.served, 'a`@octo');
    const path = `/core/groups/${await place.served.api.pk('core/groups', 'name', 'staff')}/`;
    await hand.send('PATCH', path, { attributes: { team: '```\n# <b>@all</b> |' } });
    return place;
  }

  test('as Markdown have texts of others in code only', async () => {
    const { run } = await odd();
    const { out, code } = await run('drift', '--format', 'markdown');
    expect(code).toBe(2);
    const outside = out.replace(/^( *)(`{3,})text\n[^]*?\n\1\2$/gm, '').replace(/(`+)(?:(?!\1)[^])+\1/g, '');
    expect(out).toContain('@octo');
    expect(outside.replace('### Drift', '')).not.toMatch(/[@<#|]/);
    expect(outside).toContain('### Drift: 1 object differs: 1 changed');
  });

  test('for Prometheus are in its text format, also of a look that failed', async () => {
    const { run } = await odd();
    const ran = await run('drift', '--format', 'prometheus', '--out', 'ak.prom');
    expect([ran.code, ran.out]).toEqual([2, '']);
    const text = readFileSync(join(folder, 'project', 'ak.prom'), 'utf8');
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+\{(\w+="[^"\\\n]*",?)+\} -?[\d.e+-]+)$/);
    expect(text).toContain('ak_blueprint_drift_up{project="shop"} 1\n');
    expect(text).toContain(
      'ak_blueprint_drift_objects{project="shop",model="authentik_core.group",action="changed"} 1\n',
    );
    expect(text).toMatch(/^ak_blueprint_drift_oldest_seconds\{project="shop"\} \d/m);
    const failed = await run(
      'drift',
      '--format',
      'prometheus',
      '--out',
      'ak.prom',
      '--url',
      'http://127.0.0.1:1',
    );
    expect(failed.code).toBe(4);
    const now = readFileSync(join(folder, 'project', 'ak.prom'), 'utf8');
    expect(now).toContain('ak_blueprint_drift_up{project="shop"} 0\n');
    expect(now).not.toContain('objects');
    const json = await run('drift', '--format', 'json', '--url', 'http://127.0.0.1:1');
    expect(json.code).toBe(4);
    expect(validate(JSON.parse(json.out)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(json.out)).toMatchObject({ up: false, project: 'shop' });
  });

  test('say of how many objects nobody was asked, and ask for no more', async () => {
    const { served: server, write, report, run } = await applied('2025.12', group('a'), group('b'));
    write(group('a', 'attributes: {x: 1}'), group('b', 'attributes: {x: 1}'));
    server.log.length = 0;
    const found = await report('--events', '1');
    expect(found.differences.map(({ who }) => who['known'])).toEqual([true, false]);
    const asked = server.log.filter((line) => line.includes('/events/events/'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/[?&]page_size=\d\d&?/);
    expect((await run('drift', '--events', '0')).out).toContain('the events were not to be read');
    expect(await run('snapshot', '--out', 'snapshot.json')).toMatchObject({ code: 0 });
    server.log.length = 0;
    const { out, code } = await run('drift', '--against', 'snapshot.json');
    expect([code, server.log]).toEqual([2, []]);
    expect(out).toContain('a snapshot has no events');
  });
});

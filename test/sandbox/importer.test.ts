import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { WHOLE } from '../random-cases.ts';
import { hasShared, shared } from '../shared.ts';
import { ask, partsOf, recordedState, startSandbox, upload } from './start.ts';

/*
 * The importer: what it makes of a blueprint, and how it tells what it cannot. The answers were measured on real
 * servers of 2023.2.3, 2025.12.4 and 2026.5.0-rc1.
 */

const start = (release: string): Sandbox => createSandbox(partsOf(release));

const blueprint = (...entries: readonly string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- {${entry}}\n`).join('')}`;

const group = (name: string, more = ''): string =>
  `model: authentik_core.group, identifiers: {name: ${name}}${more === '' ? '' : `, ${more}`}`;

const FLOW = 'model: authentik_flows.flow, id: f, identifiers: {slug: f}';
const AS_FLOW = 'attrs: {name: F, title: F, designation: authorization}';
const BAD = group('b', 'attrs: {is_superuser: 7x}');
const BOOLEAN =
  "Entry invalid: Serializer errors {'is_superuser': [ErrorDetail(string='Must be a valid boolean.', code='invalid')]}";
const FAILED = 'Blueprint validation failed';

/** A dry run: no instance is made, as it has no name. */
const dryRun = (sandbox: Sandbox, content: string) =>
  ask(sandbox, 'POST', '/managed/blueprints/', { content, enabled: false });

const importInto = (sandbox: Sandbox, content: string) =>
  upload(sandbox, '/flows/instances/import/', { file: content });

const CRASH = { status: 405, content: undefined };
const GOOD = { status: 400, content: undefined };
const says = (...lines: readonly string[]) => ({
  status: 400,
  content: ['Failed to validate blueprint', ...lines],
});

/** A content, and what a dry run of it answers at 2023.2.3 and at 2025.12.4. */
const CASES: Readonly<Record<string, readonly [string, object, object]>> = {
  'no entries': ['version: 1\nentries: []\n', GOOD, GOOD],
  'an empty mapping': ['{}', GOOD, GOOD],
  'a list': ['[1]', GOOD, GOOD],
  'a text': ['hello', GOOD, GOOD],
  'a text with a name of a part': ['no entries', CRASH, CRASH],
  'attributes that are null': [blueprint(group('a', 'attrs: null')), CRASH, CRASH],
  'NUL in JSON': [blueprint(group('a', 'attrs: {attributes: {a: "x\\0y"}}')), CRASH, CRASH],
  'infinity in JSON': [
    blueprint(group('a', 'attrs: {attributes: {a: .inf}}')),
    CRASH,
    says(
      "- Entry invalid: Serializer errors {'attributes': [ErrorDetail(string='Value must be valid JSON.', code='invalid')]}",
      `- ${FAILED}`,
    ),
  ],
  'half of a character': [blueprint(group('"\\ud83d\\ude00"')), CRASH, CRASH],
  'a character by its number': [blueprint(group('"\\U0001F600"')), GOOD, GOOD],
  'true as a number': [blueprint('model: authentik_core.user, identifiers: {id: true}'), GOOD, GOOD],
  'a text for the key of a holder': [
    blueprint(group('a', 'permissions: [{permission: authentik_core.view_group, user: "1"}]')),
    GOOD,
    CRASH,
  ],
  'an unknown model that is passed over': [
    blueprint('model: authentik_core.nope, conditions: [false], identifiers: {name: x}'),
    CRASH,
    says('- App or Model does not exist', `- ${FAILED}`),
  ],
  'a comment': ['# x\n', CRASH, CRASH],
  'no YAML': ['{{{', CRASH, CRASH],
  'another version': ['version: 2\nentries: []\n', says(), says('- Invalid blueprint version')],
  'sections of entries': ['version: 1\nentries: {}\n', CRASH, GOOD],
  'an unknown tag': [blueprint(group('!Foo x')), CRASH, CRASH],
  'an unknown state': [blueprint(group('a', 'state: foo')), CRASH, CRASH],
  'an id that is a number': [blueprint(group('a', 'id: 7')), CRASH, CRASH],
  'an unknown model': [
    blueprint('model: authentik_core.nope, identifiers: {name: x}'),
    CRASH,
    says('- App or Model does not exist', `- ${FAILED}`),
  ],
  'a base class': [
    blueprint('model: authentik_core.provider, identifiers: {name: x}'),
    CRASH,
    says("- Entry invalid: Model <class 'authentik.core.models.Provider'> not allowed", `- ${FAILED}`),
  ],
  'no identifiers': [
    blueprint('model: authentik_core.group'),
    CRASH,
    says('- Entry invalid: No or invalid identifiers', `- ${FAILED}`),
  ],
  'a key that is no UUID': [
    blueprint('model: authentik_core.group, identifiers: {group_uuid: x}'),
    { status: 400, content: ['“x” is not a valid UUID.'] },
    { status: 400, content: ['“x” is not a valid UUID.'] },
  ],
  'a key that is no number': [blueprint('model: authentik_core.user, identifiers: {id: x}'), CRASH, CRASH],
  'a number as text': [blueprint('model: authentik_core.user, identifiers: {id: "1"}'), GOOD, GOOD],
  'a bad second entry': [blueprint(group('a'), BAD), CRASH, says(`- ${BOOLEAN}`, `- ${FAILED}`)],
  'errors of several fields': [
    blueprint('model: authentik_flows.flow, identifiers: {slug: b}, attrs: {designation: nope, name: B}'),
    CRASH,
    says(
      "- Entry invalid: Serializer errors {'title': [ErrorDetail(string='This field is required.', code='required')], " +
        `'designation': [ErrorDetail(string='"nope" is not a valid choice.', code='invalid_choice')]}`,
      `- ${FAILED}`,
    ),
  ],
  // The log cannot show an entry with a tag.
  'a bad entry with a tag': [
    blueprint(
      group('a', 'id: a'),
      group('b', 'attrs: {is_superuser: 7x, attributes: {a: !Format ["%s", !KeyOf a]}}'),
    ),
    CRASH,
    CRASH,
  ],
  'an unknown id': [blueprint(group('!KeyOf x')), CRASH, CRASH],
  'the id of a later entry': [
    blueprint(group('a', 'attrs: {parent: !KeyOf b, parents: [!KeyOf b]}'), group('b', 'id: b')),
    CRASH,
    CRASH,
  ],
  'a key in JSON': [
    blueprint(group('a', 'id: a'), group('b', 'attrs: {attributes: {a: !KeyOf a}}')),
    CRASH,
    CRASH,
  ],
  'a key in a text in JSON': [
    blueprint(group('a', 'id: a'), group('b', 'attrs: {attributes: {a: !Format ["%s", !KeyOf a]}}')),
    GOOD,
    GOOD,
  ],
  'what is there, created again, and its key': [
    blueprint(
      group('authentik Admins', 'id: a, state: created'),
      group('b', 'attrs: {attributes: {a: !Format ["%s", !KeyOf a]}}'),
    ),
    CRASH,
    GOOD,
  ],
  'what is there and must be new': [
    blueprint(group('authentik Admins', 'state: must_created')),
    CRASH,
    says(
      "- Entry invalid: {'name': [ErrorDetail(string='State is set to must_created and object exists already', code='unique')]}",
      `- ${FAILED}`,
    ),
  ],
  'a delete of what is not there': [blueprint(group('nope', 'state: absent')), GOOD, GOOD],
  'a delete of what is not there and not valid': [
    blueprint('model: authentik_flows.flow, state: absent, identifiers: {slug: nope}'),
    CRASH,
    GOOD,
  ],
  'a permission for nobody': [
    blueprint(group('a', 'permissions: [{permission: view_group, user: 99999}]')),
    GOOD,
    CRASH,
  ],
};

describe.each(['2023.2', '2025.12'])('a dry run at %s', (release) => {
  const sandbox = start(release);
  const rows = () => sandbox.export().rows.filter(({ model }) => model !== 'authentik_events.event');
  const before = rows();
  it.each(Object.entries(CASES))('of %s', async (_, [content, early, late]) => {
    const { status, body } = await dryRun(sandbox, content);
    const { content: said, ...others }: Record<string, unknown> = status === 400 ? body : {};
    expect({ status, content: said }).toEqual(release === '2023.2' ? early : late);
    if (status === 400) expect(others).toEqual({ name: ['This field is required.'] });
    expect(rows()).toEqual(before);
  });
});

/** Blueprints of one entry that the importer of a real 2023.2.3 was given; a share of those without `!Find`. */
test.skipIf(!hasShared)(
  'single attributes are taken and refused as the real importer does',
  async () => {
    const sandbox = startSandbox({ state: recordedState() });
    const recorded = readFileSync(shared('data/oracle/2023.2.3/attributes.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { case: string; ok: boolean; blueprint: string })
      .filter(({ blueprint: text }) => !text.includes('!Find'))
      .filter((_, index) => WHOLE || index % 12 === 0);
    expect(recorded.length).toBeGreaterThan(200);
    const different: string[] = [];
    for (const { case: name, ok, blueprint: text } of recorded) {
      const { status, body } = await dryRun(sandbox, text);
      const isTaken = status === 400 && !('content' in body);
      if (isTaken !== ok) different.push(name);
    }
    expect(different).toEqual([]);
  },
  60_000,
);

test('2022.12 has no content, and answers as to any other request', async () => {
  const { status, body } = await dryRun(start('2022.12'), '{{{');
  expect({ status, body }).toEqual({
    status: 400,
    body: { name: ['This field is required.'], path: ['This field is required.'] },
  });
});

describe.each(['2023.2', '2024.12', '2025.12'])('an import at %s', (release) => {
  const ids =
    (...names: readonly string[]) =>
    async (sandbox: Sandbox) => {
      const rows = (await ask(sandbox, 'GET', '/core/groups/?page_size=100')).body.results;
      return names.map((name) => rows.find((row) => row['name'] === name)?.['pk']);
    };

  it('makes objects, and gives later entries their keys by !KeyOf', async () => {
    const sandbox = start(release);
    const parents = release === '2025.12' ? 'parents: [!KeyOf a]' : 'parent: !KeyOf a';
    const file = blueprint(
      `${FLOW}, ${AS_FLOW}`,
      'model: authentik_stages_deny.denystage, id: d, identifiers: {name: d}',
      'model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf f, stage: !KeyOf d, order: 0}, id: fsb',
      group('a', 'id: a'),
      group('b', `attrs: {${parents}, attributes: {of: !Format ["%s of 100%%", !KeyOf a]}}`),
      'model: authentik_policies.policybinding, identifiers: {target: !KeyOf f, group: !KeyOf a, order: 0}',
      'model: authentik_policies.policybinding, identifiers: {target: !KeyOf fsb, group: !KeyOf a, order: 0}',
    );
    expect(await importInto(sandbox, file)).toEqual({ status: 200, body: { logs: [], success: true } });
    const [a, b] = await ids('a', 'b')(sandbox);
    const child = (await ask(sandbox, 'GET', `/core/groups/${String(b)}/`)).body;
    expect(child['parents'] ?? [child['parent']]).toEqual([a]);
    expect(child['attributes']).toEqual({ of: `${String(a)} of 100%` });
    const [flow] = (await ask(sandbox, 'GET', '/flows/instances/?slug=f')).body.results;
    const stages = (await ask(sandbox, 'GET', `/flows/bindings/?target=${String(flow?.['pk'])}`)).body
      .results;
    const targets = (await ask(sandbox, 'GET', '/policies/bindings/')).body.results.map(
      ({ target }) => target,
    );
    expect(new Set(targets)).toEqual(new Set([flow?.['pk'], stages[0]?.['pk']]));
    // Everything is there now: the same again changes it and makes nothing.
    const rows = (): number =>
      sandbox.export().rows.filter(({ model }) => model !== 'authentik_events.event').length;
    const before = rows();
    expect((await importInto(sandbox, file)).body).toEqual({ logs: [], success: true });
    expect(rows()).toBe(before);
  });

  it('changes and deletes what a key names under its own name, and leaves out what it does not say', async () => {
    const sandbox = start(release);
    await importInto(
      sandbox,
      blueprint(group('a', 'attrs: {is_superuser: true, attributes: {x: 1}}'), group('b')),
    );
    const [a, b] = await ids('a', 'b')(sandbox);
    const by = (key: unknown, more: string) =>
      `model: authentik_core.group, identifiers: {group_uuid: ${String(key)}}, ${more}`;
    const file = blueprint(
      by(a, 'attrs: {name: c}'),
      by(b, 'state: absent'),
      group('c', 'state: created, attrs: {name: d}'),
    );
    expect((await importInto(sandbox, file)).body).toEqual({ logs: [], success: true });
    expect(await ids('b', 'd', 'c')(sandbox)).toEqual([undefined, undefined, a]);
    expect((await ask(sandbox, 'GET', `/core/groups/${String(a)}/`)).body).toMatchObject({
      name: 'c',
      is_superuser: true,
      attributes: { x: 1 },
    });
  });

  it('does all or nothing; only numbers that were given out stay so', async () => {
    const sandbox = start(release);
    const before = sandbox.export();
    const user = 'model: authentik_core.user, identifiers: {username: u}, attrs: {name: U, groups: []}';
    const admins = group('authentik Admins', 'attrs: {attributes: {touched: true}}');
    await importInto(sandbox, blueprint(user, admins, group('akadmin', 'state: absent'), BAD));
    const after = sandbox.export();
    expect(after.rows.filter(({ model }) => model !== 'authentik_events.event')).toEqual(before.rows);
    expect(Object.values(after.sequences).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(
      Object.values(before.sequences).reduce((sum, one) => sum + one, 0),
    );
  });

  it('replaces what equals a key that was given as pk, false and 0 alike', async () => {
    const sandbox = start(release);
    const file = (identifiers: string) =>
      blueprint(
        `model: authentik_core.user, id: u, identifiers: {${identifiers}}, attrs: {name: U, groups: []}`,
        group('a', 'attrs: {attributes: {flag: false, zero: 0, text: "0", deep: {flag: false}}}'),
      );
    const read = async () =>
      (await ask(sandbox, 'GET', '/core/groups/?name=a')).body.results[0]?.['attributes'];
    await importInto(sandbox, file('username: u'));
    expect(await read()).toEqual({ flag: false, zero: 0, text: '0', deep: { flag: false } });
    const [user] = (await ask(sandbox, 'GET', '/core/users/?username=u')).body.results;
    // No user has the key 0: the other identifiers find one.
    await importInto(sandbox, file('pk: 0, username: u'));
    const pk = user?.['pk'];
    expect(await read()).toEqual({ flag: pk, zero: pk, text: '0', deep: { flag: false } });
  });
});

/** What is refused, and how the answer of an import tells it. */
describe('a refused import', () => {
  const logOf = async (release: string, content: string) => {
    const { status, body } = await importInto(start(release), content);
    const { success, logs } = (typeof body === 'object' ? body : {}) as {
      success?: boolean;
      logs?: Record<string, unknown>[];
    };
    return { status, success, logs };
  };
  const entry = {
    model: 'authentik_core.group',
    state: 'present',
    conditions: [],
    identifiers: { name: 'b' },
    attrs: { is_superuser: '7x' },
    permissions: [],
    id: null,
    _state: { instance: null },
  };

  it('has no words at 2023.2, but for an unknown model', async () => {
    expect(await logOf('2023.2', blueprint(BAD))).toEqual({ status: 405 });
    expect(await logOf('2023.2', blueprint('model: authentik_core.nope, identifiers: {name: b}'))).toEqual({
      status: 200,
      success: false,
      logs: [
        { app: 'authentik_core', model: 'nope', event: 'app or model does not exist', log_level: 'warning' },
      ],
    });
  });

  it('shows the entry whole at 2025.12, unless it has a tag', async () => {
    const { status, success, logs = [] } = await logOf('2025.12', blueprint(BAD));
    expect({ status, success, events: logs.map(({ event }) => event) }).toEqual({
      status: 200,
      success: false,
      events: [BOOLEAN, FAILED],
    });
    expect(logs[0]).toMatchObject({
      log_level: 'warning',
      logger: 'authentik.blueprints.v1.importer',
      attributes: { entry, error: BOOLEAN.replace('Entry invalid: ', ''), auth_via: 'api_token' },
    });
    const tagged = blueprint(
      group('a', 'id: a'),
      group('!Format ["%s", !KeyOf a]', 'attrs: {is_superuser: 7x}'),
    );
    expect(await logOf('2025.12', tagged)).toEqual({ status: 405 });
  });
});

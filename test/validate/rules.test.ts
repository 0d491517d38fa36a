import { describe, expect, test } from 'vitest';
import { secretSpans } from '../../src/source/secret-spans.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { shownLines } from '../../src/source/shown-line.ts';
import { checkFiles, findingsIn, readFiles } from './check.ts';

const FLOW = '{name: F, title: F, designation: authentication}';
const flow = (slug: string, id = slug): string =>
  `- {model: authentik_flows.flow, id: ${id}, identifiers: {slug: ${slug}}, attrs: ${FLOW}}\n`;
const group = (attrs: string, identifiers = '{name: g}'): string =>
  `- {model: authentik_core.group, identifiers: ${identifiers}, attrs: ${attrs}}\n`;
const entry = (model: string, identifiers: string, attrs = '{}', more = ''): string =>
  `- {model: ${model}, ${more}identifiers: ${identifiers}, attrs: ${attrs}}\n`;
const BINDING = 'authentik_policies.policybinding';
const TENANT = 'authentik_tenants.tenant';
const MATCHER = 'authentik_policies_event_matcher.eventmatcherpolicy';
const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const STAGE = 'authentik_stages_identification.identificationstage';

type Row = readonly [sentence: string, entries: string, ...findings: string[]];

describe('models', () => {
  test.each<Row>([
    [
      'a misspelt model gives one finding and nothing that follows from it',
      entry('authentik_core.grop', '{nmae: x}', '{users: 5}'),
      'error model-unknown «authentik_core.grop»',
    ],
    [
      'a model of a newer release does not exist',
      entry('authentik_brands.brand', '{domain: x}'),
      'error model-unknown «authentik_brands.brand»',
    ],
    [
      'the app label keeps its case',
      entry('Authentik_Core.group', '{name: x}'),
      'error model-unknown «Authentik_Core.group»',
    ],
    [
      'the name may be in camel case, with a note',
      entry('authentik_core.Group', '{name: x}'),
      'info model-case «authentik_core.Group»',
    ],
    [
      'a base class cannot be made',
      entry('authentik_core.source', '{slug: x}'),
      'error model-unmanageable «authentik_core.source»',
    ],
    [
      'an unknown model fails even when its condition is false',
      entry('authentik_core.nosuch', '{name: x}', '{}', 'conditions: [false], '),
      'error model-unknown «authentik_core.nosuch»',
    ],
    [
      'an entry that never runs is not looked at otherwise',
      entry('authentik_core.group', '{nosuch: x}', '{a: b}', 'conditions: [false], '),
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));
});

describe('identifiers', () => {
  test.each<Row>([
    [
      'must be there',
      '- {model: authentik_core.group, attrs: {name: x}}',
      'error identifiers-missing «authentik_core.group»',
    ],
    ['must not be empty', group('{name: x}', '{}'), 'error identifiers-missing «{}»'],
    [
      'must be fields of the model',
      group('{name: x}', '{slug: x, name: x}'),
      'error identifier-unknown «slug»',
    ],
    [
      'may go through relations',
      entry(
        'authentik_flows.flowstagebinding',
        '{target__slug: a, stage__name: b, target: !Context key, stage: !Context key}',
        '{order: 1}',
      ),
    ],
    [
      'must be right along relations',
      entry(
        'authentik_flows.flowstagebinding',
        '{target__slgu: a, target: !Context key, stage: !Context key}',
        '{order: 1}',
      ),
      'error identifier-unknown «target__slgu»',
    ],
    ['may be look-ups', group('{name: x}', '{name__icontains: x}')],
    ['may reach into JSON', group('{name: x}', '{attributes__a__b: x}')],
    [
      'must be look-ups that there are',
      group('{name: x}', '{name__contians: x}'),
      'error identifier-unknown «name__contians»',
    ],
    [
      'may not be what objects of JavaScript have',
      group('{name: x}', '{name: x, constructor: 1}'),
      'error identifier-unknown «constructor»',
    ],
    ['win over attributes of the same name', group('{name: renamed}'), 'warning attribute-shadowed «name»'],
    ['say nothing against an equal attribute', group('{name: g}')],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));

  test('name the fields that can identify, and the nearest', () => {
    const [finding] = checkFiles([
      {
        path: 'a.yaml',
        bytes: Buffer.from(
          'version: 1\nentries:\n- {model: authentik_flows.flow, identifiers: {slgu: a}, attrs: {slug: a, name: a, title: a, designation: recovery}}',
        ),
      },
    ]);
    expect(finding?.hint).toMatch(/^did you mean slug\? Fields that can identify: .*\bslug\b/);
  });
});

describe('attributes', () => {
  test.each<Row>([
    [
      'that the model does not have are warned of',
      group('{is_superuser_group: true}'),
      'warning attribute-unknown «is_superuser_group»',
    ],
    [
      'that objects of JavaScript have are no attributes',
      group('{constructor: 1, toString: 2}'),
      'warning attribute-unknown «constructor»',
      'warning attribute-unknown «toString»',
    ],
    [
      'that only the server sets are warned of',
      entry('authentik_flows.flow', '{slug: a}', '{name: F, title: F, designation: recovery, pk: 1}'),
      'warning attribute-read-only «pk»',
    ],
    [
      'of the wrong type are errors at the value',
      group('{users: 5, is_superuser: [1]}'),
      'error attribute-type «5»',
      'error attribute-type «[1]»',
    ],
    [
      'in lists are errors at the item',
      entry(STAGE, '{name: a}', '{user_fields: [email, emial]}'),
      'error attribute-enum «emial»',
    ],
    [
      'take numbers as text, but no booleans and no dates',
      entry('authentik_flows.flow', '{slug: a}', '{name: 123, title: true, designation: recovery}') +
        group('{}', '{name: 2020-01-01}'),
      'error attribute-type «true»',
      'error attribute-type «2020-01-01»',
    ],
    [
      'take the words for true and false that the server takes',
      group('{is_superuser: "True"}') + group('{is_superuser: "nope"}', '{name: h}'),
      'error attribute-type «"nope"»',
    ],
    [
      'take numbers written as text',
      entry(
        'authentik_stages_prompt.prompt',
        '{name: a}',
        '{field_key: a, label: a, type: text, order: "12"}',
      ) +
        entry(
          'authentik_stages_prompt.prompt',
          '{name: b}',
          '{field_key: a, label: a, type: text, order: twelve}',
        ),
      'error attribute-type «twelve»',
    ],
    [
      'must not be null where a value is needed',
      entry('authentik_flows.flow', '{slug: a}', '{name: null, title: F, designation: recovery}'),
      'error attribute-null «null»',
    ],
    ['may be null where the server says so', group('{parent: null}')],
    [
      'must have the form of a duration',
      entry(OAUTH2, '{name: a}', '{authorization_flow: !Context key, access_token_validity: 5 minutes}'),
      'error attribute-format «5 minutes»',
    ],
    [
      'must have the form of an address',
      entry(
        'authentik_providers_saml.samlprovider',
        '{name: a}',
        '{authorization_flow: !Context key, acs_url: "https://x/acs"}',
      ),
      'error attribute-format «"https://x/acs"»',
    ],
    [
      'hold no dates and no infinities in JSON',
      group('{attributes: {a: 2020-01-02, b: {c: .inf}}}'),
      'error attribute-type «2020-01-02»',
      'error attribute-type «.inf»',
    ],
    [
      'must not be null as a whole',
      '- {model: authentik_core.group, identifiers: {name: g}, attrs: null}',
      'error structure-type «attrs»',
    ],
    [
      'are not looked at by created, but a mistake in them is a warning',
      entry('authentik_core.group', '{name: g}', '{is_superuser: [1]}', 'state: created, '),
      'warning attribute-type «[1]»',
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));

  test.each([
    [
      'of an older release',
      entry(OAUTH2, '{name: a}', '{authorization_flow: !Context key, token_validity: days=1}'),
      'write access_token_validity: … instead; refresh tokens have a validity of their own since then: refresh_token_validity',
    ],
    [
      'of a newer release',
      entry(OAUTH2, '{name: a}', '{authorization_flow: !Context key, invalidation_flow: !Context key}'),
      'invalidation_flow came with authentik 2024.10; take it out, or target that release',
    ],
    ['of a newer release, under another name', group('{parents: [1]}'), 'write parent'],
    [
      'of the web interface',
      entry('authentik_core.application', '{slug: a}', '{name: a, description: x}'),
      'did you mean meta_description?',
    ],
    ['that is misspelt', group('{atributes: {}}'), 'did you mean attributes?'],
  ])('a name %s is explained', (_, entries, hint) => {
    expect(
      checkFiles([{ path: 'a.yaml', bytes: Buffer.from(`version: 1\nentries:\n${entries}`) }]).map(
        (finding) => finding.hint,
      ),
    ).toEqual([hint]);
  });
});

describe('what is missing', () => {
  const prompt = 'authentik_stages_prompt.prompt';
  test.each<Row>([
    [
      'is an error when all is given but what names the object',
      entry(prompt, '{field_key: k}', '{label: L, type: text}'),
      `error attribute-missing «${prompt}»`,
    ],
    [
      'is a warning when the object may be one that is found by something else than its name',
      entry(prompt, '{field_key: k}', '{label: L, placeholder: P}'),
      `warning attribute-missing «${prompt}»`,
    ],
    [
      'is a warning when the object may exist',
      entry('authentik_core.user', '{username: u}', '{name: U}'),
      'warning attribute-missing «authentik_core.user»',
    ],
    [
      'is a warning when an entry gives few of what a create requires, as a change of an object does',
      entry(
        'authentik_sources_saml.samlsource',
        '{slug: corp}',
        '{sso_url: "https://idp.example.com/sso", enabled: false}',
      ),
      'warning attribute-missing «authentik_sources_saml.samlsource»',
    ],
    [
      'is an error when an entry gives most of it',
      entry(
        'authentik_sources_oauth.oauthsource',
        '{slug: corp}',
        '{name: Corp, provider_type: github, consumer_key: !Env K}',
      ),
      'error attribute-missing «authentik_sources_oauth.oauthsource»',
    ],
    [
      'is nothing when an earlier entry makes the object',
      flow('a') + entry('authentik_flows.flow', '{slug: a}', '{title: T}'),
      'warning object-twice «title»',
    ],
    [
      'is missing all the same when only a later entry makes the object',
      entry('authentik_flows.flow', '{slug: a}', '{compatibility_mode: true}') + flow('a'),
      'warning attribute-missing «authentik_flows.flow»',
    ],
    [
      'is an error when an earlier entry deletes the object',
      entry('authentik_flows.flow', '{slug: a}', '{}', 'state: absent, ') +
        entry('authentik_flows.flow', '{slug: a}', '{title: T}'),
      'error attribute-missing «authentik_flows.flow»',
    ],
    ['does not matter for absent', entry('authentik_flows.flow', '{slug: a}', '{}', 'state: absent, ')],
    [
      'is one of a group where one of a group is needed',
      flow('a') + entry(BINDING, '{target: !KeyOf a, order: 0}'),
      `error attribute-rule «${BINDING}»`,
    ],
    [
      'does not matter for what the server makes under a managed name',
      entry('authentik_outposts.outpost', '{managed: goauthentik.io/outposts/embedded}', '{config: {}}'),
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));

  test('is nothing when another file makes the object', () =>
    expect(
      findingsIn(entry('authentik_flows.flow', '{slug: a}', '{compatibility_mode: true}'), flow('a')),
    ).toEqual([]));
});

describe('values that do not go together', () => {
  test.each<Row>([
    [
      'an event matcher without any criterion',
      entry(MATCHER, '{name: m}', "{action: '', client_ip: '', app: ''}"),
      'error attribute-rule «action»',
    ],
    [
      'a proxy without the address behind it',
      entry(
        'authentik_providers_proxy.proxyprovider',
        '{name: p}',
        '{authorization_flow: !Context key, external_host: "https://a.example.com", mode: proxy}',
      ),
      'error attribute-rule «proxy»',
    ],
    [
      'a web hook without an address',
      entry('authentik_events.notificationtransport', '{name: t}', '{mode: webhook}'),
      'error attribute-rule «webhook»',
    ],
    [
      'a binding of two',
      `${flow('a')}- {model: authentik_core.group, id: g, identifiers: {name: g}}\n${entry(BINDING, '{target: !KeyOf a, order: 0}', '{group: !KeyOf g, user: 5}')}`,
      'error attribute-rule «5»',
    ],
    [
      'a binding of nobody',
      flow('a') + entry(BINDING, '{target: !KeyOf a, order: 0}', '{group: null, user: null, policy: null}'),
      'error attribute-rule «null»',
    ],
    [
      'a binding of what may be null',
      flow('a') +
        entry(
          BINDING,
          '{target: !KeyOf a, order: 0}',
          '{group: !Find [authentik_core.group, [name, a]], policy: !Find [authentik_policies.policy, [name, a]]}',
        ),
    ],
    [
      'a second default tenant beside that of the server',
      entry(TENANT, '{domain: a}', '{default: true}'),
      'warning attribute-rule «true»',
    ],
    [
      'two default tenants in the files',
      entry(TENANT, '{domain: a}', '{default: true}') + entry(TENANT, '{domain: b}', '{default: true}'),
      'warning attribute-rule «true»',
      'error attribute-rule «true»',
    ],
    [
      'the default tenant itself is fine',
      entry(TENANT, '{default: true, domain: authentik-default}', '{branding_title: X}') +
        entry(TENANT, '{domain: authentik-default}', '{default: true}'),
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));
});

describe('values that must be unique', () => {
  const application = (slug: string): string =>
    entry('authentik_core.application', `{slug: ${slug}}`, '{name: A, provider: !KeyOf p}');
  test.each<Row>([
    [
      'are not given to two objects',
      `- {model: ${OAUTH2}, id: p, identifiers: {name: p}, attrs: {authorization_flow: !Context key}}\n${application('a')}${application('b')}`,
      'error value-taken «!KeyOf p»',
    ],
    [
      'are not given to two kinds of stages',
      entry('authentik_stages_dummy.dummystage', '{name: s}') +
        entry('authentik_stages_deny.denystage', '{name: s}'),
      'error value-taken «s»',
    ],
    ['may be given to one object twice', flow('a', 'x') + flow('a', 'y')],
    [
      'may be given to two objects of which one never comes',
      flow('a') +
        entry(
          'authentik_flows.flow',
          '{name: b}',
          `{slug: a, title: F, designation: recovery}`,
          'conditions: [false], ',
        ),
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));

  test('are not given to two objects in two files', () =>
    expect(
      findingsIn(
        entry('authentik_stages_dummy.dummystage', '{name: s}'),
        entry('authentik_stages_deny.denystage', '{name: s}'),
      ),
    ).toEqual(['error value-taken «s»']));
});

describe('references', () => {
  const child = (id: string, more = ''): string =>
    entry('authentik_core.group', '{name: child}', `{parent: !KeyOf ${id}}`, more);
  const parent = (more = ''): string =>
    `- {model: authentik_core.group, id: g, ${more}identifiers: {name: parent}}\n`;
  test.each<Row>([
    ['to an earlier entry are fine', parent() + child('g')],
    ['must be to an id that there is', parent() + child('h'), 'error keyof-unknown «!KeyOf h»'],
    ['must not be to a later entry', child('g') + parent(), 'error keyof-later «!KeyOf g»'],
    [
      'must not be to an entry that never runs',
      parent('conditions: [false], ') + child('g'),
      'error keyof-skipped «!KeyOf g»',
    ],
    [
      'must not be to an entry that deletes',
      parent('state: absent, ') + child('g'),
      'error keyof-skipped «!KeyOf g»',
    ],
    ['must be to the right model', flow('f') + child('f'), 'error attribute-type «!KeyOf f»'],
    [
      'may be to a kind of the right model',
      flow('f') + entry(BINDING, '{target: !KeyOf f, group: !Context key, order: 0}'),
    ],
    [
      'may be of any model where they only decide',
      flow('f') + entry('authentik_core.group', '{name: c}', '{parent: !If [!KeyOf f, null, null]}'),
    ],
    ['an id stands once', parent() + parent(), 'warning id-duplicate «g»'],
    [
      'an id may stand twice for two cases',
      parent('conditions: [!Context a], ') + parent('conditions: [!Condition [NOR, !Context a]], '),
    ],
    [
      'look-ups must be in a model that there is',
      group('{parent: !Find [authentik_core.grop, [name, a]]}'),
      'error find-model-unknown «authentik_core.grop»',
    ],
    [
      'look-ups must be by a field that there is',
      group('{parent: !Find [authentik_core.group, [slug, a]]}'),
      'error find-field-unknown «slug»',
    ],
    [
      'look-ups must be of the right model',
      group('{parent: !Find [authentik_flows.flow, [slug, a]]}'),
      'error attribute-type «authentik_flows.flow»',
    ],
    [
      'look-ups may be in a base class',
      flow('f') +
        entry(
          'authentik_flows.flowstagebinding',
          '{target: !KeyOf f, stage: !Find [authentik_flows.stage, [name, a]], order: 0}',
        ),
    ],
    [
      'look-ups are of any model in JSON',
      group('{attributes: {a: !Find [authentik_flows.flow, [slug, a]]}}'),
    ],
    [
      'a blueprint to apply first may be on the server',
      '- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: nope}}}',
      'warning blueprint-unknown «nope»',
    ],
    [
      'a blueprint to apply first is found by a field',
      '- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {nosuch: nope}}}',
      'error identifier-unknown «nosuch»',
    ],
    [
      'a blueprint to apply first has its own attributes',
      '- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: nope}, requird: false}}',
      'warning attribute-unknown «requird»',
    ],
    [
      'a blueprint to apply first is one finding when its identifiers are misspelt',
      '- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifers: {name: nope}}}',
      'error attribute-unknown «identifers»',
    ],
    [
      'a blueprint to apply first is never absent',
      '- {model: authentik_blueprints.metaapplyblueprint, state: absent, attrs: {identifiers: {name: a}, required: false}}',
      'warning action-impossible «absent»',
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));
});

describe('what tags give', () => {
  test.each<Row>([
    [
      'is checked in both branches of an !If',
      group('{is_superuser: !If [!Context a, [1], "nope"]}'),
      'error attribute-type «[1]»',
      'error attribute-type «"nope"»',
    ],
    [
      'is checked in an !If in a branch',
      group('{is_superuser: !If [!Context a, true, !If [!Env B, 7, 1]]}'),
      'error attribute-type «7»',
    ],
    [
      'is checked in the body of an !Enumerate',
      entry(STAGE, '{name: a}', '{user_fields: !Enumerate [!Context a, SEQ, emial]}'),
      'error attribute-enum «emial»',
    ],
    [
      'is checked in the text of a !Format',
      entry('authentik_flows.flow', '{slug: !Format ["%s x", a]}', FLOW),
      'error attribute-format «!Format ["%s x", a]»',
    ],
    [
      'is not guessed where a part comes from outside',
      entry('authentik_flows.flow', '{slug: !Format ["%s-x", !Context a]}', FLOW),
    ],
    [
      'must be a list where a list is meant',
      group('{users: !Find [authentik_core.user, [username, a]]}'),
      'error attribute-type «!Find [authentik_core.user, [username, a]]»',
    ],
    [
      'must be no text where a list is meant',
      group('{users: !Env USERS}'),
      'error attribute-type «!Env USERS»',
    ],
    [
      'must be no truth value where text is meant',
      entry(
        'authentik_flows.flow',
        '{slug: a}',
        '{name: !Condition [AND, true], title: F, designation: recovery}',
      ),
      'error attribute-type «!Condition [AND, true]»',
    ],
    ['may be text where a truth value is meant', group('{is_superuser: !Env ADMIN}')],
    [
      'fails with the wrong number of arguments',
      group('{attributes: {v: !Format ["%s-%s", a]}}'),
      'error tag-failed «"%s-%s"»',
    ],
    [
      'fails with a known argument of the wrong type, even beside an unknown one',
      group('{attributes: {v: !Format ["%s %d", !Context a, b]}}'),
      'error tag-failed «b»',
    ],
    [
      'fails in a branch that may be taken',
      group('{attributes: {v: !If [!Context a, !Format ["100%"], x]}}'),
      'error tag-failed «"100%"»',
    ],
    [
      'is told once, though it is met while checking and while evaluating',
      group('{attributes: {v: !Enumerate [5, SEQ, !Value 0]}}'),
      'error tag-failed «5»',
    ],
  ])('%s', (_, entries, ...findings) => expect(findingsIn(entries)).toEqual(findings));
});

test('every finding about an entry says which', () => {
  const text = `version: 1\nentries:\n${group('{}')}${group('{users: 5, nope: 1, attributes: {v: !Format ["%s"]}}', '{nosuch: b}')}`;
  const entries = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]).map(
    ({ entry: ref }) => ref?.index,
  );
  expect(entries.length).toBeGreaterThan(3);
  expect(new Set(entries)).toEqual(new Set([1]));
});

test('the same files give the same findings in the same order', () => {
  const files = [1, 2, 3].map((number) => ({
    path: `${number}.yaml`,
    bytes: Buffer.from(
      `version: 1\nentries:\n${group('{users: 5, nope: 1}')}${entry('authentik_core.grop', '{a: b}')}`,
    ),
  }));
  expect(checkFiles(files).map((one) => [one.place?.file.path, one.code])).toEqual(
    checkFiles(files).map((one) => [one.place?.file.path, one.code]),
  );
});

test('two entries that give one object different values are told, quietly when their files are alternatives', () => {
  const file = (path: string, title: string, labels: string) => ({
    path,
    bytes: Buffer.from(
      `version: 1\nmetadata: {name: ${path}, labels: ${labels}}\nentries:\n- {model: authentik_flows.flow, identifiers: {slug: a}, attrs: {name: F, title: ${title}, designation: recovery}}\n`,
    ),
  });
  const severities = (labels: string): string[] =>
    checkFiles([file('a', 'A', '{}'), file('b', 'B', labels)]).map(
      ({ code, severity }) => `${severity} ${code}`,
    );
  expect(severities('{}')).toEqual(['warning object-twice']);
  expect(severities('{blueprints.goauthentik.io/instantiate: "false"}')).toEqual(['info object-twice']);
});

test('a secret is marked, so that no report shows it, and no message does', () => {
  const text = `version: 1\ncontext: {db_password: hunter0}\nentries:\n${entry(OAUTH2, '{name: a}', '{authorization_flow: !Context key, client_secret: hunter1}')}${entry('authentik_core.token', '{identifier: a}', '{key: !Env [KEY, hunter2], intent: nope}')}${entry('authentik_core.tokn', '{identifier: a}', '{key: hunter3}')}`;
  const diagnostics = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]);
  const hidden = secretSpans(diagnostics[0]!.place!.file).map(({ start, end }) => text.slice(start, end));
  expect(hidden.sort()).toEqual(['hunter0', 'hunter1', 'hunter2', 'hunter3']);
  expect(JSON.stringify(diagnostics.map(({ message, hint }) => [message, hint]))).not.toMatch(/hunter/);
});

describe('the value of what is most likely a secret is marked', () => {
  const secret = (entries: string): string[] => {
    const text = `version: 1\nentries:\n${entries}`;
    const collector = new Collector();
    const [blueprint] = readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], collector);
    const told = JSON.stringify(
      collector.diagnostics.map(({ message, hint, notes }) => [
        message,
        hint,
        notes?.map((note) => note.message),
      ]),
    );
    expect(told).not.toMatch(/hunter/);
    const file = blueprint?.file ?? collector.diagnostics[0]?.place?.file;
    return file ? shownLines(file).filter((line) => line.includes('hunter')) : ['no file'];
  };

  test.each([
    ['a misspelt attribute', entry('authentik_core.user', '{username: u}', '{name: U, passwrod: hunter2}')],
    ['another case', entry('authentik_core.user', '{username: u}', '{name: U, Password: hunter2}')],
    [
      'a misspelt part',
      '- {model: authentik_core.user, identifiers: {username: u}, attributes: {key_data: hunter2}}',
    ],
    [
      'an entry that cannot be read',
      '- {model: authentik_core.token, state: 5, identifiers: {identifier: t}, attrs: {key: hunter2}}',
    ],
    [
      'a part of an attribute',
      entry('authentik_core.user', '{username: u}', '{name: U, attributes: {a: [{vpn_secret: hunter2}]}}'),
    ],
    [
      'a look-up by it',
      entry('authentik_core.user', '{username: !Find [authentik_core.token, [key, hunter2]]}'),
    ],
    ['an identifier', entry('authentik_core.token', '{key: hunter2}')],
    [
      'the first of two keys',
      '- model: authentik_core.token\n  identifiers: {identifier: t}\n  attrs:\n    key: |\n      hunter2\n    key: x',
    ],
  ])('%s', (_, entries) => expect(secret(entries)).toEqual([]));
});

test('of a secret mapping only what tells something is looked for elsewhere', () => {
  const text = `version: 1\nentries:\n${entry('authentik_outposts.kubernetesserviceconnection', '{name: k}', '{kubeconfig: {mode: any, user: {token: abc, name: administrator, ports: ["22", "123456"]}}}')}`;
  const collector = new Collector();
  const [blueprint] = readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], collector);
  const spans = secretSpans(blueprint!.file);
  expect(
    spans
      .map((span) => span.text)
      .filter((one) => one !== '')
      .sort(),
  ).toEqual(['123456', 'abc', 'administrator']);
  expect(spans).toHaveLength(5);
});

test('what the context gives to a secret is marked there, whatever it is called', () => {
  const text = `version: 1\ncontext: {word: hunter2, other: shown}\nentries:\n${entry('authentik_core.token', '{identifier: !Context other}', '{key: !Context word}')}`;
  const collector = new Collector();
  const [blueprint] = readFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], collector);
  expect(secretSpans(blueprint!.file).map((span) => span.text)).toEqual(['hunter2']);
});

test('a value that is only one of those that an attribute may have is decided by a plan', () => {
  const of = (value: string): (true | undefined)[] =>
    checkFiles([
      {
        path: 'a.yaml',
        bytes: Buffer.from(
          `version: 1\ncontext: {bad: nope}\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {is_superuser: ${value}}}\n`,
        ),
      },
    ]).flatMap(({ code, supposed }) => (code === 'attribute-type' ? [supposed] : []));
  expect(of('nope')).toEqual([undefined]);
  expect(of('!If [!Context a, "nope", true]')).toEqual([true]);
  expect(of('!Context bad')).toEqual([true]);
});

test('a key that is none is found before the server is asked for it', () => {
  const found = (pk: string): string[] =>
    findingsIn(`- {model: authentik_core.group, identifiers: {pk: ${pk}}, attrs: {name: g}}`);
  expect(found('hello')).toEqual(['error attribute-format «hello»']);
  expect(found('"12"')).toEqual(['error attribute-format «"12"»']);
  // The importer reads a number as a UUID, too, and a UUID in any of its spellings.
  expect(found('12')).toEqual([]);
  expect(found('"{11111111222243338444555555555501}"')).toEqual([]);
  expect(
    findingsIn('- {model: authentik_core.user, identifiers: {pk: akadmin}, attrs: {name: g}}')[0],
  ).toEqual('error attribute-format «akadmin»');
  expect(
    findingsIn('- {model: authentik_core.user, identifiers: {pk: " 12 "}, attrs: {name: g}}').filter((one) =>
      one.includes('attribute-format'),
    ),
  ).toEqual([]);
});

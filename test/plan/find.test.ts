import { describe, expect, test } from 'vitest';
import { file, lines, planOf, type Server, uuid } from './setup.ts';

const G = 'authentik_core.group';
const F = 'authentik_flows.flow';
const B = 'authentik_policies.policybinding';
const T = 'authentik_tenants.tenant';
const nope = `!Find [${G}, [name, nope]]`;
const flow = (n: number, slug: string, designation = 'authorization'): Server[string][number] => ({
  pk: uuid(n),
  policybindingmodel_ptr_id: uuid(n + 500),
  slug,
  name: slug,
  title: slug,
  designation,
});

describe('a look-up that finds nothing', () => {
  test.each([
    ['authentik_policies_reputation.reputation', 'identifier', 'no entry can make such an object'],
    [G, 'name', 'or add the object to your blueprints'],
  ])('says what can be done about it: %s', (model, field, hint) => {
    const { diagnostics } = planOf(
      [
        file(
          `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: !Find [${model}, [${field}, a]]}}}`,
        ),
      ],
      {},
    );
    expect(diagnostics[0]?.hint).toContain(hint);
  });

  const group = (parent: string, context = ''): string =>
    `version: 1\n${context}entries:\n- {model: ${G}, identifiers: {name: g}, attrs: {parent: ${parent}}}\n`;

  test.each([
    ['as a value, although the field can be null', group(nope)],
    ['in the branch of an !If that is taken', group(`!If [true, ${nope}, null]`)],
    ['in a branch inside a branch', group(`!If [true, !If [false, null, ${nope}], null]`)],
    ['as an argument of !Format', group(`!Format ["%s", ${nope}]`)],
    [
      'as what !Enumerate goes through',
      file(
        `{model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: !Enumerate [${nope}, SEQ, !Value 0]}}`,
      ),
    ],
    [
      'in the body of an !Enumerate',
      file(
        `{model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: !Enumerate [[nope], SEQ, !Find [${G}, [name, !Value 0]]]}}`,
      ),
    ],
    [
      'in a list',
      file(`{model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: [${nope}]}}`),
    ],
    ['inside JSON', file(`{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: [${nope}]}}}`)],
    ['as an identifier', file(`{model: ${G}, identifiers: {name: g, parent: ${nope}}}`)],
    ['as what another look-up asks for', group(`!Find [${G}, [parent, ${nope}]]`)],
  ])('%s is one error, and nothing is written', (_, text) => {
    const planned = planOf([text], {});
    expect([planned.codes, lines(planned.plan)]).toEqual([['find-no-match'], []]);
    expect(planned.diagnostics[0]?.severity).toBe('error');
  });

  test.each([
    ['in the condition of an !If', group(`!If [${nope}, null, null]`)],
    ['in the branch of an !If that is not taken', group(`!If [false, ${nope}, null]`)],
    ['in !Condition', group(`!If [!Condition [OR, ${nope}, false], null, null]`)],
    ['in a branch of what is a condition', group(`!If [!If [true, ${nope}, true], null, null]`)],
  ])('%s is no mistake', (_, text) => {
    const planned = planOf([text], {});
    expect([planned.codes, lines(planned.plan)]).toEqual([[], [`create ${G} g: parent, name`]]);
  });

  test('in the conditions of an entry means no', () => {
    expect(
      lines(planOf([file(`{model: ${G}, conditions: [${nope}], identifiers: {name: g}}`)], {}).plan),
    ).toEqual([]);
  });

  test.each([
    ['a link that can be null', `policy: !Find [authentik_policies.policy, [name, nope]]`],
    [
      'a link that can be null, in a branch',
      `policy: !If [true, !Find [authentik_policies.policy, [name, nope]], null]`,
    ],
    ['a link that must be there', `target: !Find [${F}, [slug, nope]]`],
  ])('as an identifier of what is to be gone, of %s, finds nothing to delete', (_, identifier) => {
    const binding = {
      pk: uuid(9),
      target: uuid(1),
      policy: null,
      group: uuid(2),
      user: null,
      order: 0,
      enabled: true,
    };
    const server: Server = { [F]: [flow(1, 'f')], [B]: [binding] };
    const target = identifier.startsWith('target') ? '' : `target: !Find [${F}, [slug, f]], `;
    const planned = planOf(
      [file(`{model: ${B}, state: absent, identifiers: {${target}${identifier}, order: 0}}`)],
      server,
    );
    expect([planned.codes, lines(planned.plan)]).toEqual([[], []]);
  });
});

describe('what comes near is named, with what differs', () => {
  const server: Server = {
    [G]: [
      { pk: uuid(1), name: 'grafana-admins', is_superuser: false, parent: null, users: [] },
      { pk: uuid(2), name: 'team', is_superuser: true, parent: uuid(1), users: [] },
    ],
    [F]: [flow(11, 'login', 'authentication'), flow(12, 'start', 'authorization')],
    [T]: [{ tenant_uuid: uuid(21), domain: 'a.example.com', default: false, flow_authentication: uuid(11) }],
    'authentik_flows.flowstagebinding': [
      { pk: uuid(31), policybindingmodel_ptr_id: uuid(32), target: uuid(11), stage: uuid(99), order: 10 },
    ],
  };
  const notes = (find: string): string[] | undefined =>
    planOf(
      [file(`{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: ${find}}}}`)],
      server,
    ).diagnostics[0]?.notes?.map((note) => note.message);

  test.each([
    ['a text', `!Find [${G}, [name, grafana-admin]]`, [`there is ${G} grafana-admins`]],
    [
      'a boolean beside a text',
      `!Find [${G}, [name, team], [is_superuser, false]]`,
      [`there is ${G} team: is_superuser is true`, `there is ${G} grafana-admins`],
    ],
    [
      'a choice that none has',
      `!Find [${F}, [designation, recovery]]`,
      [
        `there is ${F} login: designation is authentication`,
        `there is ${F} start: designation is authorization`,
      ],
    ],
    [
      'a choice',
      `!Find [${F}, [slug, login], [designation, authorization]]`,
      [`there is ${F} login: designation is authentication`, `there is ${F} start`],
    ],
    [
      'a link',
      `!Find [${G}, [name, team], [parent, !Find [${G}, [name, team]]]]`,
      [`there is ${G} team: parent is grafana-admins`],
    ],
    [
      'a number',
      `!Find [authentik_flows.flowstagebinding, [target, !Find [${F}, [slug, login]]], [order, 11]]`,
      ['there is authentik_flows.flowstagebinding login / 10: order is 10'],
    ],
    ['nothing that is like it, of few', `!Find [${T}, [domain, zzzz]]`, [`there is ${T} a.example.com`]],
  ])('%s', (_, find, expected) => {
    expect(notes(find)).toEqual(expected);
  });

  test('what was asked is said by names, and that there is nothing at all', () => {
    const planned = planOf(
      [
        file(
          `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: !Find [authentik_core.application, [provider, nope]]}}}`,
          `{model: ${G}, identifiers: {name: g2}, attrs: {attributes: {a: !Find [${G}, [parent, !Find [${G}, [name, team]]]]}}}`,
        ),
      ],
      server,
    );
    expect(planned.diagnostics.map((one) => one.message)).toEqual([
      'no object of authentik_core.application matches provider = nope: there is none at all',
      `no object of ${G} matches parent = team`,
    ]);
  });
});

test('null in a list of links is an error at its place', () => {
  const planned = planOf(
    [
      `version: 1\ncontext: {g: null}\nentries:\n- {model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, groups: [!Context g]}}\n`,
    ],
    {},
  );
  expect(planned.diagnostics.map((one) => `${one.code} ${one.message}`)).toEqual([
    'attribute-null groups[0] must not be null',
  ]);
});

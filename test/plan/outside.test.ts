import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { questionKey } from '../../src/catalog/question.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Value } from '../../src/blueprint/value.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { file, group, planWith, type Server, uuid } from './setup.ts';
import { HEAD } from '../report/head.ts';

/*
 * Values that come from outside of the repository are shown nowhere, whatever is made of them: in no plan, no
 * name, no finding. No text is masked here: these values are so short that no search could find their parts.
 */

const catalog = loadCatalog('2025.12', () => undefined);
/** No two of these letters are in any word of ours. */
const SECRET = 'zqxj';
const PARTS = /[zqxj]q|qx|xj/i;

const GROUP = 'authentik_core.group';
const USER = 'authentik_core.user';
const TOKEN = 'authentik_core.token';
const token = (n: number, identifier: string, managed: string) => ({ pk: uuid(n), identifier, managed });

interface Given {
  readonly server?: Server;
  readonly env?: Record<string, string>;
  readonly context?: Record<string, Value>;
  readonly files?: Record<string, string>;
  readonly insensitive?: readonly string[];
}

/** All that is shown of a plan of these entries: the plan in both formats, and the findings. */
function shown(text: string, { server = {}, env = { DOMAIN: SECRET }, ...more }: Given = {}) {
  const given = { catalog, env, files: { 'f.txt': SECRET }, ...more };
  const { questions } = planWith([text], server, given);
  const named = Object.fromEntries(questions.map((question) => [questionKey(question), false]));
  const planned = planWith([text], server, { ...given, named });
  const { plan, diagnostics } = planned;
  const paint = new Chalk({ level: 0 });
  const report = {
    head: HEAD,
    plan,
    diagnostics,
    requests: { total: 0, byMethod: {}, bytes: 0 },
    seconds: 0,
  };
  const all = [
    formatPlan(plan, paint, { all: true }),
    formatPlanJson(report),
    JSON.stringify(diagnostics.map(({ message, hint, notes, entry }) => [message, hint, notes, entry])),
  ].join('\n');
  return { ...planned, all, messages: diagnostics.map(({ message }) => message) };
}

const groupWith = (attrs: string, name = 'g'): string =>
  file(`{model: ${GROUP}, identifiers: {name: ${name}}, attrs: ${attrs}}`);

describe('an attribute is hidden that is made of a variable', () => {
  test.each([
    ['as it is', '!Env DOMAIN'],
    ['with a default', '!Env [DOMAIN, other]'],
    ['by its default, which tells that there is no variable', '!Env [NOTHING, zqxj]'],
    ['a file', '!File f.txt'],
    ['as a part of a text', '!Format ["https://%s/callback", !Env DOMAIN]'],
    ['with a width', '!Format ["%.3s", !Env DOMAIN]'],
    ['as Python writes it', '!Format ["%r", !Env DOMAIN]'],
    ['letter by letter', '!Enumerate [!Env DOMAIN, SEQ, !Value 0]'],
    ['by its place', '!AtIndex [!Enumerate [[1], SEQ, !Env DOMAIN], 0]'],
    ['as the key of a mapping', '!Enumerate [!Env DOMAIN, MAP, [!Value 0, 1]]'],
    ['deep in a mapping', '{a: {b: [1, {c: !Env DOMAIN}]}}'],
    ['as what it decides', '!If [!Env DOMAIN, zqxj, no]'],
    ['as one of two', '!If [true, !Env DOMAIN, no]'],
    ['as what it decides in the end', '!If [!Condition [AND, !Env DOMAIN], zqxj, no]'],
    ['through the context', '!Context own'],
    ['in a mapping of the context', '!Context [nothing, !Env DOMAIN]'],
    ['the command line', '!Context given'],
    ['a part of what the command line gives', '!AtIndex [!Context given_map, a]'],
    ['a part of a list of the command line', '!AtIndex [!Context given_list, 0]'],
    ['by comparing it', '!If [!Condition [XOR, !Env DOMAIN, true], zqxj, zqxjj]'],
  ])('%s', (_, value) => {
    const text = `version: 1\ncontext: {own: !Env DOMAIN}\nentries:\n- {model: ${GROUP}, identifiers: {name: g}, attrs: {attributes: {x: ${value}}}}\n`;
    const { plan, all, sources } = shown(text, {
      context: { given: SECRET, given_map: { a: SECRET }, given_list: [SECRET] },
    });
    expect(plan.summary.create).toBe(1);
    expect(all).not.toMatch(PARTS);
    expect(JSON.stringify(plan)).not.toMatch(PARTS);
    const [field] = plan.changes[0]?.fields.filter(({ path }) => path === 'attributes') ?? [];
    expect(field).toMatchObject({ secret: true, after: { $secret: {} } });
    const { $secret } = field?.after as { $secret: { from: string } };
    expect(sources.secretOf($secret.from)).toBeDefined();
  });

  test.each([
    ['the context of the blueprint', '!Context word'],
    ['a text', 'zqxj'],
    ['an insensitive variable', '!Env MAY'],
    ['an insensitive key of the command line', '!Context may'],
  ])('but not of %s', (_, value) => {
    const text = `version: 1\ncontext: {word: zqxj}\nentries:\n- {model: ${GROUP}, identifiers: {name: g}, attrs: {attributes: {x: ${value}}}}\n`;
    const { all } = shown(text, {
      env: { MAY: SECRET },
      context: { may: SECRET },
      insensitive: ['MAY', 'may'],
    });
    expect(all).toContain(SECRET);
  });
});

describe('what the server has in a hidden field', () => {
  test('is hidden, too', () => {
    const server = { [GROUP]: [{ ...group(1, 'g'), attributes: { x: 'zqxj-before' } }] };
    const { plan, all } = shown(groupWith('{attributes: {x: !Env DOMAIN}}'), { server });
    expect(plan.summary.update).toBe(1);
    expect(all).not.toMatch(PARTS);
    expect(JSON.stringify(plan)).not.toMatch(PARTS);
  });

  test('says by name which object it is where that is looked up', () => {
    const server = { [GROUP]: [group(1, SECRET), group(2, 'g')] };
    const entry = `{model: ${USER}, identifiers: {username: u}, attrs: {name: u, groups: [!Find [${GROUP}, [name, !Env DOMAIN]]]}}`;
    const { plan, all } = shown(file(entry), { server });
    expect(plan.summary.create).toBe(1);
    expect(all).not.toMatch(PARTS);
  });
});

describe('the name of an object', () => {
  test.each([
    ['create', {}],
    ['noop', { [GROUP]: [group(1, SECRET)] }],
  ])('that comes from a variable says so: %s', (action, server: Server) => {
    const { plan, all } = shown(groupWith('{}', '!Env DOMAIN'), { server });
    expect(plan.changes.map(({ action: what, key }) => [what, key])).toEqual([[action, '(from DOMAIN)']]);
    expect(all).not.toMatch(PARTS);
  });

  test.each(['absent', 'created', 'present'])('with the state %s, too', (state) => {
    const server = { [GROUP]: [group(1, SECRET)] };
    const text = file(
      `{model: ${GROUP}, state: ${state}, identifiers: {name: !Format ["%s", !Env DOMAIN]}, attrs: {is_superuser: true}}`,
    );
    const { all } = shown(text, { server });
    expect(all).toContain('(from DOMAIN)');
    expect(all).not.toMatch(PARTS);
  });

  test('is left out of what would allow a change of a protected one', () => {
    const text = file(
      `{model: authentik_brands.brand, identifiers: {domain: !Env DOMAIN}, attrs: {branding_title: T}}`,
    );
    const { all } = shown(text, {
      server: {
        'authentik_brands.brand': [
          { brand_uuid: uuid(1), domain: SECRET, default: true, branding_title: '' },
        ],
      },
    });
    expect(all).toMatch(/--allow-protected authentik_brands\.brand\b(?!:)/);
    expect(all).not.toMatch(PARTS);
  });

  test('of two objects is told apart by its place', () => {
    const text = file(
      `{model: ${GROUP}, identifiers: {name: !Env A}}`,
      `{model: ${GROUP}, identifiers: {name: !Env B}}`,
      `{model: ${GROUP}, identifiers: {name: !Env A}, attrs: {is_superuser: true}}`,
    );
    const { plan, all } = shown(text, { env: { A: 'zqxj', B: 'xjqz' } });
    expect(plan.changes.map(({ key, place }) => [key, place?.line])).toEqual([
      ['(from A)', 3],
      ['(from B)', 4],
    ]);
    expect(all).not.toMatch(PARTS);
  });

  test('is hidden where another object refers to it', () => {
    const text = file(
      `{model: ${GROUP}, id: a, identifiers: {name: !Env DOMAIN}}`,
      `{model: ${USER}, identifiers: {username: u}, attrs: {name: u, groups: [!KeyOf a]}}`,
    );
    const { all, plan } = shown(text);
    expect(plan.summary.create).toBe(2);
    expect(all).not.toMatch(PARTS);
    expect(all).toContain('(from DOMAIN)');
  });

  test('is hidden where a permission goes to it', () => {
    const user = { pk: 7, username: SECRET, name: '', is_active: true, groups: [], attributes: {} };
    const text = file(
      `{model: ${GROUP}, identifiers: {name: g}, permissions: [{permission: view_group, user: !Find [${USER}, [username, !Env DOMAIN]]}]}`,
    );
    const { all, plan } = shown(text, { server: { [USER]: [user] } });
    expect(plan.changes[0]?.grants.map(({ name }) => name)).toEqual(['(from DOMAIN)']);
    expect(all).not.toMatch(PARTS);
  });
});

describe('a finding quotes nothing of it', () => {
  const two = [group(1, SECRET), { ...group(2, SECRET), pk: uuid(2) }];
  const near = [group(1, 'zqxk'), group(2, 'zqx')];
  test.each<[what: string, text: string, server: Server, code: string]>([
    [
      'no match',
      groupWith(`{parent: !Find [${GROUP}, [name, !Env DOMAIN]]}`),
      { [GROUP]: near },
      'find-no-match',
    ],
    [
      'two matches',
      groupWith(`{parent: !Find [${GROUP}, [name, !Env DOMAIN]]}`),
      { [GROUP]: two },
      'find-ambiguous',
    ],
    [
      'a field to look by',
      groupWith(`{parent: !Find [${GROUP}, [!Env DOMAIN, x]]}`),
      {},
      'find-field-unknown',
    ],
    ['a model to look in', groupWith('{parent: !Find [!Env DOMAIN, [name, x]]}'), {}, 'find-model-unknown'],
    ['the model', file('{model: !Env DOMAIN, identifiers: {name: x}}'), {}, 'model-unknown'],
    ['identifiers that match two', groupWith('{}', '!Env DOMAIN'), { [GROUP]: two }, 'identifier-ambiguous'],
    [
      'a choice',
      file(`{model: ${USER}, identifiers: {username: u}, attrs: {name: u, type: !Env DOMAIN}}`),
      {},
      'attribute-enum',
    ],
    ['a number', groupWith('{users: [!Env DOMAIN]}'), {}, 'attribute-type'],
    [
      'a key',
      file(`{model: ${USER}, identifiers: {username: u}, attrs: {name: u, groups: [!Env DOMAIN]}}`),
      {},
      'reference-unknown',
    ],
    ['a place in a text', groupWith('{attributes: {x: !AtIndex [!Env DOMAIN, 0]}}'), {}, 'tag-failed'],
    ['a place', groupWith('{attributes: {x: !AtIndex [!Context list, !Env DOMAIN]}}'), {}, 'tag-failed'],
    ['an item', groupWith('{attributes: {x: !Enumerate [!Env DOMAIN, MAP, !Value 0]}}'), {}, 'tag-failed'],
    ['a format', groupWith('{attributes: {x: !Format ["%d", !Env DOMAIN]}}'), {}, 'tag-failed'],
    [
      'a permission',
      file(`{model: ${GROUP}, identifiers: {name: g}, permissions: [{permission: !Env DOMAIN, user: 1}]}`),
      { [USER]: [{ pk: 1, username: 'u' }] },
      'permission-unknown',
    ],
    [
      'the state',
      file(`{model: ${GROUP}, state: !Env DOMAIN, identifiers: {name: g}}`),
      {},
      'ensure-invalid',
    ],
    [
      'a key of another server',
      file(`{model: ${GROUP}, identifiers: {pk: !Env DOMAIN}, attrs: {name: g}}`),
      {},
      'pk-literal',
    ],
    [
      'that is taken',
      file(`{model: ${TOKEN}, identifiers: {identifier: b}, attrs: {managed: !Env DOMAIN}}`),
      { [TOKEN]: [token(1, SECRET, SECRET), token(2, 'b', 'b')] },
      'value-taken',
    ],
    [
      'that names the object of another key',
      file(`{model: ${GROUP}, identifiers: {pk: ${uuid(9)}}, attrs: {name: !Env DOMAIN}}`),
      { [GROUP]: [group(1, SECRET)] },
      'pk-literal',
    ],
    [
      'that names another object than the key',
      file(`{model: ${GROUP}, identifiers: {pk: ${uuid(3)}}, attrs: {name: !Env DOMAIN}}`),
      { [GROUP]: [group(1, SECRET), group(3, 'b')] },
      'identifier-ambiguous',
    ],
    [
      'that is there',
      file(`{model: ${GROUP}, state: must_created, identifiers: {name: !Env DOMAIN}}`),
      { [GROUP]: [group(1, SECRET)] },
      'value-taken',
    ],
  ])('%s', (_, text, server, code) => {
    const { all, codes } = shown(text.replace('version: 1\n', 'version: 1\ncontext: {list: [1]}\n'), {
      server,
    });
    expect(codes).toContain(code);
    expect(all).not.toMatch(PARTS);
  });
});

describe('what is suggested in place of something is not made of a variable either', () => {
  test('the objects that come close to a look-up', () => {
    const { all } = shown(
      file(
        `{model: authentik_core.application, identifiers: {slug: !Env DOMAIN}, attrs: {name: Wiki}}`,
        `{model: ${GROUP}, identifiers: {name: g}, attrs: {attributes: {x: !Find [authentik_core.application, [name, Wiki], [slug, other]]}}}`,
      ),
    );
    expect(all).toContain('there is authentik_core.application (from DOMAIN)');
    expect(all).not.toMatch(PARTS);
  });

  test('the blueprints of the server that have nearly the name of one that is missing', () => {
    const { messages, all } = shown(
      file(
        `{model: authentik_blueprints.blueprintinstance, identifiers: {name: !Env DOMAIN}, attrs: {path: a.yaml}}`,
        `{model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: zqxjz}}}`,
      ),
    );
    expect(messages).toContainEqual(expect.stringContaining('no blueprint with'));
    expect(all).not.toContain('did you mean');
  });
});

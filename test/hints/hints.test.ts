import { describe, expect, test } from 'vitest';
import { checkFiles } from '../validate/check.ts';
import { found, fixed, said, type Step } from './follow.ts';

/*
 * Mistakes, what is said of each, and that the text is valid once the hints were followed, one step each: by the fix
 * that comes with the finding, or by what the hint names.
 */

interface Mistake {
  readonly text: string;
  /** In the order of the findings. */
  readonly says: readonly (string | RegExp)[];
  /** Where a person writes what the hint names; the fixes of the findings are made without it. */
  readonly steps?: readonly Step[];
  readonly release?: string;
}

const blueprint = (entries: string): string =>
  `version: 1\nmetadata: {name: hints}\nentries:\n${entries.replace(/^\n/, '')}`;

const STRUCTURE: Readonly<Record<string, Mistake>> = {
  'attributes beside identifiers, without attrs': {
    text: blueprint(`
  - model: authentik_core.application
    identifiers:
      slug: app
    # its name
    name: My app
    meta_description: |
      Two
      lines
`),
    says: [/^warning structure-unknown-key: .*name, meta_description.*\(indent these under a key "attrs:"\)/],
  },
  'attributes beside attrs': {
    text: blueprint(`
  - model: authentik_core.application
    group: Tools
    identifiers:
      slug: app
    attrs:
      name: My app
    open_in_new_tab: true
`),
    says: [/^warning structure-unknown-key: .*\(indent these under the attrs of the entry\)/],
  },
  'attributes under an empty attrs, not indented': {
    text: blueprint(
      `
  - model: authentik_core.group
    identifiers: {name: admins}
    attrs:
    is_superuser: true
    attributes:
      - a: b
`.replace('- a: b', 'a: b'),
    ),
    says: [/^error structure-unknown-key: .*\(indent these under the attrs of the entry\)/],
  },
  'everything at the level of the entry': {
    text: blueprint(`
  - model: authentik_core.application
    slug: app
    name: My app
`),
    says: [
      /^error structure-unknown-key: .*\(indent slug under a key "identifiers:", and name under a key "attrs:"\)/,
    ],
  },
  'a misspelt attribute at the level of the entry': {
    text: blueprint(`
  - model: authentik_core.application
    identifiers: {slug: app}
    attrs: {name: My app}
    stat: present
`),
    says: [/^warning structure-unknown-key: .*\(did you mean "state"\?\)/],
  },
  ...Object.fromEntries(
    ['entrys', 'entry', 'entires'].map((key) => [
      key,
      {
        text: blueprint('  - model: authentik_core.group\n    identifiers: {name: a}\n').replace(
          'entries',
          key,
        ),
        says: [/^error structure-unknown-key: .*\(did you mean "entries"\?\)/],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['attr', 'attribute', 'attributes', 'atrs'].map((key) => [
      `${key} for attrs`,
      {
        text: blueprint(
          `  - model: authentik_core.group\n    identifiers: {name: a}\n    ${key}: {is_superuser: true}\n`,
        ),
        says: [/^error structure-unknown-key: .*\(did you mean "attrs"\?\)/],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['identifier', 'indentifiers', 'identifer'].map((key) => [
      `${key} for identifiers`,
      {
        text: blueprint(`  - model: authentik_core.group\n    ${key}: {name: a}\n`),
        says: [/^error structure-unknown-key: .*\(did you mean "identifiers"\?\)/],
      },
    ]),
  ),
};

const NAMES: Readonly<Record<string, Mistake>> = {
  'an attribute with its words in another order': {
    text: blueprint(`
  - model: authentik_policies_password.passwordpolicy
    identifiers: {name: p}
    attrs:
      min_length: 12
      min_digits: 1
      min_symbols: 1
      error_message: Too weak
`),
    says: [/did you mean length_min\?/, /did you mean amount_digits\?/, /did you mean amount_symbols\?/],
  },
  'a flow with its words in another order': {
    text: blueprint(`
  - model: authentik_providers_ldap.ldapprovider
    identifiers: {name: p}
    attrs:
      flow_authorization: !Find [authentik_flows.flow, [slug, default-authentication-flow]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
`),
    says: [/attribute-unknown: .*did you mean authorization_flow\?/],
  },
  'an attribute that nobody knows': {
    text: blueprint(`
  - model: authentik_core.application
    identifiers: {slug: a}
    attrs:
      name: A
      quantum: true
`),
    says: [/attributes: (\w+, ){7}\w+ and \d+ more: see ak-blueprint explain authentik_core\.application\)/],
  },
  'a model of another app that is not near': {
    text: blueprint('  - model: authentik_core.foo\n    identifiers: {name: a}\n'),
    says: [/^error model-unknown: .*\(there are .*authentik_core\.group/],
    steps: [{ from: 'foo', to: 'group' }],
  },
};

const POLICY = `
  - model: authentik_policies_expression.expressionpolicy
    id: policy
    identifiers: {name: p}
    attrs: {expression: return True}
`.slice(1);
const STAGE = '  - model: authentik_stages_dummy.dummystage\n    id: stage\n    identifiers: {name: s}\n';
const FLOW =
  '  - model: authentik_flows.flow\n    id: flow\n    identifiers: {slug: f}\n    attrs: {name: F, title: F, designation: authentication}\n';
const PEOPLE = '  - model: authentik_core.group\n    id: people\n    identifiers: {name: people}\n';
const bound = (target: string): string =>
  `
  - model: authentik_policies.policybinding
    identifiers:
      target: ${target}
      policy: !KeyOf policy
      order: 0
`.slice(1);
const durationOf = (text: string): string =>
  blueprint(
    `  - model: authentik_stages_user_login.userloginstage\n    identifiers: {name: s}\n    attrs:\n      session_duration: ${text}\n`,
  );

const VALUES: Readonly<Record<string, Mistake>> = {
  'a policy at a stage that the file binds to a flow': {
    text: blueprint(
      `${POLICY}${STAGE}${FLOW}  - model: authentik_flows.flowstagebinding\n    id: binding\n    identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 1}\n${bound('!KeyOf stage')}`,
    ),
    says: [/whose stage it is, entry 4 of this file: write !KeyOf binding\)/],
    steps: [{ from: '!KeyOf stage', to: '!KeyOf binding' }],
  },
  'a policy at a stage that is bound on the server': {
    text: blueprint(
      `${POLICY}${bound('!Find [authentik_stages_prompt.promptstage, [name, default-source-enrollment-prompt]]')}`,
    ),
    says: [/authentik_flows\.flowstagebinding whose stage it is/],
    steps: [
      {
        from: '!Find [authentik_stages_prompt.promptstage, [name, default-source-enrollment-prompt]]',
        to: '!Find [authentik_flows.flowstagebinding, [stage__name, default-source-enrollment-prompt]]',
      },
    ],
  },
  'a policy at a provider': {
    text: blueprint(
      `${POLICY}  - model: authentik_providers_ldap.ldapprovider
    id: provider
    identifiers: {name: p}
    attrs:
      authorization_flow: !Find [authentik_flows.flow, [slug, default-authentication-flow]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
  - model: authentik_core.application
    id: app
    identifiers: {slug: app}
    attrs: {name: App, provider: !KeyOf provider}
${bound('!KeyOf provider')}`,
    ),
    says: [/authentik_core\.application whose provider it is, entry 3 of this file: write !KeyOf app\)/],
    steps: [{ from: '!KeyOf provider', to: '!KeyOf app' }],
  },
  'a policy at a slug': {
    text: blueprint(
      `${POLICY}  - model: authentik_core.application\n    identifiers: {slug: app}\n    attrs: {name: App}\n${bound('app')}`,
    ),
    says: [/\(write !Find \[authentik_core\.application, \[slug, app\]\]\)/],
  },
  'a group by its name, which an entry has': {
    text: blueprint(
      `${PEOPLE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [people]}\n`,
    ),
    says: [/\(write !KeyOf people\)/],
  },
  'a group by its name, which the server has': {
    text: blueprint(
      '  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [authentik Admins]}\n',
    ),
    says: [/\(write !Find \[authentik_core\.group, \[name, "authentik Admins"\]\]\)/],
  },
  'a provider by its name': {
    text: blueprint(
      '  - model: authentik_core.application\n    identifiers: {slug: a}\n    attrs: {name: A, provider: my-provider}\n',
    ),
    says: [/\(write !Find \[authentik_core\.provider, \[name, my-provider\]\]\)/],
  },
  'an id that is near': {
    text: blueprint(
      `${PEOPLE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [!KeyOf peple]}\n`,
    ),
    says: [/\(did you mean people\?\)/],
  },
  'an id that is not near': {
    text: blueprint(
      `${PEOPLE}${STAGE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [!KeyOf editors]}\n`,
    ),
    says: [/\(ids of entries before this one: people\)/],
  },
  'an id of an entry of another model': {
    text: blueprint(
      `${PEOPLE}${STAGE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [!KeyOf stage]}\n`,
    ),
    says: [/\(ids of entries that fit: people\)/],
    steps: [{ from: 'stage', to: 'people' }],
  },
  'a slug with other characters': {
    text: blueprint(
      '  - model: authentik_core.application\n    identifiers: {slug: "My App!"}\n    attrs: {name: A}\n',
    ),
    says: [/\(write my-app\)/],
  },
  'a path with slashes around it': {
    text: blueprint(
      '  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, path: /users//x/}\n',
    ),
    says: [/\(write users\/x\)/],
  },
  ...Object.fromEntries(
    [
      ['12h', 'hours=12'],
      ['30m', 'minutes=30'],
      ['1d', 'days=1'],
      ['90', 'seconds=90'],
      ['1h30m', 'hours=1;minutes=30'],
      ['2 weeks', 'weeks=2'],
      ['"hours: 12"', 'hours=12'],
      ['"01:30:00"', 'hours=1;minutes=30'],
      ['PT1H', 'hours=1'],
    ].map(([text = '', means = '']) => [
      `a duration as ${text}`,
      { text: durationOf(text), says: [new RegExp(`^error attribute-format: .*\\(write ${means}\\)$`)] },
    ]),
  ),
};

const PLACES: Readonly<Record<string, Mistake>> = {
  'the same stage twice in a flow': {
    text: blueprint(
      `${STAGE}${FLOW}${[10, 20]
        .map(
          (order) => `  - model: authentik_flows.flowstagebinding
    identifiers: {target: !KeyOf flow, stage: !KeyOf stage}
    attrs: {order: ${order}}
`,
        )
        .join('')}`,
    ),
    says: [/\(if both are meant, move order from the attrs into the identifiers of each; else keep one/],
    steps: [10, 20].map((order) => ({
      from: `stage: !KeyOf stage}\n    attrs: {order: ${order}}`,
      to: ` stage: !KeyOf stage, order: ${order}}`,
    })),
  },
  'a permission of another kind of object': {
    text: blueprint(`
  - model: authentik_rbac.role
    id: role
    identifiers: {name: r}
  - model: authentik_core.group
    identifiers: {name: g}
    permissions:
      - permission: authentik_rbac.access_admin_interface
        role: !KeyOf role
`),
    says: [
      /to hold it everywhere, list authentik_rbac\.access_admin_interface under .*permissions in the attrs of an authentik_rbac\.role\)/,
    ],
    steps: [
      {
        from: '\n    permissions:\n      - permission: authentik_rbac.access_admin_interface\n        role: !KeyOf role\n',
        to: ' \n',
      },
      {
        from: '    identifiers: {name: r}\n',
        to: '    identifiers: {name: r}\n    attrs: {permissions: [authentik_rbac.access_admin_interface]}\n',
      },
    ],
  },
};

const QUOTES: Readonly<Record<string, Mistake>> = Object.fromEntries(
  [
    ['a value', '  - model: authentik_core.group\n    identifiers: {name: “admins”}\n', 'warning'],
    ['a model', '  - model: „authentik_core.group“\n    identifiers: {name: admins}\n', 'error'],
    ['a key', '  - model: authentik_core.group\n    identifiers: {«name»: admins}\n', 'error'],
    [
      'an id',
      `${PEOPLE.replace('id: people', 'id: ‘people’')}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [!KeyOf people]}\n`,
      'error',
    ],
    [
      'the argument of a tag',
      `${PEOPLE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {name: U, groups: [!KeyOf “people”]}\n`,
      'error',
    ],
    [
      'a tag',
      `${PEOPLE}  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs:\n      name: U\n      groups:\n        - “!KeyOf people”\n`,
      'error',
    ],
  ].map(([name, entries = '', severity = '']) => [
    `typographic quotes around ${name ?? ''}`,
    { text: blueprint(entries), says: [new RegExp(`^${severity} typographic-quotes`)] },
  ]),
);

const LAYOUT: Readonly<Record<string, Mistake>> = {
  'an item too far in': {
    text: blueprint(
      '  - model: authentik_core.group\n    identifiers: {name: a}\n   - model: authentik_core.group\n     identifiers: {name: b}\n',
    ),
    says: [/this item is indented by 3, its siblings by 2 \(indent its dash by 2\)/],
  },
  'an item not far enough in': {
    text: blueprint(
      '  - model: authentik_core.group\n    identifiers: {name: a}\n - model: authentik_core.group\n    identifiers: {name: b}\n',
    ),
    says: [/this item is indented by 1, its siblings by 2 \(indent its dash by 2\)/],
  },
  'a key not far enough in': {
    text: blueprint('  - model: authentik_core.group\n   identifiers: {name: a}\n'),
    says: [/this line is indented by 3, its siblings by 4 \(indent it by 4\)/],
  },
};

/** The text where the last place of a step is as the hint says. */
function followed(text: string, { from, to }: Step): string {
  const at = text.lastIndexOf(from);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

describe.each([
  ['the structure of a file', STRUCTURE],
  ['names', NAMES],
  ['values', VALUES],
  ['places', PLACES],
  ['quotes', QUOTES],
  ['layout', LAYOUT],
])('hints about %s', (_, mistakes) => {
  test.each(Object.entries(mistakes))('%s', (_name, { text, says, steps = [], release }) => {
    const before = found(text, release);
    expect(before.map(said)).toEqual(says.map((one): unknown => expect.stringMatching(one)));
    const hints = before.map(said).join('\n');
    for (const { to } of steps) if (to.trim() !== '' && !to.startsWith(' ')) expect(hints).toContain(to);
    const after = steps.reduce(followed, fixed(text, before));
    expect({ text: after, found: found(after, release).map(said) }).toEqual({ text: after, found: [] });
  });
});

describe('what is said once, or hardly', () => {
  test('a model in another case is a note', () => {
    const text = blueprint('  - model: authentik_core.Group\n    identifiers: {name: a}\n');
    expect(found(text)).toEqual([]);
    expect(checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]).map(said)).toEqual([
      expect.stringMatching(/^info model-case: /),
    ]);
  });

  test('a missing key of the context is one finding, however often it is used', () => {
    const group = (name: string): string =>
      `  - model: authentik_core.group\n    identifiers: {name: ${name}}\n    attrs: {attributes: {a: !Context tem}}\n`;
    const text = `context: {team: a}\n${blueprint(group('a') + group('b') + group('c'))}`;
    expect(found(text).map(said)).toEqual([
      expect.stringMatching(/^warning context-missing: .*\(did you mean team\?\)$/),
    ]);
  });

  test.each(['quantum', 'zzz', 'colour_of_the_sky'])('no name is offered that is not near: %s', (name) => {
    const text = blueprint(
      `  - model: authentik_core.application\n    identifiers: {slug: a}\n    attrs: {name: A, ${name}: x}\n`,
    );
    expect(found(text).map(said).join()).toMatch(/^\w+ attribute-unknown: (?!.*did you mean)/);
  });

  test.each([
    ['a model', 'authentik_zzz.zzz', 'slug'],
    ['an identifier', 'authentik_core.application', 'zzz'],
  ])('a list of choices is cut: %s', (_, model, identifier) => {
    const text = blueprint(`  - model: ${model}\n    identifiers: {${identifier}: [a]}\n`);
    for (const { message, hint = '' } of found(text))
      expect(`${message} ${hint}`.split(', ').length).toBeLessThan(14);
  });
});

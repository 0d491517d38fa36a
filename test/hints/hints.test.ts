import { describe, expect, test } from 'vitest';
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
    steps: [{ from: '      quantum: true\n', to: '' }],
  },
  'a model of another app that is not near': {
    text: blueprint('  - model: authentik_core.foo\n    identifiers: {name: a}\n'),
    says: [/^error model-unknown: .*\(there are .*authentik_core\.group/],
    steps: [{ from: 'foo', to: 'group' }],
  },
};

describe.each([
  ['the structure of a file', STRUCTURE],
  ['names', NAMES],
])('hints about %s', (_, mistakes) => {
  test.each(Object.entries(mistakes))('%s', (_name, { text, says, steps = [], release }) => {
    const before = found(text, release);
    expect(before.map(said)).toEqual(says.map((one): unknown => expect.stringMatching(one)));
    for (const { to } of steps) expect(before.map(said).join('\n')).toContain(to);
    const after = steps.reduce((done, { from, to }) => done.replace(from, () => to), fixed(text, before));
    expect({ text: after, found: found(after, release).map(said) }).toEqual({ text: after, found: [] });
  });
});

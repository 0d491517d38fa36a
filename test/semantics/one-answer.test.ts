import { describe, expect, test } from 'vitest';
import { checkFiles } from '../validate/check.ts';
import { planOf } from '../plan/setup.ts';

const G = 'authentik_core.group';
const file = (entry: string): string => `version: 1\nentries:\n- ${entry}\n`;

/** What `validate` and a plan for an empty server say of a blueprint. */
function both(entry: string): { readonly validate: string[]; readonly plan: string[] } {
  const text = file(entry);
  return {
    validate: checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]).map(({ code }) => code),
    plan: [...planOf([text], {}).codes],
  };
}

describe('validate and plan give one answer', () => {
  test.each<[string, string, string]>([
    [
      'to a field that there is not',
      `{model: ${G}, identifiers: {name: g}, attrs: {parent: !Find [${G}, [nope, x]]}}`,
      'find-field-unknown',
    ],
    [
      'to a look-up that the API does not show',
      `{model: ${G}, identifiers: {name: g}, attrs: {users: [!Find [authentik_core.user, [date_joined, x]]]}}`,
      'find-undecidable',
    ],
    [
      'to a look-up that cannot be decided',
      `{model: ${G}, identifiers: {name: g}, attrs: {users: [!Find [authentik_core.user, [last_login__year, 2026]]]}}`,
      'find-undecidable',
    ],
    [
      'to an identifier that cannot be decided',
      '{model: authentik_core.user, identifiers: {last_login__year: 2026}, attrs: {username: u, name: U}}',
      'identifier-undecidable',
    ],
    [
      'to what is missing',
      '{model: authentik_core.user, identifiers: {username: u}, attrs: {is_active: true, path: x}}',
      'attribute-missing',
    ],
    [
      'to a group of fields of which one is missing',
      '{model: authentik_blueprints.blueprintinstance, identifiers: {name: b}, attrs: {enabled: true}}',
      'attribute-rule',
    ],
  ])('%s', (_, entry, code) => {
    const { validate, plan } = both(entry);
    expect([validate, plan]).toEqual([expect.arrayContaining([code]), expect.arrayContaining([code])]);
  });
});

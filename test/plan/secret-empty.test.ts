import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { type Planned, planWith } from './setup.ts';

/* An empty secret from a variable: what a pipeline gives for a secret that it does not have. */

const later = loadCatalog('2025.12', () => undefined);

const planned = (value: string, more: Parameters<typeof planWith>[2] = {}, head = ''): Planned =>
  planWith(
    [
      `version: 1\n${head}entries:\n- {model: authentik_core.user, identifiers: {username: u}, attrs: {name: U, groups: [], password: ${value}}}\n`,
    ],
    {},
    more,
  );

describe('a secret whose variable is empty is an error, and nothing is written', () => {
  test.each([
    ['the variable', '!Env P', { P: '' }],
    ['white space', '!Env P', { P: ' \n\t' }],
    ['a format of nothing else', '!Format ["%s", !Env P]', { P: '' }],
    ['two that are empty', '!Format ["%s%s", !Env P, !Env Q]', { P: '', Q: '' }],
    ['a branch', '!If [!Condition [AND, true], !Env P, x]', { P: '' }],
    ['a default that does not count', '!Env [P, ""]', { P: ' ' }],
  ])('%s', (_, value, env) => {
    const { plan, codes, diagnostics } = planned(value, { env });
    expect(codes).toEqual(['secret-empty']);
    expect(plan.changes).toEqual([]);
    expect(diagnostics[0]?.message).toBe('password is a secret, and the environment variable P is empty');
  });

  test('a default in the file counts where the release takes it', () => {
    // The release takes it, and refuses it as a password.
    expect(planned('!Env [P, ""]', { env: { P: '' }, catalog: later }).codes).toEqual(['attribute-format']);
    // Without one it is as if the variable were not set.
    expect(planned('!Env P', { env: { P: '' }, catalog: later }).codes).toEqual(['env-missing']);
    expect(planned('!Env P', { env: { P: ' ' }, catalog: later }).codes).toEqual(['secret-empty']);
  });

  test('a part of a mapping that sounds secret', () => {
    const text = (value: string): string =>
      `version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {a: [{vpn_password: ${value}, city: ${value}}]}}}\n`;
    expect(planWith([text('!Env P')], {}, { env: { P: '' } }).codes).toEqual(['secret-empty']);
    expect(planWith([text('""')], {}, {}).codes).toEqual([]);
  });
});

describe('it is none', () => {
  test.each([
    ['where the file itself says so', '""', {}],
    ['where a tag in the file does', '!Format ["%s", ""]', {}],
    ['where a part of it is there', '!Format ["%s-x", !Env P]', { P: '' }],
    ['where it is given', '!Env P', { P: 'p' }],
    ['where the context of the file says so', '!Context none', {}],
  ])('%s', (_, value, env) => {
    expect(planned(value, { env }, 'context: {none: ""}\n').codes).not.toContain('secret-empty');
  });

  test('where the field is no secret', () => {
    const text =
      'version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {city: !Env P}}}\n';
    expect(planWith([text], {}, { env: { P: '' } }).codes).toEqual([]);
  });
});

describe('a hash where a password is meant', () => {
  const HASH = 'pbkdf2_sha256$600000$c2FsdA$cXVpdGUgYSBsb25nIGhhc2g=';

  test.each([
    HASH,
    'argon2$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA',
    '$2b$12$abcdefghijklmnopqrstuu',
    '{SSHA}c2FsdGVkaGFzaA==',
  ])('from a variable is said: %s', (value) => {
    expect(planned('!Env P', { env: { P: value } }).codes).toEqual(['password-hash']);
  });

  test.each(['correct-horse', '$2.50', 'md5 is old', '{braces}', 'sha1$'])('is not %s', (value) => {
    expect(planned('!Env P', { env: { P: value } }).codes).toEqual([]);
  });

  test('that stands in the file is not said again by a plan', () => {
    expect(planned(JSON.stringify(HASH)).codes).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { markRead, markSecret } from '../../src/source/secret-spans.ts';
import { shownLine, shownLines } from '../../src/source/shown-line.ts';
import { mayNameSecret, soundsSecret } from '../../src/source/sounds-secret.ts';

/* What a code frame shows of a file that could not be read: nobody knows there what belongs to which field. */

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nhunter2hunter2\n-----END RSA PRIVATE KEY-----';

const unread = (text: string): string => shownLines({ path: 'b.yaml', text }).join('\n');

describe('of a file that cannot be read, no frame shows', () => {
  test.each([
    ['a value', 'password: hunter2'],
    ['a value with a comma', 'password: a,hunter2, b'],
    ['a value without the space', 'password:hunter2'],
    ['a value of an item', '- password: hunter2'],
    ['a value in quotes', 'bind_password: "hunter2 # 1"'],
    ['a key in quotes', '"client_secret": hunter2'],
    ['a key in other quotes', "'client_secret' : hunter2"],
    ['a key of another name', 'shared_secret: hunter2\nkubeconfig: hunter2\nsync_keytab: hunter2'],
    ['a licence', 'key: hunter2'],
    ['settings', 'settings:\n  port: 1\n  pin: hunter2'],
    ['a misspelt key', 'passwrod: hunter2\nsecert: hunter2'],
    ['an upper-case key', 'SMTP_PASSWORD: hunter2'],
    ['a key in camel case', 'clientSecret: hunter2'],
    ['a block', 'key_data: |\n  hunter2\n\n  hunter2\n'],
    ['a folded block', 'token: >-\n  hunter2\n  hunter2'],
    ['a block behind a tag', 'token: !!str |\n  hunter2'],
    ['a value on the next line', 'password:\n  hunter2'],
    ['a value on the next line of a flow mapping', 'attrs: {name: x, password:\nhunter2, id: y}'],
    ['a value on the next line, at the same column', '  password:\n  hunter2'],
    ['a value that goes on', 'password: one\n  hunter2'],
    ['a value whose quotes stay open', 'password: "one\nhunter2\nthree"'],
    ['a list', 'secrets:\n- hunter2\n- hunter2'],
    ['a mapping', 'credentials: {a: 1,\n  private: hunter2}'],
    ['part of a flow mapping', 'attrs: {name: x, password: hunter2, groups: []}'],
    ['part of a flow mapping without spaces', 'attrs: {"name":"x","password":"hunter2"}'],
    ['a tag with another value', 'password: !Env [P, hunter2]'],
    ['a text made of parts', 'password: !Format ["%s-hunter2", !Env P]'],
    ['an anchor', 'password: &p hunter2'],
    ['a long key', '? password\n: hunter2'],
    ['what is looked up', 'user: !Find [authentik_core.token, [key, hunter2]]'],
    ['a private key', `data:\n${PEM}\nrest: 1`],
    ['a private key that is cut off', 'x: |\n  -----BEGIN PRIVATE KEY-----\n  hunter2'],
    ['a web token', 'x: eyJhunter2hunter2.hunter2hunter2.hunter2'],
    ['a password in an address', 'url: ldaps://admin:hunter2@ldap.example:636'],
    ['a header', 'x: "Authorization: Bearer hunter2hunter2"'],
  ])('%s', (_, text) => {
    expect(unread(text)).not.toMatch(/hunter2/);
  });

  test.each([
    'name: hunter2',
    'password: !Env DB_PASSWORD',
    'password_stage: !KeyOf password-stage',
    '- model: authentik_core.token',
    'password:\nname: next',
    'password:\n\n# about\n"name": next',
    'entries:\n- identifiers: {name: x}',
    'password: !KeyOf x',
    'url: https://example.com:8443/path',
  ])('what is none is shown: %s', (text) => {
    expect(unread(text)).toBe(text);
  });

  test('the line after a secret shows what comes next', () => {
    expect(unread('token: |\n  hunter2\nname: shown\n- model: shown')).toBe(
      'token: |\n  ••••••••\nname: shown\n- model: shown',
    );
  });
});

test('a text that was made to take long does not', () => {
  // Each would take minutes if it were searched again from every letter of it.
  const long = 400_000;
  for (const part of [
    'a',
    '-eyJ',
    ' ',
    '"',
    '[',
    'a:',
    'a.',
    '-----BEGIN A PRIVATE KEY-----',
    'bearer ',
    '://u:',
  ])
    expect(shownLines({ path: 'x', text: part.repeat(long / part.length) }).length).toBeLessThan(3);
  expect(shownLines({ path: 'x', text: 'password: x\n'.repeat(20_000) })).toHaveLength(20_000);
});

describe('of a file that was read', () => {
  test('names that are secrets elsewhere are shown, and private keys are not', () => {
    const file = { path: 'b.yaml', text: `settings: {a: 1}\nkey: shown\npem: |\n${PEM}` };
    markRead(file);
    expect(shownLine(file, 1).text).toBe('settings: {a: 1}');
    expect(shownLine(file, 2).text).toBe('key: shown');
    expect(shownLine(file, 5).text).toBe('••••••••');
  });

  test('two secrets that overlap are shown as one, and a place behind them stays one', () => {
    const file = { path: 'b.yaml', text: 'x: abcdefgh end' };
    markRead(file);
    markSecret(file, { start: 3, end: 8 });
    markSecret(file, { start: 6, end: 11 });
    const line = shownLine(file, 1);
    expect(line.text).toBe('x: •••••••• end');
    expect(line.text.slice(line.at(12), line.at(15))).toBe('end');
  });
});

describe('a name that sounds secret', () => {
  test.each([
    ...['password', 'Password', 'smtp_password', 'DB-PASSWORD', 'passwd', 'passphrase', 'db_pass', 'pwd'],
    ...['passwrod', 'pasword', 'passowrd', 'clientsecret', 'client-secret', 'secert', 'toekn', 'API-Key'],
    ...['apiToken', 'private_key', 'licenseKey', 'Authorization', 'credentials', 'webhook_url'],
  ])('%s', (name) => expect(soundsSecret(name)).toBe(true));

  test.each([
    'name',
    'compass',
    'bypass',
    'screen',
    'keys',
    'tone',
    'author',
    'words',
    'passenger',
    'password_stage',
    'token_expiry',
    'access_token_url',
  ])('not %s', (name) => expect(soundsSecret(name)).toBe(false));

  test.each(['key', 'settings', 'context', 'auth'])('%s may be one of some model', (name) => {
    expect([soundsSecret(name), mayNameSecret(name)]).toEqual([false, true]);
  });
});

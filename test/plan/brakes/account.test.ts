import { expect, test } from 'vitest';
import { file, planWith, uuid } from '../setup.ts';

/* The account and the token that the server makes along with an outpost. */

const U = 'authentik_core.user';
const T = 'authentik_core.token';
const O = 'authentik_outposts.outpost';

const outpost = (n: number, managed: string | null) => ({
  pk: uuid(n),
  name: `outpost ${n}`,
  managed,
  type: 'proxy',
  providers: [],
  config: {},
  service_connection: null,
});
const account = (pk: number, of: number) => ({
  pk,
  username: `ak-outpost-${uuid(of).replaceAll('-', '')}`,
  name: 'account',
  is_active: true,
  groups: [],
  attributes: {},
});
const server = {
  [O]: [outpost(60, 'goauthentik.io/outposts/embedded'), outpost(61, null)],
  [U]: [account(5, 60), account(6, 61), { ...account(7, 60), username: 'ak-outpost-of-mine' }],
  [T]: [{ pk: uuid(8), identifier: `ak-outpost-${uuid(60)}-api`, user: 5, intent: 'api', expiring: false }],
};

const codes = (entry: string, allowProtected: string[] = []): readonly string[] =>
  planWith([file(entry)], server, { policy: { allowProtected, allowCascade: [U] } }).diagnostics.flatMap(
    ({ code, hint }) => (code === 'protected-change' ? [hint?.split('--allow-protected ')[1] ?? ''] : []),
  );

const name = (of: number): string => `ak-outpost-${uuid(of).replaceAll('-', '')}`;
const EMBEDDED = `"${O}:outpost 60"`;

test.each([
  [
    'the account is deleted',
    `{model: ${U}, state: absent, identifiers: {username: ${name(60)}}}`,
    [EMBEDDED],
  ],
  [
    'the account is inactive',
    `{model: ${U}, identifiers: {username: ${name(60)}}, attrs: {is_active: false}}`,
    [EMBEDDED],
  ],
  [
    'the token is deleted',
    `{model: ${T}, state: absent, identifiers: {identifier: ak-outpost-${uuid(60)}-api}}`,
    [EMBEDDED],
  ],
  [
    'the account gets an attribute',
    `{model: ${U}, identifiers: {username: ${name(60)}}, attrs: {attributes: {a: 1}}}`,
    [],
  ],
  [
    'the account of another outpost is deleted',
    `{model: ${U}, state: absent, identifiers: {username: ${name(61)}}}`,
    [],
  ],
  [
    'a user with such a name is deleted',
    `{model: ${U}, state: absent, identifiers: {username: ak-outpost-of-mine}}`,
    [],
  ],
])('of the embedded outpost: %s', (_, entry, found) => {
  expect(codes(entry)).toEqual(found);
  expect(codes(entry, [`${O}:outpost 60`])).toEqual([]);
});

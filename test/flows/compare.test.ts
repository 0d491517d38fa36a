import { describe, expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { RecordedServer } from './recorded-server.ts';

/* Only what a plan makes worse is said, and where. */

const BINDING = 'authentik_flows.flowstagebinding';
const FLOW = '!Find [authentik_flows.flow, [slug, default-authentication-flow]]';
const LOGIN = '!Find [authentik_stages_user_login.userloginstage, [name, default-authentication-login]]';
const place = (order: number): string =>
  `{model: ${BINDING}, identifiers: {target: ${FLOW}, stage: ${LOGIN}}, attrs: {order: ${order}}}`;
const bound = (id: string): string =>
  `{model: authentik_policies.policybinding, identifiers: {target: ${FLOW}, policy: !KeyOf ${id}, order: 0}}`;
const policy = (id: string, expression: string): string =>
  `{model: authentik_policies_expression.expressionpolicy, id: ${id}, identifiers: {name: ${id}}, attrs: {expression: ${expression}}}`;

const text = (...entries: string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;

describe.skipIf(!hasShared).each(['2023.2.3', '2025.12.4'])('compared with before, on %s', (release) => {
  const server = new RecordedServer(release);
  const codes = (one: RecordedServer, ...entries: string[]): readonly string[] =>
    one
      .find(text(...entries))
      .map(({ code }) => code)
      .filter((code) => code.startsWith('login-'));
  const orderOf = (row: Readonly<Record<string, unknown>>): number => Number(row['order']);
  const without = (order: number): RecordedServer =>
    server.with(BINDING, (row) =>
      orderOf(row) === order && JSON.stringify(row['stage_obj']).includes('default-authentication-')
        ? undefined
        : row,
    );

  test('what repairs a server is planned, and what leaves it locked, too', () => {
    const locked = without(100);
    expect(codes(locked, place(100))).toEqual([]);
    expect(codes(locked, place(5))).toEqual([]);
    expect(codes(server, place(5))).toEqual(['login-lockout']);
  });

  test('the message says where and what', () => {
    const found = server.find(text(place(5))).find(({ code }) => code === 'login-lockout');
    expect(found?.message).toMatch(
      /: flow default-authentication-flow, stage default-authentication-login \(order 5\): it comes before/,
    );
  });

  test('a login that asked for no password before is not reported', () => {
    const open = without(20);
    expect(codes(open, place(110))).toEqual([]);
    expect(codes(open, place(5))).toEqual(['login-lockout']);
  });

  test('what nobody could tell before is not said again', () => {
    expect(codes(server, policy('hours', 'return ak_client_ip.is_private'), bound('hours'))).toEqual([
      'login-unknown',
    ]);
    // An account for a service need not have a password.
    const service =
      release === '2023.2.3'
        ? { attributes: { 'goauthentik.io/user/service-account': true } }
        : { type: 'service_account' };
    const unknown = server.with('authentik_core.user', (row) => ({ ...row, ...service }));
    expect(codes(unknown, place(110))).toEqual([]);
    expect(codes(unknown, place(5))).toEqual(['login-lockout']);
    // Where akadmin leaves, only such an account is left.
    const two = server.with(
      'authentik_core.user',
      (row) => row,
      (rows) =>
        rows
          .filter((row) => row['username'] === 'akadmin')
          .map((row) => ({ ...row, ...service, pk: 77, username: 'backup' })),
    );
    const leaves =
      '{model: authentik_core.user, identifiers: {username: akadmin}, attrs: {is_active: false}}';
    expect(codes(two, leaves)).toEqual(['login-unknown']);
  });

  test('a password stage counts where identification uses it, in whatever flow it is', () => {
    const password = 'authentik_stages_password.passwordstage';
    const apart = server.with(password, (row) => ({ ...row, flow_set: [] }));
    const ldap = `{model: ${password}, identifiers: {name: default-authentication-password}, attrs: {backends: [authentik.sources.ldap.auth.LDAPBackend]}}`;
    expect(codes(apart, ldap)).toEqual(['login-lockout']);
  });

  test('the place is the entry without which it would not be so', () => {
    const [found, ...others] = server
      .find(
        text(
          '{model: authentik_core.group, identifiers: {name: apart}}',
          policy('always', 'return True'),
          policy('never', 'return False'),
          bound('never'),
          place(120),
        ),
      )
      .filter(({ code }) => code.startsWith('login-'));
    expect(others).toEqual([]);
    expect(found?.entry?.index).toBe(3);
    expect(found?.notes).toBeUndefined();
    expect(found?.message).toContain('flow default-authentication-flow: its policies do not pass');
    expect(found?.hint).toContain('--allow-lockout');
  });

  test('who is no superuser is told that it was not looked at, where it matters', () => {
    const other = server.asOther();
    expect(codes(other, place(5))).toEqual(['login-unknown']);
    expect(codes(other, '{model: authentik_core.group, identifiers: {name: apart}}')).toEqual([]);
  });
});

describe.skipIf(!hasShared)('a flow to which a stage of the login flow leads', () => {
  const FLOWS = 'authentik_flows.flow';
  const uuid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
  /** The login stage has a flow of its own, to which the login flow leads. */
  const server = new RecordedServer('2025.12.4')
    .with(
      FLOWS,
      (row) => row,
      ([row = {}]) => [
        {
          ...row,
          pk: uuid(1),
          policybindingmodel_ptr_id: uuid(2),
          slug: 'end',
          name: 'end',
          designation: 'authentication',
          authentication: 'none',
        },
      ],
    )
    .with(
      'authentik_stages_redirect.redirectstage',
      (row) => row,
      () => [
        { pk: uuid(3), name: 'go', mode: 'flow', keep_context: true, target_flow: uuid(1), flow_set: [] },
      ],
    )
    .with(
      BINDING,
      (row) =>
        row['order'] === 100 && JSON.stringify(row['stage_obj']).includes('"default-authentication-login"')
          ? {
              ...row,
              stage: uuid(3),
              stage_obj: { meta_model_name: 'authentik_stages_redirect.redirectstage' },
            }
          : row,
      (rows) =>
        rows
          .filter((row) => JSON.stringify(row['stage_obj']).includes('"default-authentication-login"'))
          .slice(0, 1)
          .map((row) => ({
            ...row,
            pk: uuid(4),
            policybindingmodel_ptr_id: uuid(5),
            target: uuid(1),
            order: 0,
          })),
    );
  const codes = (attrs: string): string[] =>
    server
      .find(text(`{model: ${FLOWS}, identifiers: {slug: end}, attrs: {${attrs}}}`))
      .map(({ code }) => code)
      .filter((code) => code.startsWith('login-'));

  test('counts as the login flow does', () => {
    expect(codes('authentication: require_superuser')).toEqual(['login-lockout']);
    expect(codes('authentication: require_redirect')).toEqual([]);
  });
});

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

  test('a login that asked for no password before is not reported', () => {
    const open = without(20);
    expect(codes(open, place(110))).toEqual([]);
    expect(codes(open, place(5))).toEqual(['login-lockout']);
  });

  test('what nobody could tell before is not said again', () => {
    const unknown = policy('hours', 'return ak_client_ip.is_private');
    const open = server.with('authentik_stages_user_login.userloginstage', (row) => ({
      ...row,
      meta_model_name: 'x.y',
    }));
    expect(codes(server, unknown, bound('hours'))).toEqual(['login-unknown']);
    expect(codes(open, place(110))).toEqual([]);
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

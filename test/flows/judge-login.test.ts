import { describe, expect, test } from 'vitest';
import { judgeLogin } from '../../src/flows/judge-login.ts';
import type { Flow, Person, StageBinding } from '../../src/flows/world.ts';
import { person, type Plain, worldOf } from './plain-world.ts';

/* What is judged of a whole world, where it is simple enough to see that it must be so. */

const flow = (id: string, more: Partial<Flow> = {}): Flow => ({
  id,
  name: id,
  slug: id,
  designation: 'authentication',
  authentication: 'none',
  mode: 'any',
  ...more,
});

/** The stages of a flow, in this order. */
const places = (...stages: string[]): StageBinding[] =>
  stages.map((stage, index) => ({
    id: `${stage} at ${index}`,
    stage,
    order: index,
    onPlan: false,
    again: true,
    mode: 'any',
  }));

const STAGES: NonNullable<Plain['stages']> = {
  who: { kind: 'identification', values: { user_fields: ['username'], pretend_user_exists: true } },
  proof: { kind: 'password', values: { backends: ['authentik.core.auth.InbuiltBackend'] } },
  in: { kind: 'login' },
  factor: { kind: 'second-factor', values: { not_configured_action: 'deny', device_classes: ['totp'] } },
  passkey: { kind: 'second-factor', values: { not_configured_action: 'deny', device_classes: ['webauthn'] } },
  write: { kind: 'user-write', values: { user_creation_mode: 'never_create' } },
  captcha: { kind: 'gate' },
  odd: { kind: undefined },
  source: { kind: 'outside' },
};

const ADA = person('ada', { groups: ['admins'] });

/** What is judged where the login flow has these stages. */
function judged(stages: readonly string[], more: Plain = {}, people: readonly Person[] = [ADA]) {
  const world = worldOf('2025.12.4', {
    brands: [{ id: 'b', domain: 'authentik-default', isDefault: true, flow: 'f' }],
    flows: [flow('f'), flow('g', { authentication: 'require_redirect' })],
    groups: { admins: { isSuperuser: true } },
    people,
    ...more,
    stages: { ...STAGES, ...more.stages },
    stagesOf: { f: places(...stages), ...more.stagesOf },
  });
  const { access, hole } = judgeLogin(world, undefined);
  return [access.is, hole.is];
}

describe('stages', () => {
  test.each<[stages: string[], access: string, hole: string]>([
    [['who', 'proof', 'in'], 'open', 'closed'],
    [['who', 'in'], 'open', 'open'],
    [['who', 'in', 'proof'], 'open', 'open'],
    [['in', 'who', 'proof'], 'locked-out', 'closed'],
    [['who', 'proof', 'write', 'in'], 'locked-out', 'closed'],
    [[], 'locked-out', 'closed'],
    [['who', 'proof', 'factor', 'in'], 'locked-out', 'closed'],
    [['captcha', 'who', 'proof', 'in'], 'unknown', 'closed'],
    [['captcha', 'who', 'in'], 'unknown', 'open'],
    [['odd', 'who', 'proof', 'in'], 'unknown', 'unknown'],
    // What comes from outside may say who it is; without it nobody gets on.
    [['source', 'in'], 'unknown', 'closed'],
    // Where nobody has said who he is, a login flow asks for a passkey, if it takes them.
    [['passkey', 'who', 'proof', 'in'], 'locked-out', 'closed'],
    [['factor', 'who', 'proof', 'in'], 'open', 'closed'],
  ])('%j: %s, %s', (stages, access, hole) => {
    expect(judged(stages)).toEqual([access, hole]);
  });

  test.each<[stages: string[], devices: string[], access: string, hole: string]>([
    [['who', 'proof', 'factor', 'in'], ['totp'], 'open', 'closed'],
    [['who', 'proof', 'factor', 'in'], ['static'], 'locked-out', 'closed'],
    [['who', 'factor', 'in'], ['totp'], 'open', 'closed'],
    [['passkey', 'in'], ['webauthn'], 'open', 'closed'],
    [['passkey', 'who', 'proof', 'in'], ['webauthn'], 'open', 'closed'],
  ])('%j with %j: %s, %s', (stages, devices, access, hole) => {
    expect(judged(stages, { devices: { ada: devices } })).toEqual([access, hole]);
  });

  test('a flow that is not for logins takes no passkey in place of a user', () => {
    const flows = [flow('f', { designation: 'stage_configuration' })];
    expect(judged(['passkey', 'who', 'proof', 'in'], { flows })).toEqual(['open', 'closed']);
  });

  test('a stage may lead to another flow, which may be for that alone', () => {
    const go = (keep: boolean): Plain => ({
      stages: {
        go: { kind: 'redirect', values: { mode: 'flow', keep_context: keep }, links: { target_flow: ['g'] } },
      },
      stagesOf: { f: places('who', 'go'), g: places('proof', 'in') },
    });
    expect(judged(['who', 'go'], go(true))).toEqual(['open', 'closed']);
    expect(judged(['who', 'go'], go(false))).toEqual(['locked-out', 'closed']);
    // Entered as itself, it denies.
    const brands = [{ id: 'b', domain: 'authentik-default', isDefault: true, flow: 'g' }];
    expect(judged(['who', 'go'], { ...go(true), brands })).toEqual(['locked-out', 'closed']);
    const around: Plain = {
      stages: {
        go: { kind: 'redirect', values: { mode: 'flow', keep_context: true }, links: { target_flow: ['f'] } },
      },
      flows: [flow('f')],
    };
    expect(judged(['go'], around)).toEqual(['unknown', 'unknown']);
  });
});

describe('policies', () => {
  const at = 'proof at 1';
  const asking = (expression: string, mode: 'any' | 'all' = 'any'): Plain => ({
    policies: { p: ['expression', { expression }] },
    policiesOf: {
      [at]: [
        { id: 'x', enabled: true, negate: false, failureResult: false, asks: { kind: 'policy', id: 'p' } },
      ],
    },
    stagesOf: { f: places('who', 'proof', 'in').map((place) => ({ ...place, mode })) },
  });

  test.each([
    ['return True', 'open', 'closed'],
    ['return False', 'open', 'open'],
    ['raise ValueError()', 'open', 'open'],
    ['return ak_client_ip.is_private', 'open', 'unknown'],
    // It may set the user itself, and so much more than take the stage out.
    ['context["flow_plan"].context["pending_user"] = ak_user_by(pk=1)\nreturn True', 'unknown', 'unknown'],
  ])('%j on the password stage: %s, %s', (expression, access, hole) => {
    expect(judged(['who', 'proof', 'in'], asking(expression))).toEqual([access, hole]);
  });
});

describe('people', () => {
  const stages = ['who', 'proof', 'in'];

  test.each<[who: string, people: Person[], access: string]>([
    ['nobody', [], 'locked-out'],
    ['nobody with the rights', [person('ada', { groups: [] })], 'no-superuser'],
    ['one who is inactive', [person('ada', { groups: ['admins'], isActive: false })], 'locked-out'],
    ['one without a password', [person('ada', { groups: ['admins'], hasPassword: false })], 'locked-out'],
    [
      'one of whom that is not known',
      [person('ada', { groups: ['admins'], hasPassword: undefined })],
      'unknown',
    ],
    ['one whose groups are not known', [person('ada', { groups: undefined })], 'unknown'],
    ['one of two', [person('eve', { groups: ['admins'], isActive: false }), ADA], 'open'],
  ])('%s: %s', (_, people, access) => {
    expect(judged(stages, {}, people)[0]).toBe(access);
  });

  test('an inactive superuser is named as the reason', () => {
    const world = worldOf('2025.12.4', {
      groups: { admins: { isSuperuser: true } },
      people: [person('ada', { groups: ['admins'], isActive: false })],
    });
    expect(judgeLogin(world, undefined).access).toMatchObject({ reason: { why: 'no superuser is active' } });
  });

  test('without a flow to sign in by nobody gets in', () => {
    expect(judged(stages, { flows: [], brands: [] })[0]).toBe('locked-out');
    const brands = [{ id: 'b', domain: 'x', isDefault: true, flow: undefined }];
    expect(judged(stages, { brands })[0]).toBe('unknown');
  });
});

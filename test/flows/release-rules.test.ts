import { describe, expect, test } from 'vitest';
import { judgeLogin, signIn } from '../../src/flows/judge-login.ts';
import { brandsFor } from '../../src/flows/login-flow.ts';
import { isMember, isMemberByName, isSuperuser } from '../../src/flows/membership.ts';
import { policiesPass } from '../../src/flows/policy-engine.ts';
import { AT_THE_DOOR } from '../../src/flows/stages/stage-run.ts';
import type { Asked, Flow, PolicyBinding } from '../../src/flows/world.ts';
import { person, type Plain, worldOf } from './plain-world.ts';

/*
 * What releases decide differently, at the release in which it changed and the one before. The changes were found in
 * the sources of the first release of every minor (facts, proofs.md); both sides of each were measured at 2023.2.3 and
 * 2025.12.4, but for 2026.2.
 */

const binding = (asks: Asked, more: Partial<PolicyBinding> = {}): PolicyBinding => ({
  id: `${asks.kind} ${asks.id}`,
  enabled: true,
  negate: false,
  failureResult: false,
  asks,
  ...more,
});
const group = (id: string, more?: Partial<PolicyBinding>) => binding({ kind: 'group', id }, more);
const RAISES: NonNullable<Plain['policies']> = {
  raises: ['expression', { expression: 'raise ValueError()' }],
};

/** Whether policies in a mode pass for somebody who is a member of `one`; `nobody`: for somebody not signed in. */
function passes(
  release: string,
  mode: 'any' | 'all',
  bindings: readonly PolicyBinding[],
  who: 'member' | 'nobody' = 'member',
): boolean | undefined {
  const world = worldOf(release, { policiesOf: { it: bindings }, policies: RAISES });
  const user = who === 'nobody' ? who : person('ada', { groups: ['one'] });
  return policiesPass(world, { id: 'it', mode }, user, {
    ...AT_THE_DOOR,
    pending: undefined,
    hasPlan: false,
  });
}

/** Groups each of which is in the next, and somebody in the first. */
function chain(length: number): Plain {
  return {
    groups: Object.fromEntries(
      Array.from({ length: length + 1 }, (_, index) => [
        `g${index}`,
        { parents: index < length ? [`g${index + 1}`] : [], isSuperuser: index === length },
      ]),
    ),
    people: [person('ada', { groups: ['g0'] })],
  };
}

const ADA = person('ada', { groups: ['g0'] });

describe('memberships', () => {
  test.each([
    ['2023.6.2', false],
    ['2023.8.7', true],
  ])('%s: rights of the parents of a group count: %s', (release, counts) => {
    const world = worldOf(release, chain(1));
    expect(isSuperuser(world, ADA)).toBe(counts);
    expect(isMemberByName(world, ADA, 'g1')).toBe(counts);
    // A binding always looked at them.
    expect(isMember(world, ADA, 'g1')).toBe(true);
  });

  test.each([
    ['2025.10.4', 20, true],
    ['2025.10.4', 21, false],
    ['2025.12.4', 21, true],
  ])('%s: a binding to a group %i parents up: %s', (release, steps, is) => {
    expect(isMember(worldOf(release, chain(steps)), ADA, `g${steps}`)).toBe(is);
  });

  test('parents that lead around are followed once', () => {
    const world = worldOf('2025.12.4', {
      groups: { g0: { parents: ['g1'] }, g1: { parents: ['g0', 'g1'] } },
    });
    expect(isMember(world, ADA, 'g1')).toBe(true);
    expect(isMember(world, ADA, 'g2')).toBe(false);
  });
});

describe('bindings of groups and users', () => {
  const two = [group('one'), group('other')];

  test.each([
    ['2025.6.4', false],
    ['2025.8.6', true],
    ['2025.12.4', true],
    ['2026.2.2', false],
  ])('%s: a member of one of two groups, all of which must be: %s', (release, is) => {
    expect(passes(release, 'all', two)).toBe(is);
    expect(passes(release, 'any', two)).toBe(true);
  });

  test.each([
    ['2025.6.4', true],
    ['2025.8.6', false],
    ['2026.2.2', false],
  ])('%s: a negated user, for somebody who is not signed in: %s', (release, is) => {
    const negated = [binding({ kind: 'user', id: 'ada' }, { negate: true })];
    expect(passes(release, 'any', negated, 'nobody')).toBe(is);
    // A group is none of theirs, negated or not.
    expect(passes(release, 'any', [group('one', { negate: true })], 'nobody')).toBe(false);
  });
});

describe('policies', () => {
  test.each([
    ['2023.8.7', false],
    ['2023.10.7', true],
  ])('%s: one that raises is what its binding says: %s', (release, is) => {
    const raises = (more: Partial<PolicyBinding>): PolicyBinding[] => [
      binding({ kind: 'policy', id: 'raises' }, more),
    ];
    expect(passes(release, 'any', raises({ failureResult: true }))).toBe(is);
    expect(passes(release, 'any', raises({ negate: true }))).toBe(false);
  });

  test('a disabled binding does not exist; one of which that is not known counts both ways', () => {
    expect(passes('2025.12.4', 'all', [group('other', { enabled: false })])).toBe(true);
    expect(passes('2025.12.4', 'all', [group('other', { enabled: undefined })])).toBeUndefined();
    expect(passes('2025.12.4', 'all', [group('one', { enabled: undefined })])).toBe(true);
  });
});

describe('brands', () => {
  const brands = ['authentik-default', 'example.org', 'login.example.org', 'org'].map((domain, index) => ({
    id: domain,
    domain,
    isDefault: index === 0,
    flow: null,
  }));
  const chosen = (release: string, host: string | undefined): (string | undefined)[] =>
    (brandsFor(worldOf(release, { brands }), host) ?? []).map((brand) => brand?.id);

  test.each([
    // Whichever of those that match comes first in the database.
    ['2025.10.4', 'login.example.org', ['example.org', 'login.example.org', 'org']],
    ['2025.12.4', 'login.example.org', ['login.example.org']],
    ['2025.12.4', 'myexample.org', ['example.org']],
    ['2026.2.2', 'myexample.org', ['org']],
    ['2026.2.2', 'LOGIN.example.org', ['login.example.org']],
    ['2023.2.3', '127.0.0.1:9000', ['authentik-default']],
    ['2026.2.2', undefined, ['authentik-default']],
  ])('%s: at %s: %j', (release, host, ids) => {
    expect(chosen(release, host)).toEqual(ids);
  });
});

describe('stages', () => {
  const flow: Flow = {
    id: 'f',
    name: 'f',
    slug: 'f',
    designation: 'authentication',
    authentication: 'none',
    mode: 'any',
  };
  const place = (stage: string, order: number) => ({
    id: `${stage} in f`,
    stage,
    order,
    onPlan: false,
    again: true,
    mode: 'any' as const,
  });
  const plain: Plain = {
    brands: [{ id: 'b', domain: 'authentik-default', isDefault: true, flow: 'f' }],
    flows: [flow],
    stagesOf: { f: [place('who', 0), place('proof', 10), place('in', 20)] },
    stages: {
      who: { kind: 'identification', values: { user_fields: ['upn'], pretend_user_exists: true } },
      proof: { kind: 'password', values: { backends: ['authentik.core.auth.InbuiltBackend'] } },
      in: { kind: 'login' },
    },
    groups: { admins: { isSuperuser: true } },
    people: [person('ada', { groups: ['admins'] })],
  };

  test.each([
    ['2023.10.7', 'locked-out'],
    ['2024.2.4', 'open'],
  ])('%s: a name that identification does not take is passed on: %s', (release, is) => {
    expect(judgeLogin(worldOf(release, plain), undefined).access.is).toBe(is);
  });

  test.each(['2023.2.3', '2023.4.3'])('%s: an inactive user does not get in', (release) => {
    const inactive = person('ada', { groups: ['admins'], isActive: false, upn: 'ada' });
    const ends = signIn(worldOf(release, plain), undefined, inactive, true);
    expect(ends.map(({ session }) => session)).toEqual([undefined]);
    // Where he is found, it is his password that is refused.
    expect(ends[0]?.at.stage).toBe(release === '2023.2.3' ? 'who' : 'proof');
  });
});

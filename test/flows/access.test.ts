import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { policiesPass } from '../../src/flows/policy-engine.ts';
import { AT_THE_DOOR } from '../../src/flows/stages/stage-run.ts';
import type { Mode, PolicyBinding } from '../../src/flows/world.ts';
import { hasShared, shared } from '../shared.ts';
import { person, type Plain, worldOf } from './plain-world.ts';

/*
 * What real servers said about access to applications: the same engine decides about flows and stages. What cannot
 * be told is allowed where something is asked that nobody can tell; a wrong answer never is.
 */

interface Fixtures {
  readonly kind: 'fixtures';
  readonly groups: Readonly<Record<string, { readonly parents: string[]; readonly is_superuser: boolean }>>;
  readonly users: Readonly<Record<string, { readonly groups: string[]; readonly is_active?: boolean }>>;
  readonly expressions: Readonly<Record<string, string>>;
}

interface Asked {
  readonly kind: 'check_access';
  readonly mode: Mode;
  readonly bindings: readonly string[];
  readonly user: string;
  readonly passing: boolean;
}

/** Policies that are none of expressions. */
const POLICIES: Plain['policies'] = {
  dSlowT: ['constant', { result: true, wait_min: 1, wait_max: 2 }],
  dSlowF: ['constant', { result: false, wait_min: 1, wait_max: 2 }],
  dBad: ['constant', { result: true, wait_min: 1, wait_max: 1 }],
  pPw: ['never', {}],
  pEvt: ['never', {}],
};

/** Policies of which nobody can tell without a server what they say. */
const UNKNOWN = /p:(eName|eAnonReq|eCallFp|eGrps|eCtx|pExp|pRep|pRep0)\b/;

/** `[-]disabled [!]negate p|g|u:name [@order] [~timeout] [^T]failure_result` */
function bindingOf(text: string, index: number): PolicyBinding {
  const [, off, not, kind = '', name = '', failure] =
    /^(-?)(!?)([pgu]):(\w+)(?:@\d+)?(?:~\d+)?(\^T)?$/.exec(text) ?? [];
  const kinds = { p: 'policy', g: 'group', u: 'user' } as const;
  return {
    id: `${index}`,
    enabled: off === '',
    negate: not === '!',
    failureResult: failure !== undefined,
    asks: { kind: kinds[kind as 'p'], id: name },
  };
}

describe.skipIf(!hasShared).each(['2023.2.3', '2025.12.4'])('access on %s', (release) => {
  const rows = hasShared
    ? readFileSync(shared(`data/proofs/access-${release}.jsonl`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Fixtures | Asked)
    : [];
  const fixtures = rows.find((row) => row.kind === 'fixtures');
  const plain: Plain = {
    groups: {
      'authentik Admins': { isSuperuser: true },
      ...Object.fromEntries(
        Object.entries(fixtures?.groups ?? {}).map(([name, { parents, is_superuser }]) => [
          name,
          { parents, isSuperuser: is_superuser },
        ]),
      ),
    },
    policies: {
      ...POLICIES,
      ...Object.fromEntries(
        Object.entries(fixtures?.expressions ?? {}).map(([name, expression]) => [
          name,
          ['expression', { expression }],
        ]),
      ),
    },
  };
  const asked = rows.filter((row) => row.kind === 'check_access');

  test.each(['any', 'all'] as const)('mode %s: nothing wrong, and unknown only what is', (mode) => {
    const wrong: string[] = [];
    for (const { bindings, user, passing } of asked.filter((row) => row.mode === mode)) {
      const { groups = [], is_active: isActive = true } = fixtures?.users[user] ?? {};
      const world = worldOf(release, { ...plain, policiesOf: { app: bindings.map(bindingOf) } });
      const context = { ...AT_THE_DOOR, pending: undefined, hasPlan: false };
      const found = policiesPass(world, { id: 'app', mode }, person(user, { groups, isActive }), context);
      const isOpen = found === undefined && bindings.some((text) => UNKNOWN.test(text));
      if (found !== passing && !isOpen) wrong.push(`${bindings.join(' ')} for ${user}: ${String(found)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('there is much to compare with', () => {
    expect(asked.length).toBeGreaterThan(700);
  });
});

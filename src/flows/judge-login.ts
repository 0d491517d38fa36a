import { every } from '../semantics/three-valued.ts';
import { loginFlows } from './login-flow.ts';
import { isSuperuser } from './membership.ts';
import { runFlow } from './run-flow.ts';
import { AT_THE_DOOR, type Ending, type Place } from './stages/stage-run.ts';
import type { Person, World } from './world.ts';

/** Where a login ends, and why. */
export interface Reason {
  readonly at: Place | undefined;
  readonly why: string;
}

/** Whether a superuser gets in. */
type Access =
  | { readonly is: 'open' }
  /** Surely none does. */
  | { readonly is: 'locked-out'; readonly reason: Reason }
  /** Somebody gets in, and nobody is a superuser. `who`: his name. */
  | { readonly is: 'no-superuser'; readonly who: string }
  | { readonly is: 'unknown'; readonly reason: Reason };

/** Whether somebody gets in as a superuser who knows no secret of his. */
type Hole =
  | { readonly is: 'closed' }
  | { readonly is: 'open'; readonly who: string; readonly flow: string | undefined }
  | { readonly is: 'unknown'; readonly reason: Reason };

/** What becomes of logins. */
export interface Judgement {
  readonly access: Access;
  readonly hole: Hole;
}

/** More people than these are not tried. */
const MOST_PEOPLE = 50;

/**
 * Whether at least one active superuser gets in by the login flow of a host, as a superuser, and nobody does without
 * his secrets. `host`: see `loginFlows`.
 */
export function judgeLogin(world: World, host: string | undefined): Judgement {
  const people = world.people();
  if (!people) {
    const reason = { at: undefined, why: 'the superusers are not known' };
    return { access: { is: 'unknown', reason }, hole: { is: 'unknown', reason } };
  }
  const superusers = people
    .map((person) => ({
      person,
      is: every([isSuperuser(world, person), person.isActive], (one) => one),
    }))
    .filter(({ is }) => is !== false)
    .slice(0, MOST_PEOPLE);
  return { access: accessOf(world, host, people, superusers), hole: holeOf(world, host, superusers) };
}

interface Candidate {
  readonly person: Person;
  readonly is: boolean | undefined;
}

/** All ways in which a login may end for somebody. */
export function signIn(
  world: World,
  host: string | undefined,
  person: Person,
  knowsSecrets: boolean,
): readonly Ending[] {
  return loginFlows(world, host).flatMap((flow): readonly Ending[] => {
    const without = { session: undefined, at: { flow: undefined } };
    if (flow === null) return [{ ...without, kind: 'denied', why: 'there is no flow to sign in by' }];
    if (flow === undefined)
      return [{ ...without, kind: 'unknown', why: 'the flow to sign in by is not known' }];
    const visitor = { person, knowsSecrets };
    return runFlow(world, flow, { visitor, state: AT_THE_DOOR, isRedirected: false });
  });
}

/** Whether a login ends with somebody signed in: as himself, at the end of the flow or before. */
function isIn({ kind, session }: Ending, person: Person): boolean | undefined {
  if (kind === 'unknown') return undefined;
  return typeof session === 'object' && session.id === person.id;
}

/** Whether all ways end with somebody signed in; undefined: some do, or it is not known. */
function getsIn(endings: readonly Ending[], person: Person): boolean | undefined {
  const [first, ...rest] = endings.map((ending) => isIn(ending, person));
  return rest.every((one) => one === first) ? first : undefined;
}

/** The first end that is not as it should be. */
function reasonOf(endings: readonly Ending[], person: Person): Reason {
  const ending = endings.find((one) => isIn(one, person) !== true);
  return { at: ending?.at, why: ending?.why ?? 'the user does not get in' };
}

function accessOf(
  world: World,
  host: string | undefined,
  people: readonly Person[],
  superusers: readonly Candidate[],
): Access {
  let unknown: Reason | undefined;
  let known: Reason | undefined;
  for (const { person, is } of superusers) {
    const endings = signIn(world, host, person, true);
    const gets = getsIn(endings, person);
    if (gets && is) return { is: 'open' };
    if (gets === false) known ??= reasonOf(endings, person);
    else
      unknown ??=
        gets === undefined
          ? reasonOf(endings, person)
          : { at: undefined, why: `whether ${person.name} stays a superuser is not known` };
  }
  if (unknown) return { is: 'unknown', reason: unknown };
  if (known) return { is: 'locked-out', reason: known };
  const other = people.find((person) => person.isActive && getsIn(signIn(world, host, person, true), person));
  if (other) return { is: 'no-superuser', who: other.name };
  return { is: 'locked-out', reason: { at: undefined, why: 'no superuser is active' } };
}

function holeOf(world: World, host: string | undefined, superusers: readonly Candidate[]): Hole {
  let unknown: Reason | undefined;
  for (const { person, is } of superusers) {
    const endings = signIn(world, host, person, false);
    const gets = getsIn(endings, person);
    const way = endings.find((ending) => isIn(ending, person) !== false);
    if (gets && is) return { is: 'open', who: person.name, flow: way?.at.flow };
    if (gets !== false) unknown ??= { at: way?.at, why: 'whether a wrong password gets in is not known' };
  }
  return unknown ? { is: 'unknown', reason: unknown } : { is: 'closed' };
}

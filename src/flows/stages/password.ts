import { every, some } from '../../semantics/three-valued.ts';
import type { Person, Stage } from '../world.ts';
import { by, end, goOn, type Result, type Turn } from './stage-run.ts';

/** The ways to check a password that every server has. */
const OWN = 'authentik.core.auth.InbuiltBackend';
const TOKEN = 'authentik.core.auth.TokenBackend';

/**
 * A password stage. A name that nobody has, which identification passes on to hide that, is looked up again here:
 * so one that identification was not to look for gets in by its password all the same (measured on 2025.12.4).
 */
export function runPassword(turn: Turn): Result {
  const { state, visitor } = turn;
  if (state.pending === undefined) return end(turn, 'denied', 'it asks for a password before it knows whose');
  if (state.pending === 'new' || state.pending === 'inactive')
    return end(turn, 'stuck', 'a new user has no password yet');
  const isHim = state.pending === 'pretended' || state.pending.id === visitor.person.id;
  return checkPassword(turn, turn.stage, isHim ? visitor.person : state.pending);
}

/** Asks for the password of somebody, as a stage says. */
export function checkPassword(turn: Turn, stage: Stage, person: Person): Result {
  const { state, visitor } = turn;
  if (!visitor.knowsSecrets) return end(turn, 'stuck', 'it takes no wrong password');
  return by(
    every([person.isActive, isChecked(turn, stage, person)], (one) => one),
    () => goOn({ ...state, pending: person, hasBackend: true, method: 'password' }),
    () => end(turn, 'stuck', reasonAgainst(stage, person)),
  );
}

/** Whether one of the stage's ways to check a password knows one of somebody's. */
function isChecked({ world }: Turn, stage: Stage, person: Person): boolean | undefined {
  const backends = stage.value('backends');
  if (!Array.isArray(backends)) return undefined;
  return some(backends, (backend) => {
    if (backend === OWN) return person.hasPassword;
    if (backend === TOKEN) return world.hasAppPassword(person);
    return typeof backend === 'string' ? world.hasPasswordElsewhere(backend) : undefined;
  });
}

function reasonAgainst(stage: Stage, person: Person): string {
  const backends = stage.value('backends');
  if (person.isActive === false) return `${person.name} is not active`;
  if (Array.isArray(backends) && !backends.includes(OWN))
    return `it does not check passwords that authentik keeps (its backends lack ${OWN})`;
  return `${person.name} has no password`;
}

import type { StageKind } from '../../catalog/login-role.ts';
import { runIdentification } from './identification.ts';
import { runPassword } from './password.ts';
import { runRedirect } from './redirect.ts';
import { runSecondFactor } from './second-factor.ts';
import { by, either, end, goOn, mayPass, type Result, type Turn } from './stage-run.ts';

/**
 * What may come of a stage (facts, proofs.md: 3). A visitor who knows his secrets gives what is asked of him where he
 * has it; another gives what everybody can.
 */
export function runStage(turn: Turn): Result {
  const { kind } = turn.stage;
  if (kind !== undefined) return STAGES[kind](turn);
  return either(goOn(turn.state), end(turn, 'unknown', 'what this kind of stage does is not known'));
}

const STAGES: Readonly<Record<StageKind, (turn: Turn) => Result>> = {
  identification: runIdentification,
  password: runPassword,
  'second-factor': runSecondFactor,
  redirect: runRedirect,
  login: runLogin,
  logout: ({ state }) => goOn({ ...state, session: undefined }),
  deny: (turn) => end(turn, 'denied', 'it denies everybody'),
  consent: ({ state }) => goOn(state),
  prompt: ({ state }) => goOn({ ...state, hasPromptData: true }),
  'user-write': runUserWrite,
  'user-delete': runUserDelete,
  email: runEmail,
  invitation: runInvitation,
  dummy: (turn) =>
    turn.stage.value('throw_error') === true ? end(turn, 'failed', 'it always fails') : goOn(turn.state),
  'set-up': ({ state }) => goOn(state),
  gate: (turn) => mayPass(turn, 'nobody knows here whether what it asks can be given'),
  outside: runOutside,
};

function runLogin(turn: Turn): Result {
  const { pending } = turn.state;
  if (pending === undefined) return end(turn, 'denied', 'it comes before anybody has said who he is');
  if (pending === 'pretended') return end(turn, 'failed', 'it cannot sign in a user that there is not');
  const refused = (): Result => end(turn, 'denied', 'it does not sign in inactive users');
  if (pending === 'inactive') return refused();
  return by(
    pending === 'new' ? true : pending.isActive,
    () => goOn({ ...turn.state, session: pending }),
    refused,
  );
}

function runUserWrite(turn: Turn): Result {
  const { state, stage } = turn;
  if (!state.hasPromptData) return end(turn, 'denied', 'it has nothing to write: no prompt comes before it');
  const mode = stage.value('user_creation_mode');
  const user = state.pending ?? state.session;
  if (mode === 'never_create' && user === undefined) return end(turn, 'denied', 'it makes no users');
  if (mode !== 'always_create' && user !== undefined) return goOn({ ...state, pending: user });
  const isInactive = stage.value('create_users_as_inactive');
  if (typeof isInactive !== 'boolean')
    return end(turn, 'unknown', 'whether it makes active users is not known');
  return goOn({ ...state, pending: isInactive ? 'inactive' : 'new' });
}

function runUserDelete(turn: Turn): Result {
  const { pending, session } = turn.state;
  if (pending === 'pretended') return end(turn, 'failed', 'it cannot delete a user that there is not');
  if (pending === undefined && session === undefined)
    return end(turn, 'denied', 'it comes before anybody has said who he is');
  return goOn({ ...turn.state, pending: undefined, session: undefined });
}

function runEmail(turn: Turn): Result {
  if (turn.state.pending === undefined)
    return end(turn, 'denied', 'it comes before anybody has said who he is');
  const stuck = end(turn, 'stuck', 'it waits for the link in a mail, which may not arrive');
  return turn.visitor.knowsSecrets ? either(goOn(turn.state), stuck) : stuck;
}

/** Somebody proves himself to another server, which says who he is. */
function runOutside(turn: Turn): Result {
  const { state, visitor } = turn;
  const stuck = end(turn, 'stuck', 'what it decides depends on something outside of authentik');
  // A certificate may be optional.
  if (!visitor.knowsSecrets) return turn.stage.value('mode') === 'optional' ? goOn(state) : stuck;
  return either(goOn(state, { ...state, pending: visitor.person, hasBackend: true }), stuck);
}

function runInvitation(turn: Turn): Result {
  const goesOn = turn.stage.value('continue_flow_without_invitation');
  return by(
    typeof goesOn === 'boolean' ? goesOn : undefined,
    () => goOn(turn.state),
    () => end(turn, 'denied', 'it denies everybody without an invitation'),
  );
}

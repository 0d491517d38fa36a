import { some } from '../../semantics/three-valued.ts';
import { by, either, end, goOn, mayPass, type Result, type Turn } from './stage-run.ts';

/** A stage that asks for a second factor. */
export function runSecondFactor(turn: Turn): Result {
  const { state } = turn;
  const user = state.pending ?? state.session;
  if (user === undefined) return withoutUser(turn);
  if (typeof user === 'string') return notConfigured(turn);
  const devices = turn.world.devicesOf(user);
  const classes = classesOf(turn);
  const has = devices && classes ? devices.some((device) => classes.includes(device)) : undefined;
  // Somebody without any device has none of the classes, whatever those are.
  return by(
    devices?.length === 0 ? false : has,
    () => demanded(turn),
    () => notConfigured(turn),
  );
}

function classesOf({ stage }: Turn): readonly unknown[] | undefined {
  const classes = stage.value('device_classes');
  return Array.isArray(classes) ? classes : undefined;
}

/** Nobody has said who he is: a login flow asks for a passkey where it takes them, any other skips the stage. */
function withoutUser(turn: Turn): Result {
  const { flow, state, visitor, world } = turn;
  const classes = classesOf(turn);
  const asks = classes && flow.designation !== undefined;
  return by(
    asks ? flow.designation === 'authentication' && classes.includes('webauthn') : undefined,
    () => {
      const devices = world.devicesOf(visitor.person);
      return by(
        visitor.knowsSecrets ? devices?.includes('webauthn') : false,
        () => goOn({ ...state, pending: visitor.person, hasBackend: true, method: 'auth_webauthn_pwl' }),
        () => end(turn, 'stuck', 'it asks for a passkey before it knows of whom'),
      );
    },
    () => goOn(state),
  );
}

function demanded(turn: Turn): Result {
  return turn.visitor.knowsSecrets
    ? goOn(turn.state)
    : end(turn, 'stuck', 'it takes no code but that of the user');
}

function notConfigured(turn: Turn): Result {
  const { stage, state, world } = turn;
  const action = stage.value('not_configured_action');
  switch (action) {
    case 'skip':
      return goOn(state);
    case 'deny':
      return end(turn, 'denied', 'it denies users without a second factor');
    case 'configure': {
      const stages = stage.links('configuration_stages');
      if (stages?.length === 0) return end(turn, 'denied', 'it has no stage to set up a second factor with');
      const isSure = stages && some(stages, (id) => (world.stage(id)?.kind === 'set-up' ? true : undefined));
      // Whoever sets up one on the spot is not asked for it any more (measured: M09b).
      return isSure ? goOn(state) : mayPass(turn, 'nobody knows here whether a second factor can be set up');
    }
    default:
      return either(goOn(state), end(turn, 'denied', 'what it does without a second factor is not known'));
  }
}

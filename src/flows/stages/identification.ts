import { every, some } from '../../semantics/three-valued.ts';
import { checkPassword } from './password.ts';
import { by, either, end, goOn, type Result, type Turn } from './stage-run.ts';

/** An identification stage: who says that he is whom. */
export function runIdentification(turn: Turn): Result {
  const { stage, visitor } = turn;
  const named = by(
    isFound(turn),
    () => found(turn),
    () => notFound(turn),
  );
  const captcha = stage.links('captcha_stage') ?? [];
  if (captcha.length === 0 || !visitor.knowsSecrets) return named;
  return either(named, end(turn, 'stuck', 'nobody knows here whether its captcha can be solved'));
}

/** Whether one of the names that the stage takes is one of the person's. */
function isFound({ world, stage, visitor: { person } }: Turn): boolean | undefined {
  const fields = stage.value('user_fields');
  if (!Array.isArray(fields)) return undefined;
  const names: Readonly<Record<string, string | undefined>> = {
    username: person.username ?? '?',
    email: person.email,
    upn: person.upn,
  };
  const isNamed = some(fields, (field) => {
    const name = typeof field === 'string' ? names[field] : '';
    return name === undefined ? undefined : name !== '';
  });
  return world.rules.findsInactive ? isNamed : every([isNamed, person.isActive], (one) => one);
}

function found(turn: Turn): Result {
  const { world, stage, state, visitor } = turn;
  const [embedded] = stage.links('password_stage') ?? [];
  if (embedded === undefined) return goOn({ ...state, pending: visitor.person, hasBackend: false });
  const password = world.stage(embedded);
  return password
    ? checkPassword(turn, password, visitor.person)
    : end(turn, 'unknown', 'the password stage that it uses is not known');
}

function notFound(turn: Turn): Result {
  const { world, stage, state, visitor } = turn;
  const pretends = world.rules.pretends && stage.links('password_stage')?.length === 0;
  return by(
    pretends ? (asBoolean(stage.value('pretend_user_exists')) ?? undefined) : false,
    () => goOn({ ...state, pending: 'pretended', hasBackend: false }),
    () => {
      const sources = stage.links('sources');
      return sources?.length === 0 || !visitor.knowsSecrets
        ? end(turn, 'stuck', 'it finds no user by a name that the user has')
        : end(turn, 'unknown', 'users only get in by the sources that it shows');
    },
  );
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

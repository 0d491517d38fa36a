import { resolve } from 'node:path';
import { CREDENTIALS, Refusal, refuseCredential } from '../blueprint/refusal.ts';
import { ALLOW_PATH, type Bounds, isWithin, LEADS_OUT, realPath } from './bounds.ts';
import type { Io } from './io.ts';
import { PathRefused, readWithin } from './read-file.ts';
import type { RefuseVariable } from './variables.ts';

/** What blueprints read from outside of the repository. */
export interface Outside {
  /** For `!Env`: the value of a variable; undefined where it is not set. */
  readonly env: (name: string) => string | Refusal | undefined;
  /** For `!File`: the text of a file; undefined where it cannot be read. */
  readonly readFile: (path: string) => string | Refusal | undefined;
  /** Whether the value of a variable or a file may be shown; see `insensitiveVariables`. */
  readonly isInsensitive: (name: string) => boolean;
}

/** A shorter credential is looked for as the whole value only. */
const LONG = 8;

/**
 * What the tags may read of this machine: the variables that `rules` do not refuse, and files in the
 * bounds. Nothing that holds a credential of ours, under whatever name it is: `inUse` are those of the connection.
 * What they give is a secret of the run from then on, unless it may be shown.
 */
export function outside(
  bounds: Bounds,
  rules: Pick<Outside, 'isInsensitive'> & { readonly refuse: RefuseVariable },
  inUse: readonly string[],
  io: Io,
): Outside {
  const credentials = [...inUse, ...CREDENTIALS.map((name) => io.env[name] ?? '')]
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const holdsCredential = (text: string): boolean =>
    credentials.some((one) => (one.length < LONG ? text.trim() === one : text.includes(one)));
  const remember = <Read extends string | Refusal | undefined>(read: Read): Read => {
    if (typeof read === 'string') io.secrets.add(read);
    return read;
  };
  return {
    isInsensitive: rules.isInsensitive,
    env: (name) => {
      const refused = refuseCredential(name) ?? rules.refuse(name);
      if (refused) return refused;
      // What every object has, such as `constructor`, is no variable.
      const value = Object.hasOwn(io.env, name) ? io.env[name] : undefined;
      if (value !== undefined && holdsCredential(value))
        return new Refusal(
          `the variable ${name} holds a credential of ak-blueprint, which no blueprint may read`,
          'put what the blueprint needs into a variable of its own',
        );
      return rules.isInsensitive(name) ? value : remember(value);
    },
    readFile: (path) => {
      const text = readText(resolve(io.cwd, path), path, bounds);
      if (typeof text === 'string' && holdsCredential(text))
        return new Refusal(
          `the file ${path} holds a credential of ak-blueprint, which no blueprint may read`,
          'put what the blueprint needs into a file of its own',
        );
      return rules.isInsensitive(path) ? text : remember(text);
    },
  };
}

/**
 * The text of a file; undefined where it cannot be read: `!File` may have a default. Of a path that leads out
 * it is not even told whether something is there.
 */
function readText(absolute: string, path: string, bounds: Bounds): string | Refusal | undefined {
  const refusal = new Refusal(`the file ${path} ${LEADS_OUT}`, ALLOW_PATH);
  if (!isWithin(realPath(absolute) ?? absolute, bounds)) return refusal;
  try {
    return readWithin(absolute, bounds).toString('utf8');
  } catch (error) {
    return error instanceof PathRefused ? refusal : undefined;
  }
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io.ts';

/** What blueprints read from outside of the repository. */
export interface Outside {
  /** The value of a variable for `!Env`. */
  readonly env: (name: string) => string | undefined;
  /** The text of a file for `!File`; undefined where it cannot be read, as it may have a default. */
  readonly readFile: (path: string) => string | undefined;
}

/** The environment and the files of this machine. What they give is a secret of the run from then on. */
export function outside(io: Io): Outside {
  const remember = (text: string | undefined): string | undefined => {
    if (text !== undefined) io.secrets.add(text);
    return text;
  };
  return {
    // What every object has, such as `constructor`, is no variable.
    env: (name) => remember(Object.hasOwn(io.env, name) ? io.env[name] : undefined),
    readFile: (path) => remember(readText(resolve(io.cwd, path))),
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

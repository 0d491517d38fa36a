import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';

/**
 * The text of a file that an option names. `what`: what it is for people, such as `the token file`. Throws a
 * UsageError that names it, and why, when it cannot be read.
 */
export function readFor(what: string, path: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(`${what} ${path} cannot be read: ${messageOf(error)}`);
  }
}

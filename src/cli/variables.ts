import { Refusal } from '../blueprint/refusal.ts';
import { decodeFile } from '../blueprint/decode.ts';
import type { Finding } from '../diagnostics/collector.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { parseUserSettings } from '../project/user-settings.ts';
import { matchesName, refusedByProject } from '../project/variables.ts';
import { LineIndex } from '../source/line-index.ts';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Bounds, isWithin, realPath } from './bounds.ts';
import type { Io } from './io.ts';
import type { OpenProject } from './project.ts';
import { readNamed } from './read-file.ts';

/** Options that say which variables of the environment blueprints may read. */
export interface EnvOptions {
  readonly allowEnv?: readonly string[] | undefined;
}

/** Options that say which values from outside may be shown: of variables, files and keys of the context. */
export interface InsensitiveOptions {
  readonly insensitive?: readonly string[] | undefined;
}

/** Why `!Env` may not read the variable of this name; undefined where it may. */
export type RefuseVariable = (name: string) => Refusal | undefined;

/**
 * Which variables `!Env` may read: with `--allow-env` exactly those, else those that the project file names,
 * else every one. As the command line counts alone, no project file can add to it.
 */
export function refuseVariables(
  project: OpenProject | undefined,
  { allowEnv = [] }: EnvOptions,
): RefuseVariable {
  if (allowEnv.length > 0)
    return (name) =>
      matchesName(allowEnv, name)
        ? undefined
        : new Refusal(
            `the variable ${name} is not among those that --allow-env lets blueprints read`,
            `add --allow-env ${name} to the command line`,
          );
  return project ? (name) => refusedByProject(project.project, name) : () => undefined;
}

/**
 * Whether the value of a variable, a file or a key of the context may be shown: `--insensitive` names it, or
 * the settings of the user do, `ak-blueprint/config.yaml` in XDG_CONFIG_HOME, else in `~/.config`. Throws a UsageError where these cannot
 * be read, or are in the project's folder, where a pull request could change them.
 */
export function insensitiveVariables(
  { insensitive = [] }: InsensitiveOptions,
  bounds: Bounds,
  io: Io,
): (name: string) => boolean {
  const names = [...insensitive, ...userSettings(bounds, io)];
  return (name) => matchesName(names, name);
}

function userSettings([own]: Bounds, io: Io): readonly string[] {
  const folder = io.env['XDG_CONFIG_HOME'] || join(io.env['HOME'] || homedir(), '.config');
  const path = join(folder, 'ak-blueprint', 'config.yaml');
  if (!existsSync(path)) return [];
  if (own !== undefined && isWithin(realPath(path) ?? path, [own]))
    throw new UsageError(
      `the settings ${path} are in the project's folder, where a pull request can change them`,
      'put them elsewhere, and name their folder with XDG_CONFIG_HOME',
    );
  const findings: Finding[] = [];
  const file = decodeFile(path, readNamed(path), (finding) => findings.push(finding));
  const settings = file && parseUserSettings(file, (finding) => findings.push(finding));
  const [first] = findings;
  if (!first) return settings?.insensitive ?? [];
  const line = first.place ? LineIndex.of(first.place.file).position(first.place.span.start).line : 1;
  throw new UsageError(`the settings ${path} cannot be read: line ${line}: ${first.message}`, first.hint);
}

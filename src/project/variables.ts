import { Refusal } from '../blueprint/refusal.ts';
import type { Project } from './project.ts';

/** What names variables: a name, or the start of one and `*`. */
const PATTERN = /^[^\s=*]*\*?$/;

/** Whether a text can name variables: `DOMAIN`, `SSO_*`. */
export function isNamePattern(text: string): boolean {
  return text !== '' && PATTERN.test(text);
}

/** Whether a name is one of these, or starts as one of them that ends with `*`. */
export function matchesName(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/** Why `!Env` may not read a variable, according to `env` of the project file; undefined where it may. */
export function refusedByProject({ env, file }: Project, name: string): Refusal | undefined {
  if (
    !env ||
    matchesName(
      env.map(({ text }) => text),
      name,
    )
  )
    return undefined;
  return new Refusal(
    `the variable ${name} is not among those that "env" in ${file.path} lets blueprints read`,
    `add it there, or name on the command line all that may be read: --allow-env ${name}`,
  );
}

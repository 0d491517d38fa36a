import { UsageError } from '../diagnostics/errors.ts';

/** The variable that holds headers, one a line: `Name: value`. */
export const HEADERS = 'AK_BLUEPRINT_HEADERS';

/** A line of it. */
const LINE = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** The values of the headers in the variable, which are secrets; of a line that is no header all of it. */
export function headerValues(env: Environment): string[] {
  return linesOf(env).map((line) => LINE.exec(line)?.[2] ?? line);
}

function linesOf(env: Environment): string[] {
  return (env[HEADERS] ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** Headers of which every request has its own, and what belongs to one connection. */
const OURS =
  /^(accept(-.+)?|authorization|connection|content-.+|date|expect|host|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade|user-agent)$/i;

/**
 * The headers that each request gets as well, for what stands before a server: those of the variable
 * `AK_BLUEPRINT_HEADERS`, then those of the command line, `pairs` of a name and the variable with its value. Throws a
 * UsageError, which shows no value, for what cannot be a header, or is one of ours.
 */
export function extraHeaders(
  pairs: readonly (readonly [name: string, variable: string])[],
  env: Environment,
): Readonly<Record<string, string>> {
  const headers = new Map<string, readonly [name: string, value: string]>();
  const add = (name: string, value: string, where: string): void => {
    if (OURS.test(name))
      throw new UsageError(
        `the header ${name} cannot be set`,
        /^authorization$/i.test(name)
          ? 'it holds the token of authentik; where an access proxy wants it, too, let it take another header, such as Proxy-Authorization or a cookie'
          : 'it is part of every request',
      );
    if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value))
      throw new UsageError(
        `the header ${name} ${where} ${value === '' ? 'is empty' : 'has a sign that no header can have, such as a line break'}`,
      );
    headers.set(name.toLowerCase(), [name, value]);
  };
  for (const line of linesOf(env)) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`a line of ${HEADERS} is no header`, 'write each as Name: value');
    add(name, value, `in ${HEADERS}`);
  }
  for (const [name, variable] of pairs) {
    const value = env[variable]?.trim();
    // It is not named: who gives the value itself has a secret there.
    if (!value)
      throw new UsageError(
        `the variable that --header ${name} names is not set`,
        `write --header ${name}=VARIABLE, and put the value into that variable`,
      );
    add(name, value, 'of --header');
  }
  return Object.fromEntries(headers.values());
}

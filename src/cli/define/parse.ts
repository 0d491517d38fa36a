import { InvalidArgumentError } from 'commander';
import { isNamePattern } from '../../project/variables.ts';

/** A parser for an option whose value is a whole number from `low` to `high`, both included. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !Number.isInteger(number) || number < low || number > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    return number;
  };
}

/** A parser for the key of a token: what a header can carry as one word. */
export function tokenKey(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new InvalidArgumentError('It must be one word of letters, digits and signs.');
  return text;
}

/** A parser for the digest of a plan: all of it, so that no other plan can have it. */
export function planDigest(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new InvalidArgumentError('It must be a whole digest, as plan prints it: 64 hexadecimal digits.');
  return text.toLowerCase();
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Gathers names of variables of an option that may be repeated. */
export function collectName(value: string, before: readonly string[]): string[] {
  if (!isNamePattern(value)) throw new InvalidArgumentError('It must be a name such as DOMAIN or SSO_*.');
  return [...before, value];
}

/** Gathers the pairs `key=value` of an option that may be repeated; the value may be any text. */
export function collectPair(
  text: string,
  before: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be a pair key=value.');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/** Gathers headers of an option that may be repeated, each a name and the variable with its value. */
export function collectHeader(
  text: string,
  before: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const [, name, variable] = HEADER.exec(text) ?? [];
  if (name === undefined || variable === undefined)
    throw new InvalidArgumentError(
      'It must be NAME=VARIABLE, with the value in that variable: arguments can be read by everybody on this machine.',
    );
  return [...before, [name, variable]];
}

const HEADER = /^([!#$%&'*+.^_`|~\w-]+)=([A-Za-z_]\w*)$/;

/** A parser for an option that may be repeated and takes one of these words. */
export function collectOf<Word extends string>(
  words: readonly Word[],
): (text: string, before: readonly Word[]) => Word[] {
  return (text, before) => {
    const word = words.find((one) => one === text);
    if (word === undefined) throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.`);
    return [...before, word];
  };
}

import { resolve } from 'node:path';
import { UsageError } from '../diagnostics/errors.ts';
import { type EntryFacts, OnlyEntries, type OnlyPattern, type Unmatched } from '../plan/only/only.ts';
import { isGlob, isPathOf } from './glob.ts';
import type { Io } from './io.ts';

/**
 * The wishes of `--only`: a file, a folder or a glob of files; a model, or a glob of models, with or without the name
 * of an object behind a colon; or the id of an entry. Undefined where there are none. Throws a UsageError for an empty
 * one, as of a variable that is not set: as a path it would be the folder, and so everything.
 */
export function onlyEntries(texts: readonly string[], { cwd }: Pick<Io, 'cwd'>): OnlyEntries | undefined {
  if (texts.includes(''))
    throw new UsageError('--only is empty', 'name what is meant, or leave the option out for everything');
  return texts.length > 0 ? new OnlyEntries(texts.map((text) => patternOf(text, cwd))) : undefined;
}

function patternOf(text: string, cwd: string): OnlyPattern {
  const isMeant = isGlob(text) ? isPathOf(text) : (name: string): boolean => name === text;
  const absolute = resolve(cwd, text);
  const isFile = isGlob(text) ? isPathOf(absolute) : isBelow(absolute);
  return {
    text,
    matches: (entry) =>
      isFile(resolve(cwd, entry.path)) ||
      (entry.id !== undefined && isMeant(entry.id)) ||
      isObject(text, entry),
  };
}

function isBelow(absolute: string): (path: string) => boolean {
  const folder = absolute.endsWith('/') ? absolute : `${absolute}/`;
  return (path) => path === absolute || path.startsWith(folder);
}

/** Whether `model` or `model:name` means an entry; a name may have colons of its own. */
function isObject(text: string, { model, keys }: EntryFacts): boolean {
  const at = text.indexOf(':');
  const wanted = (at < 0 ? text : text.slice(0, at)).toLowerCase();
  if (!(isGlob(wanted) ? isPathOf(wanted)(model) : wanted === model)) return false;
  const key = text.slice(at + 1);
  return at < 0 || keys.some((one) => one === key || (isGlob(key) && isPathOf(key)(one)));
}

/** Throws a UsageError for wishes that nothing is meant by. */
export function refuseUnmatched(unmatched: readonly Unmatched[]): void {
  const [first] = unmatched;
  if (!first) return;
  throw new UsageError(
    `--only ${first.text} means no file, no model, no object and no entry of these blueprints`,
    first.nearest === undefined
      ? 'name a file, a model such as authentik_core.group, an object as model:name, or the id of an entry'
      : `did you mean ${first.nearest}?`,
  );
}

import { parseDocument } from 'yaml';
import { textsIn } from '../blueprint/texts-in.ts';
import { dict, isDict, type Dict, type Value } from '../blueprint/value.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';
import { readFor } from './read-for.ts';

/** Options of every command that evaluates blueprints. */
export interface ContextOptions {
  readonly context: readonly (readonly [key: string, value: string])[];
  readonly contextFile?: string;
}

/**
 * The context that the command line adds: a YAML or JSON file, then `--context key=value` pairs, each value a
 * text. What they give is a secret of the run from then on.
 */
export function readContext(options: ContextOptions, isInsensitive: (key: string) => boolean, io: Io): Dict {
  const context = options.contextFile === undefined ? dict() : contextFile(options.contextFile, io);
  for (const [key, value] of options.context) context[key] = value;
  for (const [key, value] of Object.entries(context))
    if (!isInsensitive(key)) for (const text of textsIn(value)) io.secrets.add(text);
  return context;
}

function contextFile(path: string, io: Io): Dict {
  const text = readFor('the context file', path, io);
  let value: unknown;
  try {
    // By itself the reader writes warnings to standard error, with the line that they are about.
    const document = parseDocument(text, { schema: 'core', logLevel: 'error' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    value = document.toJS();
  } catch (error) {
    // What the reader says may quote it.
    io.secrets.add(text);
    throw new UsageError(`the context file ${path} is no YAML: ${messageOf(error).split(/:?\n/)[0] ?? ''}`);
  }
  if (!isDict(value as Value)) throw new UsageError(`the context file ${path} must hold a mapping`);
  return Object.assign(dict(), value);
}

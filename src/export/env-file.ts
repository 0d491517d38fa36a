import type { Variable } from './variables.ts';
import { FIRST_LINE } from './print-file.ts';
import { clean } from '../source/clean.ts';

/**
 * The text of a file of variables, as a shell reads it: `.env.example` with the names alone, `.env` with the values
 * that the server shows. `kept`: what such a file has already for objects that are not in this export.
 */
export function envFile(
  variables: readonly Variable[],
  withValues: boolean,
  kept: readonly (readonly [name: string, line: string])[] = [],
): string {
  const blocks = new Map(kept.map(([name, text]) => [name, text]));
  for (const { name, what, value } of variables) {
    const note = withValues && value === undefined ? ' (the server does not show it)' : '';
    const text = withValues && value !== undefined ? shellQuoted(value) : '';
    blocks.set(name, `# ${clean(what).replace(/\s+/g, ' ')}${note}\n${name}=${text}`);
  }
  const sorted = [...blocks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return [FIRST_LINE, ...sorted, ''].join('\n');
}

/** The variables that such a file has, each with its comment and its whole value. */
export function readEnvFile(text: string): (readonly [name: string, line: string])[] {
  const found = text.matchAll(/^(?:# .*\n)?([A-Z][A-Z0-9_]*)=(?:'(?:[^']|'\\'')*')?$/gm);
  return [...found].map(([block, name = '']) => [name, block]);
}

function shellQuoted(text: string): string {
  return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`;
}

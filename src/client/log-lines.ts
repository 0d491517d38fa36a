import { formatJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';

/** Log levels of mere progress messages. */
const QUIET: ReadonlySet<unknown> = new Set(['debug', 'info', 'trace']);

/** One line of a server's log. */
export interface LogLine {
  readonly text: string;
  /** The entry of a blueprint that the line is about. */
  readonly entry?: { readonly model: string; readonly identifiers: Json } | undefined;
}

/**
 * The lines of a server's log, whose items are texts (until 2024.4) or mappings with `event`, `log_level` and
 * `attributes` (since). Progress messages are left out, unless there is nothing else.
 */
export function logLines(log: Json | undefined): LogLine[] {
  if (!Array.isArray(log)) return [];
  // 2023.2.3 returns some texts as a list of their letters ("Failed to apply").
  if (log.length > 1 && log.every((item) => typeof item === 'string' && [...item].length === 1))
    return [{ text: log.join('') }];
  const loud = log.filter((item) => !isMapping(item) || !QUIET.has(item['log_level']));
  const lines = (loud.length > 0 ? loud : log).map(lineOf).filter(({ text }) => text !== '');
  return [...new Map(lines.map((line) => [line.text, line])).values()];
}

function lineOf(item: Json): LogLine {
  if (!isMapping(item)) return { text: typeof item === 'string' ? item.trim() : '' };
  const event = typeof item['event'] === 'string' ? item['event'].trim() : '';
  const more = { ...(isMapping(item['attributes']) ? item['attributes'] : {}), ...item };
  const reason = [more['error'], more['exc']].find(
    (part) => typeof part === 'string' && part.trim() !== '' && !event.includes(part.trim()),
  );
  const entry = entryIn(more);
  // Only model and identifiers are shown: attributes may contain secrets.
  const about = entry ? `${entry.model} ${formatJson(entry.identifiers)}` : modelIn(more);
  return {
    text: `${about === '' ? '' : `${about}: `}${event}${typeof reason === 'string' ? `: ${reason.trim()}` : ''}`,
    entry,
  };
}

/** The model that a line is about, where it names no entry; empty when it names no model either. */
function modelIn({ app, model }: { readonly [key: string]: Json }): string {
  return typeof app === 'string' && typeof model === 'string' ? `${app}.${model}` : '';
}

function entryIn({ entry }: { readonly [key: string]: Json }): LogLine['entry'] {
  return isMapping(entry) && typeof entry['model'] === 'string'
    ? { model: entry['model'], identifiers: entry['identifiers'] ?? null }
    : undefined;
}

function isMapping(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

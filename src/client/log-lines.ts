import { formatJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';

/** Levels of a server's log that say only how it got on. */
const QUIET: ReadonlySet<unknown> = new Set(['debug', 'info', 'trace']);

/** One line of a server's log. */
export interface LogLine {
  readonly text: string;
  /** The entry of a blueprint that it is about. */
  readonly entry?: { readonly model: string; readonly identifiers: Json } | undefined;
}

/**
 * What a server's log says: entries are texts (until 2024.4) or mappings with `event`, `log_level` and
 * `attributes` (since). What is only chatter is left out, unless there is nothing else.
 */
export function logLines(log: Json | undefined): LogLine[] {
  if (!Array.isArray(log)) return [];
  // A release that is given a text for a list shows its letters (2023.2.3: "Failed to apply").
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
  // By its model and identifiers only: its attributes may hold secrets.
  const about = entry ? `${entry.model} ${formatJson(entry.identifiers)}` : modelIn(more);
  return {
    text: `${about === '' ? '' : `${about}: `}${event}${typeof reason === 'string' ? `: ${reason.trim()}` : ''}`,
    entry,
  };
}

/** The model that a line is about, where it names no entry; '' when it names none either. */
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

import { formatJson } from '../catalog/exact-json.ts';
import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { oneLine } from './one-line.ts';

/** Log levels of mere progress messages. */
const QUIET: ReadonlySet<unknown> = new Set(['debug', 'info', 'trace']);

/** As many lines of a log are shown, and as many of them are looked at. */
const MOST_LINES = 100;
const MOST_LOOKED_AT = 10_000;

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
export function logLines(given: Json | undefined): LogLine[] {
  if (!Array.isArray(given)) return [];
  const log = given.slice(0, MOST_LOOKED_AT);
  // 2023.2.3 returns some texts as a list of their letters ("Failed to apply").
  if (log.length > 1 && log.every((item) => typeof item === 'string' && [...item].length === 1))
    return [{ text: oneLine(log.join('')) }];
  const loud = log.filter((item) => !isMapping(item) || !QUIET.has(item['log_level']));
  const lines = (loud.length > 0 ? loud : log).map(lineOf).filter(({ text }) => text !== '');
  return [...new Map(lines.map((line) => [line.text, line])).values()].slice(0, MOST_LINES);
}

function lineOf(item: Json): LogLine {
  if (!isMapping(item)) return { text: typeof item === 'string' ? oneLine(item) : '' };
  const event = typeof item['event'] === 'string' ? item['event'].trim() : '';
  const { attributes } = item;
  const more = isMapping(attributes) ? { ...attributes, ...item } : item;
  const reason = [more['error'], more['exc']].find(
    (part) => typeof part === 'string' && part.trim() !== '' && !event.includes(part.trim()),
  );
  const entry = entryIn(more);
  // Only model and identifiers are shown: attributes may contain secrets.
  const about = entry ? `${entry.model} ${formatJson(entry.identifiers)}` : modelIn(more);
  const why = typeof reason === 'string' ? `: ${endOf(reason)}` : '';
  return { text: oneLine(`${about === '' ? '' : `${about}: `}${event}${why}`), entry };
}

/** What a reason comes to: the last line of a traceback, which names the error, else all of it. */
function endOf(reason: string): string {
  const text = reason.trim();
  return text.startsWith('Traceback ') ? text.slice(text.lastIndexOf('\n') + 1) : text;
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

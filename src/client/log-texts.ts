import { formatJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';

/** Levels of a server's log that say only how it got on. */
const QUIET: ReadonlySet<unknown> = new Set(['debug', 'info', 'trace']);

/**
 * What a server's log says, one text a line: entries are texts (until 2024.4) or mappings with `event`, `log_level` and
 * `attributes` (since). What is only chatter is left out, unless there is nothing else.
 */
export function logTexts(log: Json | undefined): string[] {
  if (!Array.isArray(log)) return [];
  // A release that is given a text for a list shows its letters (2023.2.3: "Failed to apply").
  if (log.length > 1 && log.every((item) => typeof item === 'string' && [...item].length === 1)) return [log.join('')];
  const loud = log.filter((item) => !isMapping(item) || !QUIET.has(item['log_level']));
  return [...new Set((loud.length > 0 ? loud : log).map(lineOf).filter((line) => line !== ''))];
}

function lineOf(item: Json): string {
  if (!isMapping(item)) return typeof item === 'string' ? item.trim() : '';
  const event = typeof item['event'] === 'string' ? item['event'].trim() : '';
  const more = { ...(isMapping(item['attributes']) ? item['attributes'] : {}), ...item };
  const reason = [more['error'], more['exc']].find((part) => typeof part === 'string' && part.trim() !== '' && !event.includes(part.trim()));
  const about = aboutWhat(more);
  return `${about === '' ? '' : `${about}: `}${event}${typeof reason === 'string' ? `: ${reason.trim()}` : ''}`;
}

/** The entry that a line is about, by its model and identifiers: its attributes may hold secrets. */
function aboutWhat({ entry, app, model }: { readonly [key: string]: Json }): string {
  if (isMapping(entry)) return [entry['model'], isMapping(entry['identifiers']) ? formatJson(entry['identifiers']) : ''].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return typeof app === 'string' && typeof model === 'string' ? `${app}.${model}` : '';
}

function isMapping(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { formatJson } from '../catalog/exact-json.ts';
import type { JsonMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { type LogItem, logItems } from './log-items.ts';
import { oneLine } from './one-line.ts';

/** Log levels of mere progress messages. */
const QUIET: ReadonlySet<unknown> = new Set(['debug', 'info', 'trace']);

/** As many lines of a log are shown, and as many of them are looked at. */
const MOST_LINES = 100;
const MOST_LOOKED_AT = 10_000;

/** One line of a server's log, for people. */
export interface LogLine extends Pick<LogItem, 'entry'> {
  readonly text: string;
}

/** The lines of a server's log. Progress messages are left out, unless there is nothing else. */
export function logLines(given: Json | undefined): LogLine[] {
  const log = logItems(Array.isArray(given) ? given.slice(0, MOST_LOOKED_AT) : undefined);
  const loud = log.filter(({ fields }) => !QUIET.has(fields?.['log_level']));
  const lines = (loud.length > 0 ? loud : log).map(lineOf).filter(({ text }) => text !== '');
  return [...new Map(lines.map((line) => [line.text, line])).values()].slice(0, MOST_LINES);
}

function lineOf({ text: event, entry, fields = {} }: LogItem): LogLine {
  const reason = [fields['error'], fields['exc']].find(
    (part) => typeof part === 'string' && part.trim() !== '' && !event.includes(part.trim()),
  );
  // Only model and identifiers are shown: attributes may contain secrets.
  const about = entry ? `${entry.model} ${formatJson(entry.identifiers)}` : modelIn(fields);
  const why = typeof reason === 'string' ? `: ${endOf(reason)}` : '';
  return { text: oneLine(`${about === '' ? '' : `${about}: `}${event}${why}`), entry };
}

/** What a reason comes to: the last line of a traceback, which names the error, else all of it. */
function endOf(reason: string): string {
  const text = reason.trim();
  return text.startsWith('Traceback ') ? text.slice(text.lastIndexOf('\n') + 1) : text;
}

/** The model that a line is about, where it names no entry; empty when it names no model either. */
function modelIn({ app, model }: JsonMapping): string {
  return typeof app === 'string' && typeof model === 'string' ? `${app}.${model}` : '';
}

import { asMapping, isMapping, type JsonMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';

/** The entry of a blueprint that an item of a log is about; without its attributes, which may hold secrets. */
export interface LoggedEntry {
  readonly model: string;
  readonly identifiers: Json;
  /** The `id` that the blueprint gave it. */
  readonly id?: string | undefined;
}

/** An item of a log as the server wrote it. */
export interface LogItem {
  /** Without white space around it; empty where it has none. */
  readonly text: string;
  readonly entry?: LoggedEntry | undefined;
  /** What else a mapping holds; undefined for an item that is only a text. */
  readonly fields?: JsonMapping | undefined;
}

/** The items of a server's log: texts (until 2024.4), or mappings with `event`, `log_level` and `attributes` (since). */
export function logItems(given: Json | undefined): LogItem[] {
  if (!Array.isArray(given)) return [];
  return isLetters(given) ? [{ text: given.join('').trim() }] : given.map(itemOf);
}

/** 2023.2.3 returns some texts as a list of their letters ("Failed to apply"). */
function isLetters(log: readonly Json[]): boolean {
  return log.length > 1 && log.every((item) => typeof item === 'string' && [...item].length === 1);
}

function itemOf(item: Json): LogItem {
  if (!isMapping(item)) return { text: textOf(item) };
  const fields = { ...asMapping(item['attributes']), ...item };
  return { text: textOf(item['event']), entry: entryOf(fields), fields };
}

function entryOf({ entry }: JsonMapping): LoggedEntry | undefined {
  const { model, identifiers = null, id } = asMapping(entry);
  if (typeof model !== 'string') return undefined;
  return { model, identifiers, id: typeof id === 'string' ? id : undefined };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

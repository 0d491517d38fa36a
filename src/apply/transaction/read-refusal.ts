import type { Json } from '../../catalog/model.ts';
import { type FieldMessage, fieldMessages } from '../../client/api-error.ts';
import { type LoggedEntry, type LogItem, logItems } from '../../client/log-items.ts';
import { oneLine } from '../../client/one-line.ts';
import { parsePythonRepr } from './python-repr.ts';

/** What the importer said when it refused a blueprint. It may repeat values, secrets among them. */
export interface Refusal {
  /** Its messages about the entry that it stopped at: about a field, or with an empty path. Empty: it gave no reason. */
  readonly messages: readonly FieldMessage[];
  /** What it logged besides on its way there. */
  readonly notes: readonly string[];
  /** The entry, where the log has it: the import's has, the dry run's has not. */
  readonly entry?: LoggedEntry | undefined;
}

/** What says only that there is a refusal. */
const FRAME = /^(failed to (validate|apply) blueprint|blueprint validation failed)\.?$/i;
/** What stands before the log where that is one text (2023.5 to 2024.2). */
const LOG = /^failed to validate blueprint: /i;
/** What stands before the reason at an entry (`entry invalid` until 2023.4). */
const AT_ENTRY = /^entry invalid: /i;
const SERIALIZER = /^serializer errors /i;
/** A model that the server does not have: the importer stops there, too. */
const NO_MODEL = /^app or model does not exist$/i;
/** What a text has whose value could not be read: its escapes may hide a secret. */
const ESCAPED = /\\[\w'"\\]/;
const MOST_LINES = 200;

/**
 * Reads a refusal: the messages of `content` in the answer to a dry run (measured 2025.12.4, 2026.5.0-rc1), or
 * the `logs` of an import (texts until 2024.4, mappings since). Where nothing of it can be read, it has no reason.
 */
export function readRefusal(given: Json | undefined): Refusal {
  const lines = linesOf(given).filter(({ text }) => !FRAME.test(text));
  const at = lines.findLastIndex(({ text }) => AT_ENTRY.test(text) || NO_MODEL.test(text));
  const reason = lines[at];
  const reasons = reason ? [reason] : lines;
  return {
    messages: reasons.flatMap(({ text }) => messagesIn(text)),
    notes: reason ? lines.slice(0, at).map(({ text }) => oneLine(text)) : [],
    entry: reasons.find(({ entry }) => entry !== undefined)?.entry,
  };
}

function messagesIn(text: string): FieldMessage[] {
  const reason = text.replace(AT_ENTRY, '');
  const said = reason.replace(SERIALIZER, '');
  const read = parsePythonRepr(said);
  if (typeof read === 'object' && read !== null) return fieldMessages(read);
  // What looks like a value and cannot be read is not repeated: nobody knows what it escapes.
  if (said !== reason || ESCAPED.test(said)) return [];
  const message = oneLine(said);
  return message === '' ? [] : [{ path: [], message }];
}

/** The items of the log; of one that is a text, its lines. */
function linesOf(given: Json | undefined): Pick<LogItem, 'text' | 'entry'>[] {
  return logItems(typeof given === 'string' ? [given] : given)
    .flatMap((item) => (item.fields ? [item] : textsIn(item.text)))
    .slice(-MOST_LINES)
    .filter(({ text }) => text !== '');
}

/** The answer to a dry run puts a dash before each line of the log. */
function textsIn(text: string): Pick<LogItem, 'text'>[] {
  const lines = text.replace(LOG, '').split('\n');
  return lines.map((line) => ({ text: line.replace(/^- /, '').trim() }));
}

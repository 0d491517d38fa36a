import { mayNameSecret } from './sounds-secret.ts';
import type { Span } from './source-file.ts';

/*
 * Where the secrets of a text probably are that could not be read as YAML: nobody knows which keys are whose,
 * or where a value ends. What stands behind a name that some model has for a secret is left out, and what is
 * indented below it, rather too much than too little.
 */

/**
 * A key with its colon, be the space behind it forgotten; `key=`; and the first of `[key, value]`, as look-ups
 * have it.
 */
const KEY = /(?<![\w.\-/])([A-Za-z_][\w.\-/]*)["']?[ \t]*[:=]|\[[ \t]*["']?([A-Za-z_][\w.\-/]*)["']?[ \t]*,/g;

/** A key on a line of its own, whose value comes on a later line. */
const LONG_KEY = /^\s*\?[ \t]+["']?([\w.\-/]+)["']?\s*$/;

/** A tag that only names where a value comes from, and nothing that could be one. */
const NAMED = /^!(?:Env|File|Context|KeyOf)[ \t]+[\w./-]+[ \t]*$/;

/** What another part of the file starts with: an item, a key, a comment, the end of a flow mapping. */
const STARTS_ELSE = /^\s*(?:-(?:\s|$)|---|\?\s|[#\]}]|["']?[\w.\-/]+["']?[ \t]*:(?:\s|$))/;

/** The words that no secret is. */
const EMPTY = /^(?:null|~|true|false|yes|no|""|'')?$/i;

/** A value that goes on on the next lines. */
interface Open {
  /** Until which text; undefined: as long as lines are indented deeper than `indent`. */
  readonly until: string | undefined;
  readonly indent: number;
  /** Whether nothing of it has come yet. In a flow mapping it may stand at any column. */
  readonly isAwaited: boolean;
}

/** What may be a secret in a text that is no YAML. */
export function unreadSecrets(text: string): Span[] {
  const found: Span[] = [];
  const lines = linesOf(text);
  let open: Open | undefined;
  let isLongKey = false;
  for (const { start, line } of lines) {
    const indent = line.length - line.trimStart().length;
    if (open) {
      const close = open.until === undefined ? -1 : line.indexOf(open.until);
      if (isPartOf(line, indent, open)) {
        if (line.trim() !== '') open = { ...open, isAwaited: false };
        const end = close === -1 ? line.length : close;
        found.push({ start: start + indent, end: start + Math.max(indent, end) });
        if (close !== -1) open = undefined;
        continue;
      }
      open = undefined;
    }
    const answers: boolean = isLongKey && /^\s*:/.test(line);
    isLongKey = mayNameSecret(LONG_KEY.exec(line)?.[1] ?? '');
    const value = answers ? { at: line.indexOf(':') + 1, isFlow: false } : valueAfterKey(line);
    if (!value) continue;
    const end = endOf(line, value);
    if (end.from < end.to) found.push({ start: start + end.from, end: start + end.to });
    open = { indent, until: end.until, isAwaited: line.slice(value.at).trim() === '' };
  }
  return found;
}

/** Where on a line the value of the first key begins that may name a secret. */
function valueAfterKey(line: string): { at: number; isFlow: boolean } | undefined {
  for (const match of line.matchAll(KEY)) {
    const [whole, key, listed] = match;
    if (!mayNameSecret(key ?? listed ?? '')) continue;
    const isFlow = listed !== undefined || /[{,]\s*$/.test(line.slice(0, match.index));
    return { at: match.index + whole.length, isFlow };
  }
  return undefined;
}

/**
 * What of a line is a value, from where to where; `until`: the text that ends it on a later line. Of a flow
 * mapping all that comes after the key counts as the value, as no bracket or comma can be trusted.
 */
function endOf(
  line: string,
  { at, isFlow }: { readonly at: number; readonly isFlow: boolean },
): { from: number; to: number; until: string | undefined } {
  const rest = line.slice(at);
  const from = at + rest.length - rest.trimStart().length;
  const value = rest.trim();
  const none = { from, to: from, until: undefined };
  if (EMPTY.test(value) || /^[|>][-+\d]*(?:[ \t]+#.*)?$/.test(value) || (NAMED.test(value) && !isFlow))
    return none;
  const quote = /^["']/.exec(value)?.[0];
  const isOpen = quote !== undefined && !value.slice(1).includes(quote);
  return { from, to: line.trimEnd().length, until: isOpen ? quote : undefined };
}

/** Whether a line belongs to a value that goes on. */
function isPartOf(line: string, indent: number, open: Open): boolean {
  if (open.until !== undefined || line.trim() === '' || indent > open.indent) return true;
  return isItem(line, indent, open.indent) || (open.isAwaited && !STARTS_ELSE.test(line));
}

/** Whether a line is an item of a list that stands right below its key. */
function isItem(line: string, indent: number, of: number): boolean {
  return indent === of && /^\s*-(?:\s|$)/.test(line) && !/^\s*-\s+model\s*:/.test(line);
}

function linesOf(text: string): { start: number; line: string }[] {
  const lines: { start: number; line: string }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, line });
    start += line.length + 1;
  }
  return lines;
}

import { lineStart } from '../../source/line-start.ts';
import { type Cursor, TAB } from './cursor.ts';
import { GLUED_DASH, gluedDash } from './glued-dash.ts';
import { oddLine } from './odd-line.ts';
import type { Token } from './token.ts';
import { linesOf, usualColumn, usualStep } from './written-lines.ts';
import {
  closings,
  indentations,
  inQuotes,
  insert,
  nested,
  newLine,
  quotedOrWithout,
  replace,
  restOf,
} from './ways.ts';
import { type Way, YamlError } from './yaml-error.ts';

/** From an offset to the end of its line, without white space at its end. */
function restOfLine(cursor: Cursor, from: number): { start: number; end: number } {
  let end = from;
  while (!'\n\r\0'.includes(cursor.text.charAt(end))) end++;
  while (end > from + 1 && ' \t'.includes(cursor.text.charAt(end - 1))) end--;
  return { start: from, end: Math.max(end, from) };
}

/**
 * A character that no token starts with. `before`: the token before it, which may be a text that found its
 * closing quote too late.
 */
export function strangeCharacter(cursor: Cursor, before: Token | undefined): YamlError {
  if (
    before?.kind === 'scalar' &&
    (before.style === '"' || before.style === "'") &&
    before.end === cursor.pos &&
    cursor.text.slice(before.start, before.end).includes('\n')
  )
    return lateQuote(cursor, before);
  if (cursor.code() === TAB) {
    const indents = /^[ \t]*$/.test(cursor.text.slice(cursor.lineStart, cursor.pos));
    const tabs = /^\t+/.exec(cursor.text.slice(cursor.pos))?.[0].length ?? 1;
    return new YamlError(
      indents
        ? 'a tab as indentation: YAML indents with spaces only'
        : 'a tab where YAML separates with spaces only',
      cursor.here(),
      {
        hint: 'replace the tab with spaces',
        ways: indents
          ? columnsAround(cursor.text, cursor.pos).flatMap((column) =>
              indentations(`indent it by ${column}, with spaces`, cursor.text, cursor.pos, column),
            )
          : [replace('write a space in its place', { start: cursor.pos, end: cursor.pos + tabs }, ' ')],
      },
    );
  }
  return new YamlError(`unquoted text cannot start with ${cursor.shown()}`, cursor.here(), {
    hint: 'put the text in quotes',
    ways: quotedOrWithout(cursor.text, cursor.pos),
  });
}

/** The columns of the lines around an offset: where a line between them may belong. */
function columnsAround(text: string, at: number): readonly number[] {
  const lines = linesOf(text);
  const before = lines.findLast(({ end }) => end <= at);
  const after = lines.find(({ start }) => start > at);
  const under = before?.opens ? before.column + (usualStep(lines) ?? 2) : before?.column;
  const key = /^[\t ]*([\w-]+):/.exec(text.slice(lineStart(text, at)))?.[1] ?? '';
  const usual = usualColumn(lines, key);
  return [...new Set([usual, under, after?.indent, before?.column])].filter((one) => one !== undefined);
}

/**
 * A quoted text over several lines with other text right behind it: most likely its own closing quote is
 * missing, and that of another text closed it.
 */
export function lateQuote(cursor: Cursor, quoted: Token): YamlError {
  return new YamlError(
    `the quoted text that starts here ends with a ${quoted.style} some lines below, in the middle of other text`,
    { start: quoted.start, end: quoted.start + 1 },
    {
      hint: 'its closing quote is missing, or a quote inside it is not doubled or escaped',
      notes: [{ message: 'it ends here', span: { start: quoted.end - 1, end: quoted.end } }],
      ways: closedOrTakenOut(cursor.text, quoted.start),
    },
  );
}

/** The ways to close the quoted text that starts at an offset in its line, or to take its quote out. */
export function closedOrTakenOut(text: string, at: number): readonly Way[] {
  const quote = text.charAt(at);
  return [...closings(text, at, quote), replace(`take the ${quote} out`, { start: at, end: at + 1 }, '')];
}

/** A line among keys that has no `:`. */
export function missingColon(cursor: Cursor, keyAt: number): YamlError {
  const span = restOfLine(cursor, keyAt);
  const line = cursor.text.slice(span.start, span.end);
  const dash = /^-(?=[\w"'{[!&*])/.test(line);
  if (dash) return gluedDash(span.start);
  const glued = /^[\w.-]+:\S/.test(line);
  const key = /^[\w.-]+/.exec(line)?.[0] ?? '';
  const after = span.start + key.length;
  return new YamlError('expected "key: value" here, but found no ": " after a key', span, {
    hint: glued
      ? 'put a space after the ":"'
      : 'add ": " after the key, or indent the line deeper if it belongs to the value above',
    ways: key === '' ? [] : [wayOfColon(cursor.text, after)],
  });
}

/** The way that makes the word before an offset a key. */
function wayOfColon(text: string, at: number): Way {
  if (text.charAt(at) === ':') return insert('put a space after the ":"', at + 1, ' ');
  const key = /[\w.-]+$/.exec(text.slice(Math.max(0, at - 200), at))?.[0] ?? '';
  return insert(`add ":" after ${key}`, at, ':');
}

/** A `: ` where no key can be. */
export function strangeValue(cursor: Cursor, before: Token | undefined): YamlError {
  const plain =
    before?.kind === 'scalar' &&
    before.style === '' &&
    !cursor.text.slice(before.start, cursor.pos).includes('\n');
  if (plain) {
    return new YamlError('a ": " inside unquoted text', cursor.here(), {
      hint: 'put the text in quotes, or start a nested mapping on the next line',
      ways: waysOfSecondColon(cursor, before),
    });
  }
  if (before?.kind !== 'scalar' || before.style !== '') {
    return new YamlError('a key cannot stand here', cursor.here(), {
      hint: 'a nested mapping starts on the next line; text with a ":" in it needs quotes',
    });
  }
  // The line above has no colon, and this one is not less deep: its sibling, or what should stand under it.
  if (
    startsLine(cursor, before.start) &&
    indentOf(cursor, cursor.pos) >= before.start - lineStart(cursor.text, before.start)
  )
    return missingColon(cursor, before.start);
  const start = cursor.text.lastIndexOf('\n', before.start) + 1;
  const dash = GLUED_DASH.exec(cursor.text.slice(start, before.start));
  if (dash) return gluedDash(start + dash[0].length - 1);
  const odd = oddLine(cursor.text, cursor.lineStart);
  if (odd) return odd;
  return new YamlError('this line continues the text above it, so it cannot be a key', lastLine(cursor), {
    hint: 'check the indentation: it is deeper than that of the key above',
  });
}

/** The ways to mend a `: ` in the text of a token. */
function waysOfSecondColon(cursor: Cursor, before: Token): readonly Way[] {
  const rest = restOf(cursor.text, before.start);
  const text = cursor.text.slice(before.start, rest.end);
  const inside = nested(cursor.text, before.start, cursor.pos);
  const ways = [
    ...newLine(cursor.text, before.start, cursor.pos),
    replace('put the text in quotes', rest, inQuotes(text)),
  ];
  if (inside.length > 0) return [...ways, ...inside];
  const more = JSON.stringify(cursor.text.slice(cursor.pos, rest.end));
  return [...ways, replace(`take ${more} out`, { start: before.end, end: rest.end }, '')];
}

/** The column of the first character in the line of an offset. */
function indentOf(cursor: Cursor, offset: number): number {
  const start = lineStart(cursor.text, offset);
  return (/^ */.exec(cursor.text.slice(start, offset))?.[0] ?? '').length;
}

/** Whether only spaces and `- ` stand before an offset on its line, so that a key is expected there. */
export function startsLine(cursor: Cursor, offset: number): boolean {
  let at = offset;
  while (at > 0 && ' -'.includes(cursor.text.charAt(at - 1))) at--;
  return at === 0 || '\n\r'.includes(cursor.text.charAt(at - 1));
}

function lastLine(cursor: Cursor): { start: number; end: number } {
  let start = cursor.lineStart;
  while (cursor.text.charAt(start) === ' ') start++;
  return { start, end: cursor.pos };
}

/** A `- ` where no list can start. */
export function strangeEntry(cursor: Cursor): YamlError {
  return new YamlError('a list item cannot start here', cursor.here(), {
    hint: 'start the list on the next line; text that starts with "- " needs quotes',
  });
}

/** A `? ` where no mapping can start. */
export function strangeKey(cursor: Cursor): YamlError {
  return new YamlError('a key cannot start here', cursor.here(), {
    hint: 'text that starts with "? " needs quotes',
  });
}

/** A closing bracket without its opening one. */
export function unopened(cursor: Cursor): YamlError {
  const open = cursor.shown() === '"]"' ? '[' : '{';
  return new YamlError(`${cursor.shown()} closes nothing: there is no "${open}" before it`, cursor.here(), {
    hint: `unquoted text cannot start with ${cursor.shown()}`,
    ways: [replace(`take the ${cursor.text.charAt(cursor.pos)} out`, cursor.here(), '')],
  });
}

/** Nesting beyond the bound. */
export function tooDeep(cursor: Cursor, limit: number): YamlError {
  return new YamlError(`nested deeper than ${limit} levels`, cursor.here(), { code: 'yaml-limit' });
}

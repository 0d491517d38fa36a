import { Cursor } from '../../blueprint/yaml/cursor.ts';
import { scanQuoted } from '../../blueprint/yaml/scan-quoted.ts';
import type { Span } from '../../source/source-file.ts';
import { YamlError } from '../../blueprint/yaml/yaml-error.ts';
import type { SketchAlias, SketchScalar } from './node.ts';
import type { Reader } from './reader.ts';

/*
 * Scalars and aliases. `parent` is always the column of the collection in which a value stands: a line that
 * is not deeper is no part of the value.
 */

/** A scalar without quotes. */
export function scalar(text: string, style: '' | '|', span: Span): SketchScalar {
  return { kind: 'scalar', text, style, span, inner: span };
}

/** A value that is not there. */
export function emptyScalar(at: number): SketchScalar {
  return scalar('', '', { start: at, end: at });
}

/** The alias at the reader, without its `*`. */
export function readAlias(reader: Reader): SketchAlias {
  const start = reader.pos;
  const name = reader.takeAlias().slice(1);
  return { kind: 'alias', name, span: { start, end: reader.pos } };
}

/** A quoted text. One that is not closed before the next key or list item ends with its line. */
export function readQuoted(reader: Reader, parent: number): SketchScalar {
  const start = reader.pos;
  const style = reader.char === '"' ? '"' : "'";
  reader.pos = reader.quotedEnd(start) ?? closingLine(reader, style, parent) ?? lineEnd(reader.text, start);
  reader.lastEnd = reader.pos;
  const written = reader.text.slice(start, reader.pos);
  const isClosed = written.length > 1 && written.endsWith(style);
  return {
    kind: 'scalar',
    style,
    span: { start, end: reader.pos },
    inner: { start: start + 1, end: reader.pos - (isClosed ? 1 : 0) },
    text: unquote(written) ?? written.slice(1),
  };
}

/**
 * Where a quoted text ends on a later line; undefined when the lines between look like other parts of the
 * file.
 */
function closingLine(reader: Reader, style: string, parent: number): number | undefined {
  const quote = style === '"' ? /"|\\[^\r\n]/y : /'(?!')|''/y;
  const start = reader.pos;
  for (let at = start + 1; at < reader.text.length; at++) {
    quote.lastIndex = at;
    const found = quote.exec(reader.text)?.[0];
    if (found === style) return at + 1;
    if (found !== undefined) at += found.length - 1;
    if (reader.text.charAt(at) !== '\n') continue;
    reader.pos = at + 1;
    reader.skipBlanks();
    const left = reader.leaves(parent);
    reader.pos = start;
    if (left) return undefined;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  const next = text.indexOf('\n', from);
  return from + text.slice(from, next === -1 ? text.length : next).trimEnd().length;
}

/** What a quoted text means; undefined when it is not closed or has a wrong escape. */
function unquote(written: string): string | undefined {
  try {
    return scanQuoted(new Cursor(written)).text;
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/** An unquoted text, which goes on in deeper lines that are no keys. */
export function readPlain(reader: Reader, parent: number): SketchScalar {
  return plain(
    reader,
    false,
    () => reader.column() > parent && !reader.atMarker && reader.keyAt(reader.pos) === undefined,
  );
}

/** An unquoted text between brackets. */
export function readFlowPlain(reader: Reader, parent: number): SketchScalar {
  return plain(reader, true, () => !',]}[{:"\''.includes(reader.char) && !reader.leaves(parent));
}

function plain(reader: Reader, flow: boolean, goesOn: () => boolean): SketchScalar {
  const start = reader.pos;
  const parts: string[] = [];
  for (;;) {
    const until = reader.plainEnd(reader.pos, flow);
    const part = reader.text.slice(reader.pos, until).trimEnd();
    reader.lastEnd = reader.pos += part.length;
    parts.push(part);
    reader.pos = until;
    if (!/[\r\n]/.test(reader.char)) break;
    while (/\s/.test(reader.char)) reader.pos++;
    if (reader.done || reader.atLineEnd || !goesOn()) {
      reader.pos = reader.lastEnd;
      break;
    }
  }
  return scalar(parts.join(' '), '', { start, end: Math.max(start, reader.lastEnd) });
}

/** A text after `|` or `>`: all lines that are as deep as its first one. */
export function readBlockScalar(reader: Reader, parent: number): SketchScalar {
  const start = reader.pos;
  const given = /^[|>][+-]?([1-9])/.exec(reader.text.slice(start, start + 3))?.[1];
  reader.skipLine();
  let end = start + 1;
  let indent = given === undefined ? undefined : Math.max(parent, 0) + Number(given);
  while (!reader.done) {
    const line = reader.pos + 1;
    const next = reader.text.indexOf('\n', line);
    const stop = next === -1 ? reader.text.length : next;
    const text = reader.text.slice(line, stop).replace(/\r$/, '');
    if (/\S/.test(text)) {
      const deep = text.length - text.trimStart().length;
      indent ??= Math.max(deep, parent + 1);
      if (deep < indent) break;
      end = line + text.length;
    }
    reader.pos = stop;
  }
  reader.lastEnd = end;
  return scalar(reader.text.slice(start, end), '|', { start, end });
}

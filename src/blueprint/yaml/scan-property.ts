import { type Cursor, SPACE, isBlankOrEnd, isBreakOrEnd, isWord } from './cursor.ts';
import type { Token } from './token.ts';
import { YamlError } from './yaml-error.ts';

const AFTER_NAME = '?:,]}%@`';
const URI = "-;/?:@&=+$,_.!~*'()[]%";

/** Reads `&name` or `*name`. */
export function scanAnchor(cursor: Cursor): Token {
  const start = cursor.pos;
  const alias = cursor.code() === 42;
  cursor.pos++;
  const from = cursor.pos;
  while (isWord(cursor.code())) cursor.pos++;
  const name = cursor.text.slice(from, cursor.pos);
  if (name === '' || !(isBlankOrEnd(cursor.code()) || AFTER_NAME.includes(cursor.text.charAt(cursor.pos)))) {
    const [sign, what] = alias ? ['*', 'an alias'] : ['&', 'an anchor'];
    throw new YamlError(
      `unquoted text cannot start with "${sign}": YAML reads it as ${what}, ` +
        `whose name cannot hold ${cursor.shown()}`,
      { start, end: Math.max(cursor.pos, start + 1) },
      { hint: 'put the whole text in quotes' },
    );
  }
  return {
    kind: alias ? 'alias' : 'anchor',
    start,
    end: cursor.pos,
    text: name,
    style: '',
    handle: undefined,
  };
}

/** Reads a tag: `!Find`, `!!str`, `!x!y`, `!<full>` or a lone `!`. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.pos;
  let handle: string | undefined;
  let text: string;
  const next = cursor.code(1);
  if (next === 60) {
    cursor.pos += 2;
    text = scanUri(cursor, start);
    if (cursor.code() !== 62)
      throw new YamlError(
        `a tag that starts with "!<" ends with ">", but here is ${cursor.shown()}`,
        cursor.here(),
      );
    cursor.pos++;
  } else if (isBlankOrEnd(next)) {
    cursor.pos++;
    text = '!';
  } else {
    handle = hasHandle(cursor) ? scanHandle(cursor) : '!';
    if (handle === '!') cursor.pos = start + 1;
    text = scanUri(cursor, start);
  }
  const glued = handle === '!' ? /[[\](),]/.exec(text) : null;
  if (glued) {
    const at = start + 1 + glued.index;
    throw new YamlError(`a space is needed between "!${text.slice(0, glued.index)}" and "${glued[0]}"`, {
      start: at,
      end: at + 1,
    });
  }
  if (cursor.code() !== SPACE && !isBreakOrEnd(cursor.code())) {
    throw new YamlError(`a space is needed after a tag, but here is ${cursor.shown()}`, cursor.here(), {
      hint: 'put a space after the tag; unquoted text cannot start with "!"',
    });
  }
  return { kind: 'tag', start, end: cursor.pos, text, style: '', handle };
}

/** Whether the tag has a second `!`, so that the part before it is a handle. */
function hasHandle(cursor: Cursor): boolean {
  for (let ahead = 1; ; ahead++) {
    const code = cursor.code(ahead);
    if (code === 33) return true;
    if (code === SPACE || isBreakOrEnd(code)) return false;
  }
}

function scanHandle(cursor: Cursor): string {
  const start = cursor.pos;
  cursor.pos++;
  if (cursor.code() === SPACE) return '!';
  while (isWord(cursor.code())) cursor.pos++;
  if (cursor.code() !== 33) throw new YamlError(`a tag cannot hold ${cursor.shown()}`, cursor.here());
  cursor.pos++;
  return cursor.text.slice(start, cursor.pos);
}

function scanUri(cursor: Cursor, start: number): string {
  let text = '';
  for (;;) {
    const character = cursor.text.charAt(cursor.pos);
    if (character === '%') {
      text += scanUriEscapes(cursor);
    } else if (isWord(cursor.code()) || (character !== '' && URI.includes(character))) {
      text += character;
      cursor.pos++;
    } else {
      break;
    }
  }
  if (text === '')
    throw new YamlError(
      `a tag needs a name after "!", but here is ${cursor.shown()}`,
      { start, end: start + 1 },
      { hint: 'unquoted text cannot start with "!": put it in quotes' },
    );
  return text;
}

function scanUriEscapes(cursor: Cursor): string {
  const found = /(?:%[0-9a-fA-F]{2})+/y;
  found.lastIndex = cursor.pos;
  const escapes = found.exec(cursor.text)?.[0];
  try {
    if (escapes === undefined || cursor.code(escapes.length) === 37) throw new URIError();
    const text = decodeURIComponent(escapes);
    cursor.pos += escapes.length;
    return text;
  } catch {
    throw new YamlError('"%" in a tag needs two hexadecimal digits after it', cursor.here());
  }
}

/**
 * Reads a `%` line. The token's text is the name of the directive, its handle the arguments, with one space
 * between them.
 */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.pos;
  cursor.pos++;
  const from = cursor.pos;
  while (isWord(cursor.code())) cursor.pos++;
  const name = cursor.text.slice(from, cursor.pos);
  const argsFrom = cursor.pos;
  cursor.skipLine();
  const end = cursor.pos;
  if (name === '')
    throw new YamlError(
      'an unquoted text cannot start with "%" in the first column: YAML reads it as a directive',
      { start, end },
      { hint: 'put the text in quotes' },
    );
  const args = cursor.text.slice(argsFrom, end);
  const wrong = directiveError(name, args);
  if (wrong !== undefined) throw new YamlError(wrong, { start, end });
  cursor.lineBreak();
  return { kind: 'directive', start, end, text: name, style: '', handle: args.trim().replace(/\s+/g, ' ') };
}

/** What is wrong with the name or the arguments of a `%` line. */
function directiveError(name: string, args: string): string | undefined {
  if (!/^( |$)/.test(args)) return `"%${name}" is no directive`;
  if (name === 'YAML' && !/^ +\d+\.\d+ *( #.*|#.*)?$/.test(args)) return 'expected "%YAML 1.1"';
  if (name === 'TAG' && !/^ +!([\w-]*!)? +[\w\-;/?:@&=+$,.!~*'()[\]%]+ *( #.*|#.*)?$/.test(args))
    return 'expected "%TAG !handle! prefix"';
  return undefined;
}

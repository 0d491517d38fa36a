import { CR, type Cursor, LF, LS, NEL, PS, SPACE, TAB, isBlankOrEnd, isBreak } from './cursor.ts';
import type { Token } from './token.ts';

/**
 * Characters below 128 that can end a plain scalar: 1 blanks and the end of the text, 2 the indicators of a
 * flow collection, 3 the one of a value.
 */
const STOPS = new Uint8Array(128);
for (const code of [0, TAB, LF, CR, SPACE]) STOPS[code] = 1;
for (const character of ',?[]{}') STOPS[character.charCodeAt(0)] = 2;
STOPS[58] = 3;

/**
 * Indicators: 1 those that start no plain scalar, 2 those that do when text follows, 3 those that do so only
 * outside of flow collections.
 */
const INDICATORS = new Uint8Array(128);
for (const character of ',[]{}#&*!|>\'"%@`\0\t\n\r ') INDICATORS[character.charCodeAt(0)] = 1;
INDICATORS[45] = 2;
INDICATORS[63] = INDICATORS[58] = 3;

/** Whether the character at the cursor can start a plain scalar. */
export function startsPlain(cursor: Cursor, flow: boolean): boolean {
  const code = cursor.code();
  if (code >= 128) return !isBreak(code);
  const kind = INDICATORS[code];
  return kind === 0 || (kind !== 1 && !(flow && kind === 3) && !isBlankOrEnd(cursor.code(1)));
}

/** Whether a `:` before this code unit ends the key of a flow collection. */
function endsFlowKey(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** The end of the plain text that starts at `from`, on one line. */
function plainEnd(text: string, from: number, flow: boolean): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128) {
      if (code === NEL || code === LS || code === PS) return at;
      continue;
    }
    const stop = STOPS[code];
    if (stop === 0) continue;
    if (stop === 1 || (stop === 2 && flow)) return at;
    if (stop === 3) {
      const next = text.charCodeAt(at + 1);
      if (isBlankOrEnd(next) || (flow && endsFlowKey(next))) return at;
    }
  }
}

/**
 * Reads an unquoted scalar, over several lines when the next ones are indented deeper than `indent`.
 * `brokeLine` says that a line break was passed, after which a new key may start.
 */
export function scanPlain(
  cursor: Cursor,
  indent: number,
  flow: boolean,
): { token: Token; brokeLine: boolean } {
  const start = cursor.pos;
  let end = start;
  let text = '';
  let spaces = '';
  let brokeLine = false;
  while (cursor.code() !== 35) {
    const until = plainEnd(cursor.text, cursor.pos, flow);
    if (until === cursor.pos) break;
    brokeLine = false;
    text += spaces + cursor.text.slice(cursor.pos, until);
    cursor.pos = end = until;
    const gap = scanGap(cursor);
    if (gap.brokeLine) brokeLine = true;
    spaces = gap.text;
    if (spaces === '' || cursor.code() === 35 || (!flow && cursor.column < indent)) break;
  }
  return { token: { kind: 'scalar', start, end, text, style: '', handle: undefined }, brokeLine };
}

/**
 * The white space after a piece of plain text: spaces, or line breaks folded as YAML folds them; '' ends the
 * scalar.
 */
function scanGap(cursor: Cursor): { text: string; brokeLine: boolean } {
  const from = cursor.pos;
  cursor.skipSpaces();
  if (!isBreak(cursor.code())) return { text: cursor.text.slice(from, cursor.pos), brokeLine: false };
  const first = cursor.lineBreak();
  let breaks = '';
  for (;;) {
    if (cursor.column === 0 && (cursor.atMarker('---') || cursor.atMarker('...')))
      return { text: '', brokeLine: true };
    cursor.skipSpaces();
    if (!isBreak(cursor.code())) break;
    breaks += cursor.lineBreak();
  }
  if (first !== '\n') return { text: first + breaks, brokeLine: true };
  return { text: breaks === '' ? ' ' : breaks, brokeLine: true };
}

import type { Span } from '../../source/source-file.ts';
import { isBlankOrEnd, isBreakOrEnd } from './cursor.ts';
import { YAML_LIMITS } from './read-yaml.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './token.ts';
import { YamlError } from './yaml-error.ts';

/**
 * The comments of a text in which a word stands, each from its `#` to the end of the line. What looks like a
 * comment inside a quoted text or a block of text is none. A text without the word costs one search; one
 * whose tokens cannot be read has no comments.
 */
export function commentsWith(word: string, text: string): Span[] {
  const first = text.indexOf(word);
  if (first === -1) return [];
  const tokens = contentTokens(text);
  const comments: Span[] = [];
  let next = 0;
  for (let at = first; at !== -1; at = text.indexOf(word, at)) {
    const line = lineAround(text, at);
    while ((tokens[next]?.end ?? Infinity) <= line.start) next++;
    const start = commentStart(text, line, tokens, next);
    if (start !== undefined && text.slice(start, line.end).includes(word))
      comments.push({ start, end: line.end });
    at = line.end;
  }
  return comments;
}

/** The parts of a text that a comment cannot start in. */
function contentTokens(text: string): readonly Pick<Token, 'start' | 'end'>[] {
  const tokens: Pick<Token, 'start' | 'end'>[] = [];
  try {
    const scanner = new Scanner(text, YAML_LIMITS.depth);
    for (let token = scanner.take(); token.kind !== 'stream-end'; token = scanner.take()) {
      if (token.kind !== 'scalar') continue;
      const isBlock = token.style === '|' || token.style === '>';
      // A comment may stand behind the "|" of a block.
      tokens.push(isBlock ? { start: lineAround(text, token.start).end, end: token.end } : token);
    }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return [{ start: 0, end: text.length }];
  }
  return tokens;
}

/**
 * The first `#` of a line that stands after white space and in none of the tokens, of which those before
 * `next` end before the line.
 */
function commentStart(
  text: string,
  line: Span,
  tokens: readonly Pick<Token, 'start' | 'end'>[],
  next: number,
): number | undefined {
  let token = next;
  for (let at = text.indexOf('#', line.start); at !== -1 && at < line.end; at = text.indexOf('#', at + 1)) {
    while ((tokens[token]?.end ?? Infinity) <= at) token++;
    const isInside = (tokens[token]?.start ?? Infinity) <= at;
    if (!isInside && (at === 0 || isBlankOrEnd(text.charCodeAt(at - 1)))) return at;
  }
  return undefined;
}

function lineAround(text: string, at: number): Span {
  let start = at;
  while (start > 0 && !isBreakOrEnd(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && !isBreakOrEnd(text.charCodeAt(end))) end++;
  return { start, end };
}

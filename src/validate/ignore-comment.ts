import { type CommentedLine, commentedLine } from '../blueprint/comment-line.ts';
import { commentsWith } from '../blueprint/yaml/comments.ts';
import { LineIndex } from '../source/line-index.ts';
import { outerPlace } from '../source/outer-place.ts';
import type { SourceFile, Span } from '../source/source-file.ts';

const WORD = 'ak-blueprint-ignore';

/** A code that a comment names, as it is written. */
export interface IgnoredCode {
  readonly text: string;
  readonly span: Span;
}

/** A comment `# ak-blueprint-ignore <code>[, <code>]: reason`. */
export interface IgnoreComment extends CommentedLine {
  readonly file: SourceFile;
  /** From its `#` to the end of the line. */
  readonly span: Span;
  readonly codes: readonly IgnoredCode[];
  /** Empty when none is given. */
  readonly reason: string;
}

/** The ignore comments of a file, in its order. */
export function ignoreComments(file: SourceFile): IgnoreComment[] {
  return commentsWith(WORD, file.text)
    .flatMap((span) => parseComment(file, span) ?? [])
    .map((comment) => (file.within ? outermost(comment) : comment));
}

function parseComment(file: SourceFile, span: Span): IgnoreComment | undefined {
  const text = file.text.slice(span.start, span.end);
  const match =
    new RegExp(`^#\\s*${WORD}(?![\\w-])\\s*([\\w-]+(?:\\s*,\\s*[\\w-]+)*)?\\s*(?::\\s*(.*?))?\\s*$`).exec(
      text,
    ) ?? new RegExp(`^#\\s*${WORD}(?![\\w-])\\s*([\\w-]+(?:\\s*,\\s*[\\w-]+)*)?`).exec(text);
  if (!match) return undefined;
  const [whole, list = '', reason = ''] = match;
  const from = span.start + whole.indexOf(list, whole.indexOf(WORD) + WORD.length);
  const codes = [...list.matchAll(/[\w-]+/g)].map((code) => ({
    text: code[0],
    span: { start: from + code.index, end: from + code.index + code[0].length },
  }));
  return { file, span, codes, reason, ...commentedLine(file, span) };
}

/** The comment of an embedded blueprint with its places in the outer file, where the findings are. */
function outermost(comment: IgnoreComment): IgnoreComment {
  const inner = comment.file;
  const { file, span } = outerPlace({ file: inner, span: comment.span });
  const first = LineIndex.of(inner).start(comment.line);
  const { line } = LineIndex.of(file).position(
    outerPlace({ file: inner, span: { start: first, end: first } }).span.start,
  );
  return {
    ...comment,
    file,
    span,
    line,
    codes: comment.codes.map((code) => ({
      ...code,
      span: outerPlace({ file: inner, span: code.span }).span,
    })),
  };
}

import { LineIndex } from '../source/line-index.ts';
import type { SourceFile, Span } from '../source/source-file.ts';

/** What a comment is about. */
export interface CommentedLine {
  /**
   * The line (from 1) that a comment is about: its own where it ends one, else the next that is neither empty
   * nor a comment.
   */
  readonly line: number;
  /** Nothing else stands on the comment's own line. */
  readonly isAlone: boolean;
}

/** The line that a comment of a file is about. */
export function commentedLine(file: SourceFile, comment: Span): CommentedLine {
  const index = LineIndex.of(file);
  const { line, column } = index.position(comment.start);
  const isAlone =
    index
      .line(line)
      .slice(0, column - 1)
      .trim() === '';
  return { isAlone, line: isAlone ? nextLine(index, line) : line };
}

function nextLine(index: LineIndex, line: number): number {
  for (let next = line + 1; next <= index.count; next++) {
    if (!/^\s*(#|$)/.test(index.line(next))) return next;
  }
  return line;
}

/**
 * Where a comment is taken out: its whole line where nothing else stands on it, else it and the blanks before
 * it.
 */
export function withoutComment(file: SourceFile, { start, end }: Span): Span {
  const index = LineIndex.of(file);
  const { line } = index.position(start);
  if (!commentedLine(file, { start, end }).isAlone)
    return { start: file.text.slice(0, start).trimEnd().length, end };
  return { start: index.start(line), end: index.start(line + 1) };
}

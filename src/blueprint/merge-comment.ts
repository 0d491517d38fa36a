import { LineIndex } from '../source/line-index.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { Blueprint, Entry } from './blueprint.ts';
import { commentedLine } from './comment-line.ts';
import { commentsWith } from './yaml/comments.ts';

const WORD = 'ak-blueprint-merge';

/** A field that a comment names, as it is written. */
interface MergedField {
  readonly text: string;
  readonly span: Span;
}

/**
 * A comment `# ak-blueprint-merge <field>[, <field>]`: its entry adds to these lists and does not own them.
 */
export interface MergeComment {
  /** From its `#` to the end of the line. */
  readonly span: Span;
  readonly fields: readonly MergedField[];
  /** The entry that it stands in, or right above; undefined where there is none. */
  readonly entry: Entry | undefined;
}

/** The merge comments of a blueprint, in its order. What follows a colon is for people. */
export function mergeComments(blueprint: Blueprint): MergeComment[] {
  const { file } = blueprint;
  return commentsWith(WORD, file.text).flatMap((span) => {
    const match = new RegExp(`^#\\s*${WORD}(?![\\w-])\\s*([^:]*)`).exec(
      file.text.slice(span.start, span.end),
    );
    if (!match) return [];
    const [whole, list = ''] = match;
    const from = span.start + whole.length - list.length;
    const fields = [...list.matchAll(/[^\s,]+/g)].map((field) => ({
      text: field[0],
      span: { start: from + field.index, end: from + field.index + field[0].length },
    }));
    return [{ span, fields, entry: entryOn(blueprint, file, commentedLine(file, span).line) }];
  });
}

function entryOn({ entries }: Blueprint, file: SourceFile, line: number): Entry | undefined {
  const index = LineIndex.of(file);
  return entries.find(
    ({ span }) =>
      index.position(span.start).line <= line &&
      line <= index.position(Math.max(span.start, span.end - 1)).line,
  );
}

/** Which lists each entry only adds to, by its comments. */
export function mergedByEntry(blueprint: Blueprint): ReadonlyMap<Entry, ReadonlySet<string>> {
  const merged = new Map<Entry, Set<string>>();
  for (const { entry, fields } of mergeComments(blueprint)) {
    if (!entry) continue;
    const names = merged.get(entry) ?? new Set();
    for (const { text } of fields) names.add(text);
    merged.set(entry, names);
  }
  return merged;
}

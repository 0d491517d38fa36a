import type { Blueprint, Entry } from '../../blueprint/blueprint.ts';
import { WAS } from '../../blueprint/was-comment.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { LineIndex } from '../../source/line-index.ts';
import { outerPlace } from '../../source/outer-place.ts';
import type { Place } from '../../source/source-file.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Draft } from './draft.ts';
import { renameCandidates } from './rename-candidates.ts';

/**
 * Reports new objects beside which the server has one that no entry declares and that is the same but for what
 * identifies it: the identifiers were changed in the file, and another object would be made. `drafts`: in an order in
 * which what is referred to comes first. Nothing is read for it.
 */
export function suggestRenames(
  overlay: Overlay,
  drafts: readonly Draft[],
  blueprints: readonly Blueprint[],
  report: Report,
): void {
  for (const [draft, { row, was }] of renameCandidates(overlay, drafts)) {
    const { place, entry } = draft;
    if (!place) continue;
    const found = blueprints
      .find(({ file }) => file === place.file)
      ?.entries.find(({ index }) => index === entry?.index);
    const comment = `# ${WAS}: ${was}`;
    report({
      code: 'was-missing',
      message: `renamed? ${row.model} ${describeRow(overlay, row)}, which no entry declares, has the same links and values`,
      hint: `if it is the same object, add "${comment}" above line ${lineOf(found, place)}`,
      place,
      entry,
      fixes: found && fixesFor(found, place, comment),
    });
  }
}

/** The line at which an entry begins, as people count them in the file on disk. */
function lineOf(entry: Entry | undefined, { file, span }: Place): number {
  const start = outerPlace({ file, span: entry?.span ?? span });
  return LineIndex.of(start.file).position(start.span.start).line;
}

/** The comment above the entry, where that begins a line of the file. */
function fixesFor({ span }: Entry, { file }: Place, comment: string): Fix[] | undefined {
  const index = LineIndex.of(file);
  const at = index.start(index.position(span.start).line);
  const indent = /^([ \t]*)-[ \t]+$/.exec(file.text.slice(at, span.start))?.[1];
  if (indent === undefined || file.within) return undefined;
  const edits = [{ place: { file, span: { start: at, end: at } }, text: `${indent}${comment}\n` }];
  return [{ title: `add "${comment}"`, edits }];
}

import type { TextEdit } from 'vscode-languageserver';
import { formatBlueprint } from '../format/format-blueprint.ts';
import { lineStart } from '../source/line-start.ts';
import { type Draft, isBlueprint, rangeOf } from './draft.ts';

/**
 * What `ak-blueprint fmt` would change in a blueprint, as one edit without the lines that stay at both ends.
 * Nothing while it is no YAML. (An edit for each change would need a comparison that takes seconds for 500
 * entries; editors make smaller edits of it themselves.)
 */
export function formattingOf(draft: Draft): TextEdit[] {
  const { text } = draft;
  const formatted = isBlueprint(draft)
    ? formatBlueprint({ path: draft.uri, text }, () => undefined)
    : undefined;
  if (formatted === undefined || formatted === text) return [];
  let same = 0;
  while (same < text.length && text[same] === formatted[same]) same++;
  const start = lineStart(text, same);
  let tail = 0;
  while (
    tail < Math.min(text.length, formatted.length) - start &&
    text[text.length - 1 - tail] === formatted[formatted.length - 1 - tail]
  )
    tail++;
  // From a line's start on: an edit that ends between "\r" and "\n" would be moved by the editor.
  const kept = text.slice(text.length - tail);
  const end = text.length - (kept.includes('\n') ? kept.length - kept.indexOf('\n') - 1 : 0);
  return [
    {
      range: rangeOf(draft, { start, end }),
      newText: formatted.slice(start, formatted.length - (text.length - end)),
    },
  ];
}

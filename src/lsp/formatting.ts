import { diffLines } from 'diff'; // as for the diffs of a plan
import type { TextEdit } from 'vscode-languageserver';
import { formatBlueprint } from '../format/format-blueprint.ts';
import { type Draft, isBlueprint, rangeOf } from './draft.ts';

/** What `ak-blueprint fmt` would change in a blueprint, line by line, so that the caret stays where it is. Nothing while it is no YAML. */
export function formattingOf(draft: Draft): TextEdit[] {
  if (!isBlueprint(draft)) return [];
  const formatted = formatBlueprint({ path: draft.uri, text: draft.text }, () => undefined);
  if (formatted === undefined || formatted === draft.text) return [];
  const edits: TextEdit[] = [];
  let at = 0;
  let taken = { start: 0, end: 0, text: '' };
  const flush = (): void => {
    if (taken.end > taken.start || taken.text !== '') edits.push({ range: rangeOf(draft, taken), newText: taken.text });
  };
  for (const { value, added, removed } of diffLines(draft.text, formatted)) {
    if (added) taken.text += value;
    else {
      if (!removed) {
        flush();
        taken = { start: at + value.length, end: at + value.length, text: '' };
      } else taken.end = at + value.length;
      at += value.length;
    }
  }
  flush();
  return edits;
}

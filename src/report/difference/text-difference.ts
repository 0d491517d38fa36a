import { diffArrays } from 'diff';
import { visibleLine } from '../../source/visible.ts';
import { type Difference, type Row, whole } from './difference.ts';
import { byWord } from './words.ts';

/** The number of unchanged lines that are shown around a change. */
const CONTEXT = 2;

/** Texts of more differing lines than this are shown as two texts: the time grows with their square. */
const MOST_EDITS = 1000;

/** Of more lines in a row it is not told which words differ. */
const MOST_PAIRS = 200;

/** Whether a text has several lines, and so is shown as lines. */
export function isLong(text: unknown): text is string {
  return typeof text === 'string' && text.trimEnd().includes('\n');
}

/** A text as its lines, and how many line breaks follow the last one. */
function linesOf(text: string): { readonly lines: readonly string[]; readonly breaks: number } {
  if (text === '') return { lines: [], breaks: 0 };
  const breaks = /\n*$/.exec(text)?.[0].length ?? 0;
  return {
    lines: text
      .slice(0, text.length - breaks)
      .split('\n')
      .map(visibleLine),
    breaks,
  };
}

/** A text that is new, or goes, as lines. */
export function oneText(path: string, text: string, sign: '+' | '-'): Difference {
  const { lines, breaks } = linesOf(text);
  const rows: Row[] = lines.map((line) => ({ sign, pieces: whole(line) }));
  if (breaks !== 1) rows.push({ sign: 'note', text: breaksWords(breaks) });
  return { path, kind: 'rows', head: count(lines.length), rows };
}

/** Two texts that differ, as removed and added lines, with some unchanged lines around them. */
export function textDifference(path: string, before: string, after: string, showsAll: boolean): Difference {
  const [old, now] = [linesOf(before), linesOf(after)];
  const parts = diffArrays([...old.lines], [...now.lines], { maxEditLength: MOST_EDITS }) ?? [
    { value: [...old.lines], removed: true, added: false },
    { value: [...now.lines], removed: false, added: true },
  ];
  const rows: Row[] = [];
  let removed = 0;
  let added = 0;
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (part.removed) {
      removed += part.value.length;
      if (next?.added) rows.push(...hunk(part.value, next.value));
      else rows.push(...part.value.map((line): Row => ({ sign: '-', pieces: whole(line) })));
    } else if (part.added) {
      added += part.value.length;
      if (!parts[index - 1]?.removed)
        rows.push(...part.value.map((line): Row => ({ sign: '+', pieces: whole(line) })));
    } else rows.push(...context(part.value, index === 0, index === parts.length - 1, showsAll));
  }
  if (old.breaks !== now.breaks)
    rows.push({ sign: 'note', text: `${breaksWords(now.breaks)}; before: ${old.breaks}` });
  return { path, kind: 'rows', head: headOf(removed, added), rows };
}

/** Lines in place of others: what was, then what will be; lines at the same place are compared by word. */
function hunk(before: readonly string[], after: readonly string[]): Row[] {
  const pairs = before.map((line, index) => {
    const other = after[index];
    return other === undefined || before.length > MOST_PAIRS ? undefined : byWord(line, other);
  });
  return [
    ...before.map((line, index): Row => ({ sign: '-', pieces: pairs[index]?.before ?? whole(line) })),
    ...after.map((line, index): Row => ({ sign: '+', pieces: pairs[index]?.after ?? whole(line) })),
  ];
}

function context(lines: readonly string[], isFirst: boolean, isLast: boolean, showsAll: boolean): Row[] {
  const row = (line: string): Row => ({ sign: ' ', pieces: whole(line) });
  if (showsAll) return lines.map(row);
  const head = isFirst ? [] : lines.slice(0, CONTEXT);
  const tail = isLast ? [] : lines.slice(Math.max(head.length, lines.length - CONTEXT));
  const left = lines.length - head.length - tail.length;
  const note: Row[] = left > 0 ? [{ sign: 'note', text: `… ${count(left)} unchanged` }] : [];
  return [...head.map(row), ...note, ...tail.map(row)];
}

function headOf(removed: number, added: number): string {
  const words: string[] = [];
  if (removed > 0) words.push(`${count(removed)} removed`);
  if (added > 0) words.push(`${removed > 0 ? added : count(added)} added`);
  return words.join(', ') || 'line breaks changed';
}

function breaksWords(breaks: number): string {
  return `line breaks at the end: ${breaks}`;
}

function count(lines: number): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

import { allInside, lostId } from '../../diagnostics/cause.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../../source/source-file.ts';
import { markLost } from '../mark-secrets.ts';
import type { DuplicateKeys } from './map-builder.ts';
import { lineOf } from './ways.ts';

/**
 * Code `yaml-duplicate-key`: one finding for all doubled keys of a mapping, at the first of them. Several mean that
 * two mappings have become one, so whatever else is wrong inside follows from that. So does what is missing elsewhere
 * because a value does not count.
 */
export function reportDuplicates(file: SourceFile, report: Report, found: DuplicateKeys): void {
  const { keys, span } = found;
  for (const { key, lost } of keys) markLost(file, key, lost);
  const shown = keys.slice(0, 5).map(({ key }) => `"${key}"`);
  if (keys.length > shown.length) shown.push('…');
  const names = shown.join(', ');
  const lostIds = keys.flatMap(({ key, lost }) =>
    key === 'id' && lost.kind === 'scalar' ? [lostId(lost.text)] : [],
  );
  const what = keys.length === 1 ? `the key ${names} stands` : `the keys ${names} stand`;
  const dash = keys.length > 1 ? dashBefore(file, keys) : undefined;
  const removal = removalOf(file, found);
  report({
    code: 'yaml-duplicate-key',
    message: `${what} twice in this mapping; the last one counts`,
    hint: dash
      ? 'start the second one with "- " if it is another item of the list, else remove one of the two'
      : 'remove one of the two',
    place: { file, span: keys[0]?.span ?? span },
    explains: keys.length > 1 ? [...lostIds, allInside(span)] : lostIds,
    notes: keys
      .slice(0, 5)
      .map(({ key, first }) => ({ message: `the first "${key}"`, place: { file, span: first } })),
    fixes: [dash, removal].filter((fix) => fix !== undefined),
  });
}

/** The fix that makes a new item of the keys from this one on; none where it does not stand under those of an item. */
function dashBefore(file: SourceFile, keys: DuplicateKeys['keys']): Fix | undefined {
  const { text } = file;
  const again = keys[0]?.span.start ?? 0;
  const before = text.slice(lineOf(text, again).start, again);
  if (!/^ {2,}$/.test(before)) return undefined;
  // The second item may start before that: with the key that most items of the file start with.
  const last = keys.reduce((end, { lost }) => Math.max(end, lost.span.end), 0);
  const usual = usualStart(text, before.length);
  const between =
    usual === undefined
      ? null
      : new RegExp(`^ {${before.length}}${usual}:`, 'm').exec(text.slice(last, again));
  const start = between ? last + between.index + before.length : again;
  const span = { start: start - 2, end: start };
  return { title: 'start another item here', edits: [{ place: { file, span }, text: '- ' }] };
}

/** The key that most items start with whose keys stand in a column; undefined where there is no such item. */
function usualStart(text: string, column: number): string | undefined {
  const counts = new Map<string, number>();
  for (const [, indent = '', key = ''] of text.matchAll(/^( *- +)([\w-]+):/gm))
    if (indent.length === column) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/**
 * The fix that takes one of two equal keys out: the first, which does not count, and where both have the same value
 * the second, which needs no decision. None for several keys, and in braces.
 */
function removalOf(file: SourceFile, { keys }: DuplicateKeys): Fix | undefined {
  const [only, ...more] = keys;
  if (!only || more.length > 0) return undefined;
  const { text } = file;
  const [lost, kept] = [only.lost.span, only.kept.span];
  const isSame = text.slice(lost.start, lost.end).trimEnd() === text.slice(kept.start, kept.end).trimEnd();
  const span = isSame ? linesOf(text, only.span, kept) : linesOf(text, only.first, lost);
  return (
    span && {
      title: `take the ${isSame ? 'second' : 'first'} ${only.key} out`,
      edits: [{ place: { file, span }, text: '' }],
      mechanical: isSame ? true : undefined,
    }
  );
}

/** The lines of a pair, or where it stands behind a dash, all up to the next key; undefined where it shares them. */
function linesOf(text: string, key: Span, value: Span): Span | undefined {
  const { start } = lineOf(text, key.start);
  const last = lineOf(text, Math.max(value.end - 1, key.end));
  const isAlone =
    value.start >= key.end && /^:?\s*(#.*)?$/.test(text.slice(Math.max(value.end, key.end), last.end));
  const before = text.slice(start, key.start);
  if (!isAlone) return undefined;
  const end = Math.min(last.end + 1, text.length);
  if (before.trim() === '') return { start, end };
  const indent = /^ */.exec(text.slice(end))?.[0].length;
  return /^ *(?:- +)+$/.test(before) && indent === before.length
    ? { start: key.start, end: end + indent }
    : undefined;
}

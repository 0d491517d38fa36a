import { outerEnd, outerPlace, outerStart } from '../source/outer-place.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place, Within } from '../source/source-file.ts';
import type { Edit, Finding, Fix, Note } from './diagnostic.ts';

/*
 * A blueprint inside a ConfigMap or Helm values is a file of its own to everything that reads and checks it.
 * Here findings about it are translated to places in the file on the disk, as soon as they are reported, so
 * that nothing that shows, sorts, ignores or fixes them must distinguish two kinds of files.
 */

/** A finding with all its places in files on the disk; a fix that cannot be written there is left out. */
export function carryOut(finding: Finding): Finding {
  const { place, value, notes, fixes } = finding;
  const places = [
    place,
    ...(notes ?? []).map((note) => note.place),
    ...(fixes ?? []).flatMap((fix) => fix.edits.map((edit) => edit.place)),
  ];
  if (!places.some((one) => one?.file.within)) return finding;
  return {
    ...finding,
    place: place && outerPlace(place),
    value: value && outerPlace(value),
    notes: withInner(
      place,
      notes?.map((note) => (note.place ? { ...note, place: outerPlace(note.place) } : note)),
    ),
    fixes: fixes?.flatMap((fix) => carryFix(fix) ?? []),
  };
}

/** With a note that says where in the text of an encoded value a finding is. */
function withInner(
  place: Place | undefined,
  notes: readonly Note[] | undefined,
): readonly Note[] | undefined {
  if (place?.file.within?.isEncoded !== true) return notes;
  const { line, column } = LineIndex.of(place.file).position(place.span.start);
  return [...(notes ?? []), { message: `in line ${line}, column ${column} of what is encoded there` }];
}

function carryFix(fix: Fix): Fix | undefined {
  const edits = fix.edits.map(carryEdit);
  return edits.some((edit) => !edit) ? undefined : { ...fix, edits: edits.flatMap((edit) => edit ?? []) };
}

/**
 * The edit in the outer file, its text quoted as the scalar requires; undefined where that would change how
 * lines fold.
 */
function carryEdit(edit: Edit): Edit | undefined {
  const { file, span } = edit.place;
  const { within } = file;
  if (!within) return edit;
  if (within.isEncoded) return undefined;
  const several = edit.text.includes('\n') || file.text.slice(span.start, span.end).includes('\n');
  switch (within.style) {
    case '|':
      return carryEdit(literalEdit(edit, within));
    case '"':
      return carryEdit({ place: outerPlace(edit.place), text: JSON.stringify(edit.text).slice(1, -1) });
    case "'":
      return several
        ? undefined
        : carryEdit({ place: outerPlace(edit.place), text: edit.text.replaceAll("'", "''") });
    case '>':
      return several ? undefined : carryEdit({ place: outerPlace(edit.place), text: edit.text });
  }
}

/**
 * The edit of lines of a literal block: inserted lines get the indentation of the block, and deleted ones are
 * deleted with it.
 */
function literalEdit({ place: { file, span }, text }: Edit, within: Within): Edit {
  const indent = ' '.repeat(within.indent);
  const atLineStart = (offset: number): boolean => offset === 0 || file.text[offset - 1] === '\n';
  if (span.end === file.text.length && atLineStart(span.end) && atLineStart(span.start)) {
    // An edit up to the end of the block replaces whole lines, from the first column on.
    const start = span.start === 0 ? outerStart(within, 0) - within.indent : outerEnd(within, span.start);
    return {
      place: { file: within.file, span: { start, end: outerEnd(within, span.end) } },
      text: text.replace(/^(?=[^\n])/gm, indent),
    };
  }
  const end =
    span.end > span.start && !atLineStart(span.end)
      ? outerEnd(within, span.end)
      : outerStart(within, span.end);
  return {
    place: { file: within.file, span: { start: outerStart(within, span.start), end } },
    text: text.replaceAll('\n', `\n${indent}`),
  };
}

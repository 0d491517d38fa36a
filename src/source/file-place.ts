import { LineIndex } from './line-index.ts';
import { outerPlace } from './outer-place.ts';
import type { Place, SourceFile } from './source-file.ts';

/**
 * A place that does not hold the text of its file: the path of a file on the disk, offsets in it as in a
 * Span, and the line (from 1) that they are in.
 */
export interface FilePlace {
  readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A place without its file: of a text inside another file, where it stands there. */
export function filePlace(place: Place): FilePlace {
  const { file, span } = outerPlace(place);
  return {
    path: file.path,
    line: LineIndex.of(file).position(span.start).line,
    start: span.start,
    end: span.end,
  };
}

/** The place with its file again; undefined where the file is not known. */
export function placeIn(
  place: FilePlace | undefined,
  fileOf: (path: string) => SourceFile | undefined,
): Place | undefined {
  const file = place && fileOf(place.path);
  return file && { file, span: { start: place.start, end: place.end } };
}

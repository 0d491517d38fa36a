import { outerPlace } from './outer-place.ts';
import type { SourceFile, Span } from './source-file.ts';

const read = new WeakSet<SourceFile>();

/**
 * Remembers that a file was read and all secrets in it are marked: it need not be searched for what may be
 * one.
 */
export function markRead(file: SourceFile): void {
  read.add(file);
}

/** Whether all secrets of a file are marked; else it could not be read. */
export function wasRead(file: SourceFile): boolean {
  return read.has(file);
}

const spans = new WeakMap<SourceFile, Map<string, Span>>();

/**
 * Remembers that a part of a file is a secret: whoever shows the file (see `secretSpans`) leaves it out,
 * whatever the finding is about.
 */
export function markSecret(file: SourceFile, span: Span): void {
  const outer = file.within && outerPlace({ file, span });
  if (outer) markSecret(outer.file, outer.span);
  const known = spans.get(file) ?? new Map<string, Span>();
  spans.set(file, known.set(`${span.start} ${span.end}`, span));
}

/** The parts of a file that are secrets, as far as they have been marked. */
export function secretSpans(file: SourceFile): readonly Span[] {
  return [...(spans.get(file)?.values() ?? [])];
}

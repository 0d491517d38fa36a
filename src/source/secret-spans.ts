import { outerPlace } from './outer-place.ts';
import type { SourceFile, Span } from './source-file.ts';

const read = new WeakMap<SourceFile, Span[]>();

/**
 * Remembers that a file was read and all secrets in it are marked: it need not be searched for what may be
 * one. Of the file around it, this part need not.
 */
export function markRead(file: SourceFile): void {
  const place = outerPlace({ file, span: { start: 0, end: file.text.length } });
  const known = read.get(place.file);
  if (known) known.push(place.span);
  else read.set(place.file, [place.span]);
}

/** The parts of a file of which all secrets are marked; the others could not be read. */
export function readParts(file: SourceFile): readonly Span[] {
  return read.get(file) ?? [];
}

/** A part of a file that is a secret. */
export interface SecretSpan extends Span {
  /** The secret: what the part means, without the quotes around it. */
  readonly text: string;
}

const spans = new WeakMap<SourceFile, Map<string, SecretSpan>>();

/**
 * Remembers that a part of a file is a secret: whoever shows the file (see `secretSpans`) leaves it out,
 * whatever the finding is about. `text`: what the part means, where that is not what is written.
 */
export function markSecret(file: SourceFile, span: Span, text = file.text.slice(span.start, span.end)): void {
  const outer = file.within && outerPlace({ file, span });
  if (outer) markSecret(outer.file, outer.span, text);
  const known = spans.get(file) ?? new Map<string, SecretSpan>();
  const { start, end } = span;
  spans.set(file, known.set(`${start} ${end}`, { start, end, text }));
}

/** The parts of a file that are secrets, as far as they have been marked. */
export function secretSpans(file: SourceFile): readonly SecretSpan[] {
  return [...(spans.get(file)?.values() ?? [])];
}

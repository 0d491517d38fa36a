import { LineIndex } from './line-index.ts';
import { looksSecret } from './looks-secret.ts';
import { readParts, secretSpans } from './secret-spans.ts';
import type { SourceFile, Span } from './source-file.ts';
import { unreadSecrets } from './unread-secrets.ts';

/** What is shown in place of a secret; always of one length, so that it does not tell that of the secret. */
const DOTS = '••••••••';

/**
 * A plain value behind a key whose name sounds secret. Such lines are searched as text in files that were
 * read as well, because nothing is marked in comments, nor what YAML takes for a comment or an anchor in a
 * secret without quotes: `abc #def`, `&abc`.
 */
const SOUNDS_SECRET = new RegExp(
  [
    String.raw`(?:password|secret|token|private_key|api_?key)["']?[ \t]*:[ \t]+`,
    String.raw`(&[^\s,}#]+|(?![!&*[{|>#])(?!(?:true|false|null|yes|no)\b)(?:"(?:[^"\\\r\n]|\\.)*"?|`,
    String.raw`'[^'\r\n]*'?|[^\s,}#][^,}#\r\n]*(?:#[^\s#][^\r\n]*)?))`,
  ].join(''),
  'gi',
);

const inTexts = new WeakMap<SourceFile, { readonly parts: number; readonly spans: readonly Span[] }>();

/** What is hidden because of the text alone, whatever is marked. */
function spansInText(file: SourceFile): readonly Span[] {
  const parts = readParts(file);
  const known = inTexts.get(file);
  if (known?.parts === parts.length) return known.spans;
  const isRead = (span: Span): boolean =>
    parts.some(({ start, end }) => start <= span.start && span.end <= end);
  const sounding = [...file.text.matchAll(SOUNDS_SECRET)].map((match) => ({
    start: match.index + match[0].length - (match[1]?.length ?? 0),
    end: match.index + match[0].trimEnd().length,
  }));
  const unread = unreadSecrets(file.text).filter((span) => !isRead(span));
  const spans = [...sounding, ...unread, ...looksSecret(file.text)];
  inTexts.set(file, { parts: parts.length, spans });
  return spans;
}

/** The parts of a file that may not be shown, in no order. */
export function hiddenSpans(file: SourceFile): readonly Span[] {
  return [...secretSpans(file), ...spansInText(file)];
}

/** A line of a file as it may be shown: secrets are dots. */
export interface ShownLine {
  readonly text: string;
  /**
   * Where a column of the file's line (from 0) is in `text`: the start of the dots for what is in a secret;
   * `end`: their end.
   */
  at(column: number, end?: boolean): number;
}

/** A whole text without the secrets in it, line by line. */
export function shownLines(file: SourceFile): string[] {
  const index = LineIndex.of(file);
  const spans = [...hiddenSpans(file)].sort((a, b) => a.start - b.start);
  let next = 0;
  /** Those that begin on this line or before, and do not end before it. */
  let open: Span[] = [];
  return file.text
    .trimEnd()
    .split('\n')
    .map((line, at) => {
      const start = index.start(at + 1);
      open = open.filter(({ end }) => end > start);
      for (let span = spans[next]; span && span.start <= start + line.length; span = spans[next]) {
        open.push(span);
        next += 1;
      }
      return without(file, at + 1, open).text;
    });
}

/** A line (from 1) of a file without the secrets in it. */
export function shownLine(file: SourceFile, number: number): ShownLine {
  return without(file, number, hiddenSpans(file));
}

function without(file: SourceFile, number: number, spans: readonly Span[]): ShownLine {
  const index = LineIndex.of(file);
  const line = index.line(number);
  const start = index.start(number);
  const hidden = spans
    .filter((span) => span.start < start + line.length && span.end > start)
    .map((span) => ({
      from: Math.max(0, span.start - start),
      to: Math.min(line.length, span.end - start),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let text = '';
  let done = 0;
  const moves: { readonly from: number; readonly to: number; readonly at: number }[] = [];
  for (const { from, to } of hidden) {
    if (to <= done) continue;
    if (from < done) {
      // Two that overlap are shown as one.
      const last = moves.at(-1);
      if (last) moves[moves.length - 1] = { ...last, to };
      done = to;
      continue;
    }
    // The indentation of a block of text is no part of the secret.
    const first = from === 0 ? line.length - line.trimStart().length : from;
    text += line.slice(done, first);
    moves.push({ from: first, to, at: text.length });
    text += first < to ? DOTS : '';
    done = Math.max(first, to);
  }
  text += line.slice(done);
  return {
    text,
    at(column, end = false) {
      let shift = 0;
      for (const move of moves) {
        if (column <= move.from) break;
        if (column < move.to || (column === move.to && end)) return move.at + (end ? DOTS.length : 0);
        shift = move.at + DOTS.length - move.to;
      }
      return column + shift;
    },
  };
}

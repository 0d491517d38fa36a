import { KnownSecrets } from '../../source/known-secrets.ts';
import { hiddenSpans } from '../../source/shown-line.ts';
import type { SourceFile, Span } from '../../source/source-file.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Node } from '../blueprint.ts';
import { AliasBudget } from './alias-budget.ts';
import { Composer } from './compose.ts';
import { reportDuplicates } from './duplicate-keys.ts';
import type { DuplicateKeys } from './map-builder.ts';
import { oddLine } from './odd-line.ts';
import { Scanner } from './scanner.ts';
import { applied, lineOf, replace } from './ways.ts';
import { type Way, YamlError } from './yaml-error.ts';

/*
 * Why a reader of our own, and not the yaml package: authentik reads blueprints with PyYAML, so YAML is what
 * PyYAML takes for it. Of 4,000 mutated blueprints the two packages disagreed about 147 (tabs, the
 * columns of closing brackets, `?` in braces, anchors that stand twice, `=`); this reader follows PyYAML's
 * rules token by token and agreed about all but tags glued to their list and values no field can hold, which
 * authentik refuses a step later. It needs a fifth of the time, stops at the first mistake, so that one
 * mistake is one finding, and is bounded throughout.
 */

/** What a text may cost to read. */
export interface YamlLimits {
  /** Nesting of lists and mappings. PyYAML itself gives up at about 480. */
  readonly depth: number;
  /** Values that all aliases together may stand for. */
  readonly aliased: number;
}

export const YAML_LIMITS: YamlLimits = { depth: 200, aliased: 200_000 };

/** What PyYAML does not let into a text: control characters, lone surrogates, non-characters. */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads the one document of a file as PyYAML's safe loader does. Gives its root, or undefined when the file
 * holds no document or is not YAML; then the one thing that is wrong has been reported. Never runs anything
 * that the text names.
 */
export function readYaml(
  file: SourceFile,
  report: Report,
  limits: YamlLimits = YAML_LIMITS,
): Node | undefined {
  try {
    return readDocument(file, report, limits);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const place = (span: { start: number; end: number }) => ({
      file,
      span: { start: span.start, end: Math.min(Math.max(span.end, span.start), file.text.length) },
    });
    // A password that begins with `*` or `!` is an alias or a tag to YAML, which a message would name.
    const mask = maskOf(file, error.span);
    const ways = waysThatHelp(file, error, limits);
    report({
      code: error.code,
      message: mask(error.message),
      hint: ways.length === 0 ? error.hint : mask(ways.map(({ hint }) => hint).join(', or ')),
      place: place(error.span),
      notes: error.notes?.map(({ message, span }) => ({ message: mask(message), place: place(span) })),
      fixes: ways.map(({ hint, edits }) => ({
        title: mask(hint),
        edits: edits.map(({ span, text }) => ({ place: place(span), text })),
      })),
    });
    return undefined;
  }
}

/**
 * Of the ways to mend a text those after which it can be read, or at least further than before: of several in the same
 * words the first.
 */
function waysThatHelp(file: SourceFile, { ways }: YamlError, limits: YamlLimits): readonly Way[] {
  const helping = ways.filter(({ edits }) => {
    const text = applied(file.text, edits);
    const next = firstError(text, limits);
    const last = Math.max(...edits.map(({ span }) => span.end));
    return !next || next.span.start > last + text.length - file.text.length;
  });
  const whole = helping.filter(({ edits }) => !firstError(applied(file.text, edits), limits));
  const best = whole.length > 0 ? whole : helping;
  return best.filter(({ hint }, at) => best.findIndex((one) => one.hint === hint) === at);
}

function firstError(text: string, limits: YamlLimits): YamlError | undefined {
  try {
    readDocument({ path: '', text }, () => undefined, limits);
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

/** Hides what may be a secret at a place of a file that cannot be read. */
function maskOf(file: SourceFile, { start, end }: Span): (message: string) => string {
  const secrets = new KnownSecrets();
  for (const hidden of hiddenSpans(file))
    if (hidden.start < end && start < hidden.end) secrets.add(file.text.slice(hidden.start, hidden.end));
  return secrets.mask;
}

function readDocument(file: SourceFile, report: Report, limits: YamlLimits): Node | undefined {
  const bad = UNPRINTABLE.exec(file.text);
  if (bad) {
    const code = (bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new YamlError(
      `the control character U+${code}, which YAML does not allow`,
      { start: bad.index, end: bad.index + bad[0].length },
      {
        hint: 'remove it; inside double quotes it can be written as an escape',
        ways: [replace('take it out', { start: bad.index, end: bad.index + bad[0].length }, '')],
      },
    );
  }
  const scanner = new Scanner(file.text, limits.depth);
  const handles = readDirectives(scanner);
  const explicit = scanner.peek().kind === 'document-start';
  if (explicit) scanner.take();
  if (['stream-end', 'document-end', 'document-start', 'directive'].includes(scanner.peek().kind)) {
    throw emptyFile(file);
  }
  const duplicates: DuplicateKeys[] = [];
  const root = new Composer(
    scanner,
    new AliasBudget(limits.aliased, 2 * limits.depth),
    (keys) => duplicates.push(keys),
    handles,
  ).compose();
  checkEnd(scanner, file);
  if (root.kind === 'scalar' && root.value === null) throw emptyFile(file);
  for (const found of duplicates) reportDuplicates(file, report, found);
  return root;
}

function emptyFile(file: SourceFile): YamlError {
  return new YamlError(
    'the file holds no document',
    { start: 0, end: Math.min(1, file.text.length) },
    { code: 'yaml-empty', hint: 'a blueprint has at least "version: 1" and "entries:"' },
  );
}

function readDirectives(scanner: Scanner): Map<string, string> {
  const handles = new Map<string, string>();
  let version = false;
  while (scanner.peek().kind === 'document-end') scanner.take();
  while (scanner.peek().kind === 'directive') {
    const token = scanner.take();
    const [first = '', second = ''] = (token.handle ?? '').split(' ');
    const span = { start: token.start, end: token.end };
    if (token.text === 'YAML') {
      if (version) throw new YamlError('a second "%YAML" line', span);
      if (!first.startsWith('1.')) throw new YamlError('YAML version 1.1 is expected', span);
      version = true;
    } else if (token.text === 'TAG') {
      if (handles.has(first)) throw new YamlError(`a second "%TAG" line for "${first}"`, span);
      handles.set(first, second);
    }
    const next = scanner.peek();
    if (next.kind !== 'directive' && next.kind !== 'document-start')
      throw new YamlError('"---" is expected after a "%" line', span, {
        hint: 'unquoted text cannot start with "%" in the first column',
      });
  }
  return handles;
}

/** After the document nothing may follow but its end. */
function checkEnd(scanner: Scanner, file: SourceFile): void {
  const cursor = scanner.cursor;
  const ended = scanner.peek().kind === 'document-end';
  while (scanner.peek().kind === 'document-end') scanner.take();
  const token = scanner.peek();
  if (token.kind === 'stream-end') return;
  const span = {
    start: token.start,
    end: Math.max(token.end, Math.min(token.start + 1, cursor.text.length - 1)),
  };
  if (token.kind === 'document-start' || token.kind === 'directive') {
    throw new YamlError('a second document starts here', span, {
      code: 'yaml-multiple-documents',
      hint: 'a blueprint file is exactly one document: put the second one into a file of its own',
      ways: isContinued(cursor.text, token.end) ? [withoutMarkers(cursor.text, token.start)] : [],
    });
  }
  const odd = ended ? undefined : oddLine(file.text, token.start);
  if (odd) throw odd;
  throw new YamlError(
    ended ? '"---" is expected to start another document' : 'text after the end of the document',
    span,
    {
      hint: 'the value before it is complete: check the indentation, and whether a key or a quote is missing',
    },
  );
}

/** Whether what stands behind a marker of documents continues the list before it, and is no document of its own. */
function isContinued(text: string, end: number): boolean {
  return /^(?:[ \t]*(?:#[^\n]*)?\n)* *- /.test(text.slice(end));
}

/** The way that takes the marker at an offset out, with a marker of the end before it. */
function withoutMarkers(text: string, at: number): Way {
  const line = lineOf(text, at);
  const end = /(?:^|\n)\.\.\.[^\n]*\n$/.exec(text.slice(0, line.start))?.[0].replace(/^\n/, '') ?? '';
  return replace(
    'take this line out, so that the list goes on',
    { start: line.start - end.length, end: Math.min(line.end + 1, text.length - 1) },
    '',
  );
}

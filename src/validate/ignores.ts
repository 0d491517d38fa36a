import { withoutComment } from '../blueprint/comment-line.ts';
import { CODES, type Code, isCode } from '../diagnostics/codes.ts';
import type { Finding } from '../diagnostics/collector.ts';
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import { isPlanCode } from '../diagnostics/plan-codes.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { LineIndex } from '../source/line-index.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type IgnoreComment, type IgnoredCode, ignoreComments } from './ignore-comment.ts';

/**
 * Codes whose findings depend on which files are checked together: an ignore of these may be unused only
 * because a file is missing.
 */
const ACROSS_FILES: ReadonlySet<Code> = new Set<Code>([
  'attribute-missing',
  'attribute-rule',
  'blueprint-cycle',
  'blueprint-unknown',
  'find-cycle',
  'find-later',
  'find-no-match',
  'find-order',
  'find-undecidable',
  'name-twice',
  'object-twice',
  'reference-literal',
  'value-taken',
  'was-invalid',
]);

/** The ignore comments of some files, and which of their codes have ignored a finding. */
export class Ignores {
  readonly #comments: readonly IgnoreComment[];
  readonly #byLine = new Map<string, IgnoredCode[]>();
  readonly #used = new Set<IgnoredCode>();
  /**
   * Files that could not be read completely, so that their comments may ignore findings in the unread part.
   */
  readonly #unread = new Set<string>();

  constructor(files: readonly SourceFile[]) {
    this.#comments = files.flatMap(ignoreComments);
    for (const { file, line, codes } of this.#comments) {
      for (const code of codes) {
        if (!isCode(code.text) || isFixed(code.text)) continue;
        const key = keyOf(file.path, line, code.text);
        this.#byLine.set(key, [...(this.#byLine.get(key) ?? []), code]);
      }
    }
  }

  /** The findings that no comment ignores. */
  keep(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.#byLine.size === 0) return diagnostics;
    return diagnostics.filter(({ code, severity, place, value }) => {
      if (place && severity === 'error' && isFixed(code)) this.#unread.add(place.file.path);
      const at = value ?? place;
      const ignoring =
        at && this.#byLine.get(keyOf(at.file.path, LineIndex.of(at.file).position(at.span.start).line, code));
      for (const one of ignoring ?? []) this.#used.add(one);
      return !ignoring;
    });
  }

  /**
   * Findings about the comments: invalid ones, and those that have ignored nothing so far. `wholeProject`:
   * whether all files of the project were checked.
   */
  findings(wholeProject: boolean): Finding[] {
    return this.#comments.flatMap((comment) => {
      const wrong = mistakes(comment);
      if (this.#unread.has(comment.file.path)) return wrong;
      const unused = comment.codes.filter(
        (code) =>
          !this.#used.has(code) &&
          isCode(code.text) &&
          !isFixed(code.text) &&
          !isPlanCode(code.text) &&
          (wholeProject || !ACROSS_FILES.has(code.text)),
      );
      return [...wrong, ...unusedFinding(comment, unused)];
    });
  }
}

function keyOf(path: string, line: number, code: string): string {
  return `${line} ${code} ${path}`;
}

function mistakes({ file, span, codes, reason }: IgnoreComment): Finding[] {
  const at = (place: typeof span, message: string, hint: string): Finding => ({
    code: 'ignore-invalid',
    message,
    hint,
    place: { file, span: place },
  });
  if (codes.length === 0)
    return [
      at(
        span,
        'the comment names no code to ignore',
        'write "# ak-blueprint-ignore <code>: reason", with the code in brackets behind the finding',
      ),
    ];
  if (reason === '')
    return [
      at(
        span,
        'the comment does not say why the finding is ignored',
        'write the reason after a colon: "# ak-blueprint-ignore <code>: reason"',
      ),
    ];
  return codes.flatMap((code) => {
    if (!isCode(code.text)) {
      const near = nearest(code.text, Object.keys(CODES));
      return [
        at(
          code.span,
          `there is no finding with the code ${code.text}`,
          near === undefined ? 'ak-blueprint explain lists every code' : `did you mean ${near}?`,
        ),
      ];
    }
    return isFixed(code.text)
      ? [
          at(
            code.span,
            `${code.text} cannot be ignored: without what it is about nothing can be checked or planned`,
            'mend what it is about',
          ),
        ]
      : [];
  });
}

function unusedFinding(comment: IgnoreComment, unused: readonly IgnoredCode[]): Finding[] {
  const [first] = unused;
  if (!first) return [];
  const { file, line } = comment;
  const all = unused.length === comment.codes.length;
  return [
    {
      code: 'ignore-unused',
      message: `line ${line} has no finding ${unused.map(({ text }) => text).join(' or ')} that this comment could ignore`,
      hint: 'take it out',
      place: { file, span: all ? comment.span : first.span },
      fixes: [all ? removeComment(comment) : removeCodes(comment, unused)],
    },
  ];
}

function removeComment({ file, span }: IgnoreComment): Fix {
  return {
    title: 'remove the comment',
    mechanical: true,
    edits: [{ place: { file, span: withoutComment(file, span) }, text: '' }],
  };
}

function removeCodes({ file, codes }: IgnoreComment, unused: readonly IgnoredCode[]): Fix {
  const from = codes[0]?.span.start ?? 0;
  const end = codes.at(-1)?.span.end ?? from;
  const kept = codes
    .filter((code) => !unused.includes(code))
    .map(({ text }) => text)
    .join(', ');
  return {
    title: `ignore only ${kept}`,
    mechanical: true,
    edits: [{ place: { file, span: { start: from, end } }, text: kept }],
  };
}

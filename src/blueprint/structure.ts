import type { Code } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { EntryRef, Fix } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { MapNode, Node } from './blueprint.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { quoting, replacing } from './rewrite.ts';
import { shape } from './yaml/core-tag.ts';

/** The hint for what is only not text because it has no quotes; the fix follows from it. */
export const QUOTES = 'put it in quotes';

/** What can be asked of a node, with a finding at its place where the answer is no. */
export class StructureCheck {
  readonly file: SourceFile;
  readonly #report: Report;
  readonly #entry: EntryRef | undefined;

  constructor(file: SourceFile, report: Report, entry?: EntryRef) {
    this.file = file;
    this.#report = report;
    this.#entry = entry;
  }

  /** The same, for findings about one entry. */
  of(entry: EntryRef): StructureCheck {
    return new StructureCheck(this.file, this.#report, entry);
  }

  report(code: Code, message: string, span: Span, hint?: string, mend: { readonly fixes?: readonly Fix[] } = {}): void {
    this.#report({ code, message, place: { file: this.file, span }, ...(hint === undefined ? {} : { hint }), ...(this.#entry ? { entry: this.#entry } : {}), ...mend });
  }

  /** Reports that `what` is not `wanted`; null and empty values are shown at their key. */
  wrong(what: string, wanted: string, found: Node, key: Node | undefined, hint?: string, mend = hint === QUOTES ? quoting(this.file, found) : {}): void {
    const span = found.span.end > found.span.start ? found.span : (key?.span ?? found.span);
    const place = found.kind === 'tag' ? found.tagSpan : firstLine(this.file.text, span);
    this.report('structure-type', `${what} must be ${wanted}, but is ${shape(found)}`, place, hint, mend);
  }

  /**
   * Warns of the keys of a mapping that authentik does not read, and gives the known keys that they are probably meant to be. A key
   * that is `required` and misspelt is one error.
   */
  keys(map: MapNode, known: readonly string[], what: string, more: { required?: readonly string[] } = {}): ReadonlySet<string> {
    const misspelt = new Set<string>();
    const present = new Set(map.pairs.map(({ key }) => key));
    for (const { key, keyNode } of map.pairs) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      const meant = near !== undefined && !present.has(near) ? near : undefined;
      if (meant !== undefined) misspelt.add(meant);
      if (meant !== undefined && more.required?.includes(meant)) {
        this.report('structure-missing', `${what} needs a "${meant}", and has "${key}"`, keyNode.span, `did you mean "${meant}"?`, replacing(this.file, keyNode, meant));
      } else {
        this.report('structure-unknown-key', `authentik does not read "${key}" in ${what}`, keyNode.span, near === undefined ? `it reads ${known.join(', ')}` : `did you mean "${near}"?`, meant === undefined ? {} : replacing(this.file, keyNode, meant));
      }
    }
    return misspelt;
  }
}

/** A span cut off at the end of its first line, so that a wrong block does not light up as a whole. */
export function firstLine(text: string, span: Span): Span {
  const end = text.indexOf('\n', span.start);
  return end === -1 || end >= span.end ? span : { start: span.start, end: Math.max(end, span.start) };
}

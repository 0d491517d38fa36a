import { allInside, type Cause, lostField, lostId, lostKey, lostObject } from '../diagnostics/cause.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { EntryRef, Finding } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { MapNode, Node, Pair } from './blueprint.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { quoting, replacing } from './rewrite.ts';
import { shape } from './yaml/core-tag.ts';

/** The hint for what is only not text because it has no quotes; the fix follows from it. */
export const QUOTES = 'put it in quotes';

/** What else there is to a finding. */
type More = Pick<Finding, 'fixes' | 'explains' | 'follows'>;

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

  report(code: Code, message: string, span: Span, hint?: string, more: More = {}): void {
    this.#report({
      code,
      message,
      place: { file: this.file, span },
      ...(hint === undefined ? {} : { hint }),
      ...(this.#entry ? { entry: this.#entry } : {}),
      ...more,
    });
  }

  /** Reports that `what` is not `wanted`; null and empty values are shown at their key. */
  wrong(
    what: string,
    wanted: string,
    found: Node,
    key: Node | undefined,
    hint?: string,
    more: More = {},
  ): void {
    const span = found.span.end > found.span.start ? found.span : (key?.span ?? found.span);
    const place = found.kind === 'tag' ? found.tagSpan : firstLine(this.file.text, span);
    this.report('structure-type', `${what} must be ${wanted}, but is ${shape(found)}`, place, hint, {
      ...(hint === QUOTES ? quoting(this.file, found) : {}),
      ...more,
      explains: [...(more.explains ?? []), ...(found.kind === 'tag' ? [allInside(found.span)] : [])],
    });
  }

  /**
   * Warns of the keys of a mapping that authentik does not read, and gives the known keys that they are
   * probably meant to be. A key that is `required` and misspelt is one error; `hints`: by key, where more
   * than spelling can be said; `explains`: what goes wrong without it.
   */
  keys(
    map: MapNode,
    known: readonly string[],
    what: string,
    more: {
      required?: readonly string[];
      hints?: Readonly<Record<string, string>>;
      explains?: (pair: Pair) => readonly Cause[];
    } = {},
  ): ReadonlySet<string> {
    const misspelt = new Set<string>();
    const present = new Set(map.pairs.map(({ key }) => key));
    for (const pair of map.pairs) {
      const { key, keyNode, value } = pair;
      if (known.includes(key)) continue;
      const hint = more.hints && Object.hasOwn(more.hints, key) ? more.hints[key] : undefined;
      const near = hint === undefined ? nearest(key, known) : undefined;
      const meant = near !== undefined && !present.has(near) ? near : undefined;
      if (meant !== undefined) misspelt.add(meant);
      if (meant !== undefined && more.required?.includes(meant)) {
        this.report(
          'structure-missing',
          `${what} needs a "${meant}", and has "${key}"`,
          keyNode.span,
          `did you mean "${meant}"?`,
          replacing(this.file, keyNode, meant),
        );
      } else {
        const explains =
          more.explains?.(pair) ??
          (this.#entry
            ? [
                lostField(this.#entry.index, key),
                ...(meant === undefined ? [] : lostKeyOf(this.#entry.index, meant, value)),
              ]
            : []);
        this.report(
          'structure-unknown-key',
          `authentik does not read "${key}" in ${what}`,
          keyNode.span,
          hint ?? (near === undefined ? `it reads ${known.join(', ')}` : `did you mean "${near}"?`),
          { explains, ...(meant === undefined ? {} : replacing(this.file, keyNode, meant)) },
        );
      }
    }
    return misspelt;
  }
}

/**
 * The object that nobody makes when the entry with these identifiers is not read, as far as they are plain
 * texts.
 */
export function objectOf(identifiers: Node | undefined): Cause[] {
  if (
    identifiers?.kind !== 'map' ||
    identifiers.pairs.some(({ value }) => value.kind !== 'scalar' || typeof value.value !== 'string')
  )
    return [];
  return [
    lostObject(
      `{${identifiers.pairs
        .map(({ key, value }) => `${key}:"${value.kind === 'scalar' ? value.text.trim() : ''}"`)
        .sort()
        .join(',')}}`,
    ),
  ];
}

/** What goes wrong because a key of an entry is not where it should be. */
export function lostKeyOf(entry: number, key: string, value: Node): Cause[] {
  return [
    lostKey(entry, key),
    ...(key === 'id' && value.kind === 'scalar' ? [lostId(value.text)] : []),
    ...(key === 'identifiers' ? objectOf(value) : []),
  ];
}

/** A span cut off at the end of its first line, so that a wrong block does not light up as a whole. */
export function firstLine(text: string, span: Span): Span {
  const end = text.indexOf('\n', span.start);
  return end === -1 || end >= span.end ? span : { start: span.start, end: Math.max(end, span.start) };
}

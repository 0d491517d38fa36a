import { allInside, type Cause, lostField, lostId, lostKey, lostObject } from '../diagnostics/cause.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { EntryRef, Finding } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { MapNode, Node, Pair } from './blueprint.ts';
import { nearest } from '../diagnostics/spelling.ts';
import type { Examples } from './examples.ts';
import { quoting, replacing, writing } from './rewrite.ts';
import { shape } from './yaml/core-tag.ts';

/** The hint for a value that is no text only because it has no quotes; with it comes the fix. */
export const QUOTES = 'put it in quotes';

/** The rest of a finding. */
type More = Pick<Finding, 'fixes' | 'explains' | 'follows' | 'severity'>;

/** What is said of keys that authentik does not read. */
interface KeyRules {
  /** Keys without which nothing can be read: what a misspelt one is. */
  readonly required?: readonly string[] | undefined;
  /** Keys without which nothing is done: a misspelt one is an error. */
  readonly needed?: readonly string[] | undefined;
  /** By key, where there is more to say than how it is spelt. */
  readonly hints?: Readonly<Record<string, string>> | undefined;
  /** What people write for a known key, other than by a slip. */
  readonly words?: Readonly<Record<string, string>> | undefined;
  /** What else goes wrong because a pair is not read. */
  readonly explains?: ((pair: Pair) => readonly Cause[]) | undefined;
}

/** A key that authentik does not read. */
interface Unread {
  readonly hint: string;
  /** The known key that it is probably meant to be. */
  readonly meant: string | undefined;
  readonly isNeeded: boolean;
  readonly explains: readonly Cause[] | undefined;
}

function ownAt(texts: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return texts && Object.hasOwn(texts, key) ? texts[key] : undefined;
}

/** Reports what is wrong with the structure of a file, at its place and with the entry that it is about. */
export class StructureCheck {
  readonly file: SourceFile;
  readonly #report: Report;
  readonly #entry: EntryRef | undefined;
  readonly examples: Examples | undefined;

  constructor(file: SourceFile, report: Report, examples: Examples | undefined, entry?: EntryRef) {
    this.file = file;
    this.#report = report;
    this.#entry = entry;
    this.examples = examples;
  }

  /** The same, for findings about one entry. */
  of(entry: EntryRef): StructureCheck {
    return new StructureCheck(this.file, this.#report, this.examples, entry);
  }

  report(code: Code, message: string, span: Span, hint?: string, more: More = {}): void {
    this.#report({
      code,
      message,
      place: { file: this.file, span },
      hint,
      entry: this.#entry,
      ...more,
    });
  }

  /** Reports that `what` is not `wanted`, at `found`; null and empty values at their key. */
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
    const explains = more.explains ?? [];
    this.report('structure-type', `${what} must be ${wanted}, but is ${shape(found)}`, place, hint, {
      fixes: hint === QUOTES ? quoting(this.file, found).fixes : undefined,
      ...more,
      explains: found.kind === 'tag' ? [...explains, allInside(found.span)] : explains,
    });
  }

  /** Reports that `what` is not `wanted`, and what to write in its place. */
  instead(
    what: string,
    wanted: string,
    found: Node,
    key: Node | undefined,
    write: string,
    more: More & { readonly words?: string } = {},
  ): void {
    const { words, ...rest } = more;
    this.wrong(what, wanted, found, key, words ?? `write ${write}`, {
      ...writing(this.file, found, write),
      ...rest,
    });
  }

  /**
   * Warns of the keys of a mapping that authentik does not read, and gives the known keys that they are
   * probably meant to be.
   */
  keys(map: MapNode, known: readonly string[], what: string, more: KeyRules = {}): ReadonlySet<string> {
    const misspelt = new Set<string>();
    const present = new Set(map.pairs.map(({ key }) => key));
    for (const pair of map.pairs) {
      if (known.includes(pair.key)) continue;
      const hint = ownAt(more.hints, pair.key);
      const near = hint === undefined ? (ownAt(more.words, pair.key) ?? nearest(pair.key, known)) : undefined;
      const meant = near !== undefined && !present.has(near) ? near : undefined;
      if (meant !== undefined) misspelt.add(meant);
      if (meant !== undefined && more.required?.includes(meant))
        this.report(
          'structure-missing',
          `${what} needs a "${meant}", and has "${pair.key}"`,
          pair.keyNode.span,
          `did you mean "${meant}"?`,
          replacing(this.file, pair.keyNode, meant),
        );
      else
        this.#reportUnread(pair, what, {
          hint: hint ?? (near === undefined ? `it reads ${known.join(', ')}` : `did you mean "${near}"?`),
          meant,
          isNeeded: meant !== undefined && more.needed?.includes(meant) === true,
          explains: more.explains?.(pair),
        });
    }
    return misspelt;
  }

  #reportUnread(
    { key, keyNode, value }: Pair,
    what: string,
    { hint, meant, isNeeded, explains }: Unread,
  ): void {
    this.report('structure-unknown-key', `authentik does not read "${key}" in ${what}`, keyNode.span, hint, {
      explains: explains ?? this.#lostWith(key, meant, value),
      fixes: meant === undefined ? undefined : replacing(this.file, keyNode, meant).fixes,
      severity: isNeeded ? 'error' : undefined,
    });
  }

  /** What goes wrong in the entry because a key of it is not read that was probably meant as another. */
  #lostWith(key: string, meant: string | undefined, value: Node): readonly Cause[] {
    if (!this.#entry) return [];
    const { index } = this.#entry;
    const field = lostField(index, key);
    return meant === undefined ? [field] : [field, ...lostKeyOf(index, meant, value)];
  }
}

/**
 * The object that is missing when the entry with these identifiers is not read; none unless all of them are
 * plain texts.
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
  const lost = [lostKey(entry, key)];
  if (key === 'id' && value.kind === 'scalar') lost.push(lostId(value.text));
  if (key === 'identifiers') lost.push(...objectOf(value));
  return lost;
}

/** A span cut off at the end of its first line, so that a wrong block is not marked as a whole. */
export function firstLine(text: string, span: Span): Span {
  const end = text.indexOf('\n', span.start);
  return end === -1 || end >= span.end ? span : { start: span.start, end: Math.max(end, span.start) };
}

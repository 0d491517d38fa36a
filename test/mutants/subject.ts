import {
  type Blueprint,
  type Entry,
  type MapNode,
  type Node,
  type Pair,
  pairAt,
  type SeqNode,
  type TagNode,
} from '../../src/blueprint/blueprint.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { walkNodes } from '../../src/blueprint/walk.ts';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import { resolveModel } from '../../src/catalog/resolve-model.ts';
import type { Severity } from '../../src/diagnostics/codes.ts';
import type { Span } from '../../src/source/source-file.ts';
import type { Random } from './random.ts';

/** A blueprint after one mistake. */
export interface Mutant {
  readonly text: string;
  /**
   * Where the mistake is, in the new text: the one finding must touch one of these and start in a line of it.
   */
  readonly places: readonly Span[];
  /**
   * The finding must be at least this: an error where the server surely refuses, a warning where it drops or
   * does something else.
   */
  readonly least: Severity;
}

/** Makes one mistake at one place; undefined where chance gave none that is one. */
export type Site = (random: Random) => Mutant | undefined;

/** A kind of mistake. */
export interface Operator {
  readonly name: string;
  /** Every place of a blueprint where it can be made. */
  sites(subject: Subject): readonly Site[];
}

/** An entry that can be broken: it is written out in the file and its model is known. */
export interface SubjectEntry {
  readonly entry: Entry;
  /** The whole entry, as a mapping. */
  readonly map: MapNode;
  readonly resource: Resource;
  /** It runs for sure as far as its `conditions` are written out, and is not `absent`. */
  readonly writes: boolean;
  /** Attributes of `created` are not looked at where the object exists. */
  readonly valueSeverity: Severity;
}

/** A blueprint without any error, with everything that an operator asks about it. */
export class Subject {
  readonly name: string;
  readonly text: string;
  readonly catalog: Catalog;
  readonly blueprint: Blueprint;
  readonly root: MapNode;
  readonly entries: readonly SubjectEntry[];

  constructor(name: string, text: string, catalog: Catalog) {
    this.name = name;
    this.text = text;
    this.catalog = catalog;
    const blueprint = parseBlueprint({ path: name, text }, () => undefined, {
      features: features(catalog.release),
    });
    if (blueprint?.root.kind !== 'map') throw new Error(`${name} is no blueprint`);
    this.blueprint = blueprint;
    this.root = blueprint.root;
    const items = listOf(pairAt(blueprint.root, 'entries')?.value);
    this.entries = blueprint.entries.flatMap((entry) => {
      const map = items[entry.index];
      const resolved = entry.model.kind === 'scalar' ? resolveModel(catalog, entry.model.text) : undefined;
      if (map?.kind !== 'map' || !resolved?.ok || resolved.model.kind !== 'resource') return [];
      const unwritten = entry.ensure ? 'by a tag' : 'present';
      const ensure = entry.ensure?.kind === 'scalar' ? entry.ensure.text : unwritten;
      const skipped = entry.conditions.some(
        (node) => node.kind === 'scalar' && (node.value === false || node.value === null || node.text === ''),
      );
      return [
        {
          entry,
          map,
          resource: resolved.model,
          writes: !skipped && ensure !== 'absent',
          valueSeverity: ensure === 'present' ? ('error' as const) : ('warning' as const),
        },
      ];
    });
  }

  /**
   * A part of the text replaced by another; the mistake is what was put in (what was around it, where nothing
   * was).
   */
  replace(span: Span, by: string, least: Severity, places?: readonly Span[]): Mutant {
    const text = this.text.slice(0, span.start) + by + this.text.slice(span.end);
    return { text, least, places: places ?? [{ start: span.start, end: span.start + by.length }] };
  }

  /** What is written at a span. */
  at({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line of an offset ends, its line break not included. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end;
  }

  /** The spaces before the first character of the line of an offset. */
  indent(offset: number): number {
    const start = this.lineStart(offset);
    return /^ */.exec(this.text.slice(start))![0].length;
  }

  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** Every tag with the entry that it stands in, each place once. */
  tags(): { readonly tag: TagNode; readonly entry: Entry }[] {
    const seen = new Set<number>();
    const found: { tag: TagNode; entry: Entry }[] = [];
    for (const entry of this.blueprint.entries) {
      for (const node of [entry.model, ...entry.conditions, entry.ensure, entry.identifiers, entry.attrs]) {
        if (!node) continue;
        walkNodes(node, (inner) => {
          if (inner.kind !== 'tag' || seen.has(inner.tagSpan.start) || !isWithin(inner.span, entry.span))
            return undefined;
          seen.add(inner.tagSpan.start);
          found.push({ tag: inner, entry });
          return undefined;
        });
      }
    }
    return found;
  }

  /** Every `!KeyOf` of an entry that runs, by the id that it names. */
  users(id: string): { readonly tag: TagNode; readonly entry: Entry }[] {
    return this.tags().filter(
      ({ tag }) => tag.tag === '!KeyOf' && tag.args[0]?.kind === 'scalar' && tag.args[0].text === id,
    );
  }

  /** Every list and mapping of the file, each once. */
  collections(): (MapNode | SeqNode)[] {
    const seen = new Set<number>();
    const found: (MapNode | SeqNode)[] = [];
    walkNodes(this.root, (node) => {
      if (node.kind === 'scalar' || node.kind === 'tag') return undefined;
      if (seen.has(node.span.start)) return false;
      seen.add(node.span.start);
      found.push(node);
      return undefined;
    });
    return found;
  }

  /**
   * A pair cut out of a block mapping, with its line; undefined where it stands in braces or another pair
   * stands on its lines.
   */
  withoutPair(map: MapNode, pair: Pair): { readonly text: string; readonly at: number } | undefined {
    if (!isBlock(this, map) || this.at(pair.value.span).includes('&') || map.pairs.length < 2)
      return undefined;
    const own = map.pairs
      .filter((one) => isWithin(one.keyNode.span, map.span))
      .sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
    const next = own[own.indexOf(pair) + 1];
    const { start } = pair.keyNode.span;
    // The first key of a list item stands behind the dash: the next key takes its place.
    const from = own[0] === pair && next ? start : this.lineStart(start);
    if (own[0] === pair && !next) return undefined;
    const to =
      own[0] === pair && next
        ? next.keyNode.span.start
        : Math.min(
            this.text.length,
            this.lineEnd(Math.max(pair.value.span.end - 1, pair.keyNode.span.end)) + 1,
          );
    return { text: this.text.slice(0, from) + this.text.slice(to), at: from };
  }

  /**
   * A mistake that leaves nothing behind: the pair is gone, and the finding must be at what it was a part of:
   * the first line of the entry or its model.
   */
  remove(checked: { readonly map: MapNode }, inside: MapNode, key: string, least: Severity): Site[] {
    const pair = pairAt(inside, key);
    const cut = pair && this.withoutPair(inside, pair);
    if (!cut) return [];
    const { text, at } = cut;
    const model = pairAt(checked.map, 'model');
    const places = [lineAt(text, checked.map.span.start)];
    if (model && key !== 'model')
      places.push(lineAt(text, shifted(model.value.span, at, text.length - this.text.length).start));
    return [() => ({ text, least, places })];
  }
}

export function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** Written over several lines, without brackets. */
export function isBlock(subject: Subject, node: Node): boolean {
  return (node.kind === 'map' || node.kind === 'seq') && !'{['.includes(subject.text.charAt(node.span.start));
}

/** The pairs that are written in the mapping itself, not merged into it. */
export function ownPairs(map: MapNode | null | undefined): readonly Pair[] {
  return map?.pairs.filter(({ keyNode }) => isWithin(keyNode.span, map.span)) ?? [];
}

/** Entries of a list, or of the lists of a mapping of sections. */
function listOf(node: Node | undefined): readonly Node[] {
  if (node?.kind === 'seq') return node.items;
  return node?.kind === 'map'
    ? node.pairs.flatMap(({ value }) => (value.kind === 'seq' ? value.items : []))
    : [];
}

/** The line of an offset. */
export function lineAt(text: string, offset: number): Span {
  const end = text.indexOf('\n', offset);
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: end === -1 ? text.length : end };
}

/** A span of the text before the mistake in the text after it: `by` characters more at `at`. */
export function shifted({ start, end }: Span, at: number, by: number): Span {
  return start >= at ? { start: start + by, end: end + by } : { start, end };
}

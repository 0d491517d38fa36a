import type { SourceFile, Span } from '../source/source-file.ts';
import type { Dict, ScalarValue } from './value.ts';

/** A parsed blueprint: what the file says, with a span for everything, nothing evaluated yet. */
export interface Blueprint {
  readonly file: SourceFile;
  /** `metadata.name`. */
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** The blueprint's own `context`, tags in it left unresolved as authentik does (they are Opaque values). */
  readonly context: Dict;
  readonly contextSpan: Span | undefined;
  readonly entries: readonly Entry[];
  /**
   * Ids of entries that could not be read and are not in `entries`: a reference to one is no second mistake.
   */
  readonly unreadIds: readonly string[];
  /** The whole document. */
  readonly root: Node;
}

/** One entry of `entries`. */
export interface Entry {
  readonly index: number;
  readonly span: Span;
  /** The whole entry, with the keys that authentik does not read. */
  readonly map: MapNode;
  readonly model: Node;
  /** `state:`, undefined when it is not written. */
  readonly ensure: Node | undefined;
  readonly conditions: readonly Node[];
  readonly identifiers: MapNode | undefined;
  /** `null` when `attrs: null` is written. */
  readonly attrs: MapNode | null | undefined;
  readonly id: { readonly text: string; readonly span: Span } | undefined;
  /** `permissions:` (read since 2024.8), kept as written. */
  readonly permissions: Node | undefined;
}

export type Node = ScalarNode | SeqNode | MapNode | TagNode;

interface Spanned {
  readonly span: Span;
}

/** A plain value, already read by the rules of YAML 1.1. */
export interface ScalarNode extends Spanned {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  /** The text as written, without quotes. */
  readonly text: string;
  /** Written with quotes or as a block, so certainly meant as text. */
  readonly quoted: boolean;
}

export interface SeqNode extends Spanned {
  readonly kind: 'seq';
  readonly items: readonly Node[];
}

/** A mapping; merge keys are already merged, of duplicate keys only the last is kept. */
export interface MapNode extends Spanned {
  readonly kind: 'map';
  readonly pairs: readonly Pair[];
}

export interface Pair {
  /** The key as Python's `json.dumps` would write it (`True` → `true`, `1` → `1`). */
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** A tag with its arguments: `args` has one scalar for `!Tag text`, the items for `!Tag [ … ]`. */
export interface TagNode extends Spanned {
  readonly kind: 'tag';
  /** With its exclamation mark: `!Find`. */
  readonly tag: string;
  /** The tag itself, without its arguments. */
  readonly tagSpan: Span;
  readonly form: 'scalar' | 'seq' | 'map';
  readonly args: readonly Node[];
}

/** The value of a key of a mapping, by its text. */
export function valueAt(map: MapNode, key: string): Node | undefined {
  return map.pairs.find((pair) => pair.key === key)?.value;
}

/** The pair of a key of a mapping, by its text. */
export function pairAt(map: MapNode, key: string): Pair | undefined {
  return map.pairs.find((pair) => pair.key === key);
}

/** Whether a null is written, in words or as nothing. */
export function isNull(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

/** The items of a list, whatever tag it has; undefined for what is no list. */
export function itemsOf(node: Node): readonly Node[] | undefined {
  if (node.kind === 'seq') return node.items;
  return node.kind === 'tag' && node.form === 'seq' ? node.args : undefined;
}

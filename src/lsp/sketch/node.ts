import type { Span } from '../../source/source-file.ts';

/*
 * A sketch is the tree of a text that may not be YAML yet, as an editor has it at any moment. `readYaml`
 * stops at the first mistake, as the server does, and an alias is the very node that it names; an editor
 * needs what stands before and after the mistake, and where every tag, anchor and alias is. Of a text without
 * mistakes both give the same tree (a test compares them).
 */

/** A name in the text: a tag with its `!`, an anchor without its `&`; the span is that of all of it. */
interface Name {
  readonly name: string;
  readonly span: Span;
}

/** What may stand before a value. */
export interface Properties {
  readonly tag?: Name | undefined;
  readonly anchor?: Name | undefined;
}

interface Common extends Properties {
  /** The value, without tag and anchor; empty where there is none. */
  readonly span: Span;
}

export interface SketchScalar extends Common {
  readonly kind: 'scalar';
  /** Without quotes; of a block scalar as it stands in the file. */
  readonly text: string;
  readonly style: '' | "'" | '"' | '|';
  /** The value without its quotes, the closing one of which may be missing. */
  readonly inner: Span;
}

export interface SketchAlias extends Common {
  readonly kind: 'alias';
  readonly name: string;
}

export interface SketchSeq extends Common {
  readonly kind: 'seq';
  readonly items: readonly SketchNode[];
}

export interface SketchPair {
  readonly key: SketchNode;
  /** Undefined while there is no colon after the key. */
  readonly value: SketchNode | undefined;
}

export interface SketchMap extends Common {
  readonly kind: 'map';
  readonly pairs: readonly SketchPair[];
}

export type SketchNode = SketchScalar | SketchAlias | SketchSeq | SketchMap;

/** The text of a scalar, undefined for everything else. */
export function textOf(node: SketchNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** The last pair of a mapping with this key, as the last one counts. */
export function pairOf(node: SketchNode | undefined, key: string): SketchPair | undefined {
  return node?.kind === 'map' ? node.pairs.findLast((pair) => textOf(pair.key) === key) : undefined;
}

/** The value of a key of a mapping. */
export function valueOf(node: SketchNode | undefined, key: string): SketchNode | undefined {
  return pairOf(node, key)?.value;
}

/** Visits a node and all nodes in it, keys included, in the order of the text. */
export function visitSketch(node: SketchNode | undefined, visit: (node: SketchNode) => void): void {
  if (!node) return;
  visit(node);
  if (node.kind === 'seq') for (const item of node.items) visitSketch(item, visit);
  if (node.kind === 'map') {
    for (const { key, value } of node.pairs) {
      visitSketch(key, visit);
      visitSketch(value, visit);
    }
  }
}

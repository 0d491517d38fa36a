import type { Span } from '../source/source-file.ts';
import type { Draft } from './draft.ts';
import type { Located } from './locate.ts';
import { type SketchNode, type SketchScalar, visitSketch } from './sketch/node.ts';

/** One place where an id or an anchor is written. */
export interface Mention {
  /** The name alone: without `&`, `*` and quotes. */
  readonly span: Span;
  readonly defines: boolean;
  /** The scalar in which an id stands; undefined for anchors and aliases. */
  readonly scalar: SketchScalar | undefined;
}

/** An id or an anchor of a file. */
export interface Named {
  readonly kind: 'id' | 'anchor';
  readonly name: string;
}

/** The id or anchor that is written at a place. */
export function namedAt(draft: Draft, { node, onAnchor, onTag }: Located): Named | undefined {
  if (onAnchor && node.anchor) return { kind: 'anchor', name: node.anchor.name };
  if (node.kind === 'alias') return { kind: 'anchor', name: node.name };
  if (isKeyOf(node)) return { kind: 'id', name: node.text };
  const entry = onTag ? undefined : draft.entries.find(({ id }) => id?.node === node);
  return entry?.id && { kind: 'id', name: entry.id.text };
}

/** Every place of a file where an id or anchor is written, in the order of the file. */
export function mentionsOf(draft: Draft, { kind, name }: Named): Mention[] {
  const found: Mention[] = [];
  visitSketch(draft.root, (node) => {
    if (kind === 'anchor') {
      if (node.anchor?.name === name)
        found.push({
          span: { start: node.anchor.span.start + 1, end: node.anchor.span.end },
          defines: true,
          scalar: undefined,
        });
      if (node.kind === 'alias' && node.name === name)
        found.push({
          span: { start: node.span.start + 1, end: node.span.end },
          defines: false,
          scalar: undefined,
        });
    } else if (isKeyOf(node) && node.text === name)
      found.push({ span: node.inner, defines: false, scalar: node });
    else if (
      node.kind === 'scalar' &&
      node.text === name &&
      draft.entries.some(({ id }) => id?.node === node)
    )
      found.push({ span: node.inner, defines: true, scalar: node });
  });
  return found;
}

function isKeyOf(node: SketchNode): node is SketchScalar {
  return node.kind === 'scalar' && node.tag?.name === '!KeyOf';
}

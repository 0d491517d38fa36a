import type { Span } from '../../source/source-file.ts';
import type { Node } from '../blueprint.ts';
import { YamlError } from './yaml-error.ts';

/**
 * Bounds what aliases may stand for. An alias is the anchored node itself, so a chain of them costs nothing
 * to read, but whoever walks the tree visits that node again at each place. Every alias adds the size of what
 * it names, with the aliases in that counted in full; the sum is never less than the number of nodes that a
 * walk of the document visits more than once. Values with aliases in them nest deeper than the text does, so
 * depth is bounded here, too.
 */
export class AliasBudget {
  readonly #limit: number;
  readonly #maxHeight: number;
  #spent = 0;
  readonly #sizes = new Map<Node, { readonly size: number; readonly height: number }>();

  constructor(limit: number, maxHeight: number) {
    this.#limit = limit;
    this.#maxHeight = maxHeight;
  }

  /** Counts an alias of `node` that stands `depth` levels deep; throws when a limit is passed. */
  spend(node: Node, depth: number, span: Span): void {
    const { size, height } = this.#measure(node);
    if (depth + height > this.#maxHeight)
      throw new YamlError('the aliases up to here nest too deep', span, { code: 'yaml-limit' });
    this.#spent += size;
    if (this.#spent <= this.#limit) return;
    throw new YamlError(`the aliases up to here stand for more than ${this.#limit} values`, span, {
      code: 'yaml-limit',
      hint: 'write the values out, or use fewer aliases of aliases',
    });
  }

  #measure(node: Node): { readonly size: number; readonly height: number } {
    if (node.kind === 'scalar') return { size: 1, height: 1 };
    const known = this.#sizes.get(node);
    if (known) return known;
    let size = 1;
    let height = 0;
    for (const child of childrenOf(node)) {
      const inside = this.#measure(child);
      size += inside.size;
      height = Math.max(height, inside.height);
    }
    const measured = { size, height: height + 1 };
    this.#sizes.set(node, measured);
    return measured;
  }
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'seq':
      return node.items;
    case 'map':
      return node.pairs.flatMap(({ keyNode, value }) => [keyNode, value]);
    case 'tag':
      return node.args;
  }
}

import type { Span } from '../../source/source-file.ts';
import type { Node } from '../blueprint.ts';
import { YamlError } from './yaml-error.ts';

/**
 * Bounds what aliases may stand for. An alias is the anchored node itself, so a chain of them costs nothing to read, but
 * whoever walks the tree visits it again at each place. Every alias adds the size of what it names, aliases in it counted
 * in full; the sum is never less than what a walk of the document visits twice.
 */
export class AliasBudget {
  readonly #limit: number;
  #spent = 0;
  readonly #sizes = new Map<Node, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts an alias of `node`; throws when the limit is passed. */
  spend(node: Node, span: Span): void {
    this.#spent += this.#size(node);
    if (this.#spent <= this.#limit) return;
    throw new YamlError(`the aliases up to here stand for more than ${this.#limit} values`, span, { code: 'yaml-limit', hint: 'write the values out, or use fewer aliases of aliases' });
  }

  #size(node: Node): number {
    if (node.kind === 'scalar') return 1;
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === 'map') for (const pair of node.pairs) size += this.#size(pair.keyNode) + this.#size(pair.value);
    else for (const child of node.kind === 'seq' ? node.items : node.args) size += this.#size(child);
    this.#sizes.set(node, size);
    return size;
  }
}

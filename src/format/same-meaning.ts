import type { MapNode, Node, Pair } from '../blueprint/blueprint.ts';
import { keyText } from '../blueprint/python-text.ts';
import { PyFloat } from '../blueprint/value.ts';
import { commentsWith } from '../blueprint/yaml/comments.ts';

/*
 * The law of formatting, checked before anything is written: what authentik reads is the same before and
 * after, and every comment is still there. Only the order of the keys of the blueprint itself and of its
 * entries may differ: authentik asks for them by name.
 */

/** Whether two documents mean the same. */
export function sameMeaning(before: Node, after: Node): boolean {
  const meanings = new Meanings();
  return meanings.document(before) === meanings.document(after);
}

/** Whether two texts have the same comments, each as often. */
export function sameComments(before: string, after: string): boolean {
  const all = (text: string): string =>
    commentsWith('#', text)
      .map(({ start, end }) => text.slice(start, end).trimEnd())
      .sort()
      .join('\n');
  return all(before) === all(after);
}

/** Gives equal nodes equal numbers. A node that several aliases share is looked at once. */
class Meanings {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Node, number>();

  document(root: Node): number {
    if (root.kind !== 'map') return this.#of(root);
    return this.#unordered(root, (pair) =>
      pair.key === 'entries' ? this.#entries(pair.value) : this.#of(pair.value),
    );
  }

  #entries(node: Node): number {
    if (node.kind === 'seq')
      return this.#number([
        'entries',
        ...node.items.map((item) =>
          item.kind === 'map' ? this.#unordered(item, (pair) => this.#of(pair.value)) : this.#of(item),
        ),
      ]);
    if (node.kind !== 'map') return this.#of(node);
    return this.#number(['sections', ...node.pairs.flatMap(({ key, value }) => [key, this.#entries(value)])]);
  }

  #unordered(map: MapNode, value: (pair: Pair) => number): number {
    return this.#number([
      'keys',
      ...map.pairs.map((pair) => JSON.stringify([this.#of(pair.keyNode), value(pair)])).sort(),
    ]);
  }

  #of(node: Node): number {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const number = this.#number(this.#parts(node));
    this.#known.set(node, number);
    return number;
  }

  #parts(node: Node): readonly (string | number)[] {
    switch (node.kind) {
      case 'scalar':
        return [
          'scalar',
          typeof node.value,
          node.value instanceof PyFloat ? String(node.value.float) : keyText(node.value),
          node.value === null ? '' : node.text,
        ];
      case 'seq':
        return ['seq', ...node.items.map((item) => this.#of(item))];
      case 'map':
        return ['map', ...node.pairs.flatMap((pair) => [this.#of(pair.keyNode), this.#of(pair.value)])];
      case 'tag':
        return ['tag', node.tag, node.form, ...node.args.map((argument) => this.#of(argument))];
    }
  }

  #number(parts: readonly (string | number)[]): number {
    const key = JSON.stringify(parts);
    const known = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, known);
    return known;
  }
}

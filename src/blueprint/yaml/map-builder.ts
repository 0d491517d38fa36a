import type { Span } from '../../source/source-file.ts';
import { itemsOf, type MapNode, type Node, type Pair } from '../blueprint.ts';
import { keyText } from '../python-text.ts';
import { PyFloat, PyTime } from '../value.ts';
import { shape } from './core-tag.ts';
import { YamlError } from './yaml-error.ts';

/** The keys that a mapping has twice: one mistake, such as a missing `- `, can double several. */
export interface DuplicateKeys {
  readonly keys: readonly {
    readonly key: string;
    readonly span: Span;
    readonly first: Span;
    readonly lost: Node;
    readonly kept: Node;
  }[];
  /** From the first key of the mapping to its last value. */
  readonly span: Span;
}

/** A key of YAML 1.1 with a meaning: `<<` merges, `=` is just a text; neither is a value. */
export function specialKey(node: Node): '<<' | '=' | undefined {
  if (node.kind !== 'scalar' || node.quoted || node.value !== node.text) return undefined;
  return node.text === '<<' || node.text === '=' ? node.text : undefined;
}

/**
 * Gathers the pairs of one mapping as Python's dict does: a key keeps the place of its first value, and `1`,
 * `1.0` and `true` are one key. What is merged comes first and gives way to the mapping's own keys; among
 * several merged mappings of one list the first wins.
 */
export class MapBuilder {
  readonly #own: Pair[] = [];
  readonly #merged: Pair[] = [];
  readonly #report: (keys: DuplicateKeys) => void;

  constructor(report: (keys: DuplicateKeys) => void) {
    this.#report = report;
  }

  add(keyNode: Node, value: Node): void {
    if (specialKey(keyNode) === '<<') return this.#merge(value);
    if (keyNode.kind === 'seq' || keyNode.kind === 'map') {
      throw new YamlError(`${shape(keyNode)} cannot be a key`, keyNode.span, {
        hint:
          keyNode.kind === 'map'
            ? 'a text that starts with "{" needs quotes'
            : 'a text that starts with "[" needs quotes',
      });
    }
    this.#own.push({
      key:
        keyNode.kind === 'scalar'
          ? keyText(keyNode.value)
          : `${keyNode.tag} ${keyNode.args.length}@${keyNode.span.start}`,
      keyNode,
      value,
    });
  }

  #merge(value: Node): void {
    const source = asMap(value);
    if (source) {
      this.#addMerged(source);
      return;
    }
    const items = itemsOf(value);
    if (!items)
      throw new YamlError(
        `"<<" merges a mapping or a list of mappings, but here is ${shape(value)}`,
        value.span,
      );
    const sources: MapNode[] = [];
    for (const item of items) {
      const map = asMap(item);
      if (!map) throw new YamlError(`"<<" merges a list of mappings, but here is ${shape(item)}`, item.span);
      sources.push(map);
    }
    for (const map of sources.reverse()) this.#addMerged(map);
  }

  #addMerged(map: MapNode): void {
    for (const pair of map.pairs) this.#merged.push(pair);
  }

  /** The pairs: of equal keys only the last, at the place of the first. */
  finish(): readonly Pair[] {
    if (this.#merged.length === 0 && this.#own.length < 2) return this.#own;
    const again: DuplicateKeys['keys'][number][] = [];
    const own = distinct(this.#own, (pair, first) =>
      again.push({
        key: pair.key,
        span: pair.keyNode.span,
        first: first.keyNode.span,
        lost: first.value,
        kept: pair.value,
      }),
    );
    if (again.length > 0) {
      const span = {
        start: this.#own[0]?.keyNode.span.start ?? 0,
        end: this.#own.at(-1)?.value.span.end ?? 0,
      };
      this.#report({
        keys: again.sort((one, other) => one.span.start - other.span.start),
        span,
      });
    }
    return this.#merged.length === 0 ? own : distinct([...this.#merged, ...this.#own], () => undefined);
  }
}

/**
 * Of equal keys the last pair, at the place of the first and under its name: of those that Python takes for equal,
 * and of those that JSON then writes alike (`1` and `"1"`). `onAgain`: for each pair that replaces one.
 */
function distinct(pairs: readonly Pair[], onAgain: (pair: Pair, first: Pair) => void): readonly Pair[] {
  return lastOfEach(lastOfEach(pairs, pythonKey, onAgain), jsonKey, onAgain);
}

function lastOfEach(
  pairs: readonly Pair[],
  keyOf: (pair: Pair) => string,
  onAgain: (pair: Pair, first: Pair) => void,
): readonly Pair[] {
  const firsts = new Map<string, Pair>();
  const lasts = new Map<string, Pair>();
  for (const pair of pairs) {
    const key = keyOf(pair);
    const first = firsts.get(key);
    if (first) onAgain(pair, first);
    else firsts.set(key, pair);
    lasts.set(key, first ? { ...pair, key: first.key } : pair);
  }
  return [...lasts.values()];
}

/** The mapping that a node holds, whatever its tag. */
function asMap(node: Node): MapNode | undefined {
  if (node.kind === 'map') return node;
  const only = node.kind === 'tag' && node.form === 'map' ? node.args[0] : undefined;
  return only?.kind === 'map' ? only : undefined;
}

/** A text that is the same for keys that Python takes for equal: numbers and truth values by their number. */
function pythonKey({ keyNode }: Pair): string {
  if (keyNode.kind !== 'scalar') return `\0${keyNode.span.start}`;
  const { value } = keyNode;
  if (typeof value === 'string') return `text ${value}`;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof PyFloat && Number.isInteger(value.float)) return BigInt(value.float).toString();
  return value instanceof PyTime ? `time ${value.iso}` : keyText(value);
}

/** The same for keys that JSON writes alike; it has no times. */
function jsonKey({ key, keyNode }: Pair): string {
  const isTime = keyNode.kind === 'scalar' && keyNode.value instanceof PyTime;
  return isTime ? `time ${key}` : `text ${key}`;
}

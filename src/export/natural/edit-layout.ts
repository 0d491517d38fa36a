import { YAML_LIMITS } from '../../blueprint/yaml/read-yaml.ts';
import { Scanner } from '../../blueprint/yaml/scanner.ts';
import type {
  DocumentLayout,
  ItemLayout,
  Layout,
  MapLayout,
  PairLayout,
  ScalarLayout,
} from '../../format/layout.ts';
import { readLayout } from '../../format/read-layout.ts';

/* What a text that is laid out is changed by: keys put in, taken out and given other values. */

/** The layout of a text. Throws NotFormatted where it is laid out in a way that cannot be changed. */
export function layoutOf(text: string): DocumentLayout {
  return readLayout(new Scanner(text, YAML_LIMITS.depth), text);
}

/** Lines of a mapping as pairs. */
export function pairsOf(lines: readonly string[]): readonly PairLayout[] {
  if (lines.length === 0) return [];
  const { root } = layoutOf(`${lines.join('\n')}\n`);
  return root.kind === 'map' ? root.pairs : [];
}

/** A mapping in lines of its own; undefined for what is none, or must stay in braces because of a comment. */
export function asMap(value: Layout | undefined): MapLayout | undefined {
  if (value?.kind === 'map') return value;
  if (value?.kind !== 'flow' || value.open !== '{' || value.isFixed) return undefined;
  const pairs = value.items.flatMap(({ key, value: inside }): PairLayout[] =>
    inside && (key.kind === 'scalar' || key.kind === 'alias')
      ? [{ key, value: inside, lead: [], trail: '', isBelow: false }]
      : [],
  );
  if (pairs.length < value.items.length) return undefined;
  return { kind: 'map', properties: value.properties, span: value.span, pairs, head: '', tail: [] };
}

/** The pair with a key. */
export function pairNamed(map: MapLayout | undefined, name: string): PairLayout | undefined {
  return map?.pairs.find(({ key }) => key.kind === 'scalar' && key.text === name);
}

/** A pair under another key. */
export function renamed(pair: PairLayout, name: string): PairLayout {
  const [made] = pairsOf([`${name}: 0`]);
  return made ? { ...pair, key: made.key } : pair;
}

/** A pair with another value. */
export function withValue(pair: PairLayout, value: Layout): PairLayout {
  return { ...pair, value };
}

/** The value of a list without the items at these indexes; undefined where none is left. */
export function withoutItems(value: Layout, indexes: ReadonlySet<number>): Layout | undefined {
  const stays = (_: unknown, index: number): boolean => !indexes.has(index);
  if (value.kind === 'seq') {
    const items = value.items.filter(stays);
    return items.length === 0 ? undefined : { ...value, items };
  }
  if (value.kind !== 'flow') return value;
  const items = value.items.filter(stays);
  return items.length === 0 ? undefined : { ...value, items };
}

/** Whether a value is written as this text, and nothing is said about it beside. */
export function isPlainly(item: ItemLayout, ...texts: readonly string[]): boolean {
  const { value, trail, lead } = item;
  if (trail !== '' || lead.some((line) => line !== '') || value.properties.length > 0) return false;
  if (value.kind === 'flow')
    return value.items.length === 0 && texts.includes(`${value.open}${value.open === '[' ? ']' : '}'}`);
  return value.kind === 'scalar' && texts.includes(value.text);
}

/** Every scalar of a value, and what `change` makes of it. */
export function mapScalars(value: Layout, change: (scalar: ScalarLayout) => Layout): Layout {
  switch (value.kind) {
    case 'scalar':
      return change(value);
    case 'map':
      return { ...value, pairs: value.pairs.map((pair) => withValue(pair, mapScalars(pair.value, change))) };
    case 'seq':
      return {
        ...value,
        items: value.items.map((item) => ({ ...item, value: mapScalars(item.value, change) })),
      };
    case 'flow':
    case 'alias':
      return value;
  }
}

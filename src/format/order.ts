import type { DocumentLayout, ItemLayout, Layout, MapLayout, PairLayout } from './layout.ts';

/*
 * The order of the keys of a blueprint and of its entries: what says which it is comes first, what it holds
 * comes last. Everything else keeps its order. So does a mapping where another order could mean something
 * else, or part a comment from what it is about.
 */

/** The keys of one list keep the order that they have among each other. */
const DOCUMENT = ['version', 'metadata', 'context', 'entries'];
const ENTRY = ['model', ['id', 'state', 'conditions'], 'identifiers', 'permissions', 'attrs'];
/** Comments that belong to the file or to the line below and not to a key. */
const PINNED = /^#\s*(?:yaml-language-server:|ak-blueprint-ignore\b)/;

/** The layout with the keys in our order. */
export function orderKeys(document: DocumentLayout): DocumentLayout {
  const { root } = document;
  return root.kind === 'map'
    ? { ...document, root: orderMap({ ...root, pairs: root.pairs.map(orderEntries) }, DOCUMENT, true) }
    : document;
}

function orderEntries(pair: PairLayout): PairLayout {
  if (pair.key.kind !== 'scalar' || pair.key.text !== 'entries') return pair;
  const { value } = pair;
  if (value.kind === 'seq') return { ...pair, value: { ...value, items: value.items.map(orderEntry) } };
  return value.kind === 'map' ? { ...pair, value: { ...value, pairs: value.pairs.map(orderSection) } } : pair;
}

function orderSection(section: PairLayout): PairLayout {
  const { value } = section;
  return value.kind === 'seq'
    ? { ...section, value: { ...value, items: value.items.map(orderEntry) } }
    : section;
}

function orderEntry(item: ItemLayout): ItemLayout {
  const { value, lead } = item;
  if (value.kind !== 'map') return item;
  const ordered = orderMap(value, ENTRY, false);
  const top = ordered.pairs[0];
  if (top === value.pairs[0]) return { ...item, value: ordered };
  // An ignore comment above the entry is about what its first line says, and a comment above the new first
  // key has no place there.
  return lead.some((line) => PINNED.test(line)) || top?.lead.some((line) => line !== '')
    ? item
    : { ...item, value: ordered };
}

function orderMap(
  map: MapLayout,
  order: readonly (string | readonly string[])[],
  isDocument: boolean,
): MapLayout {
  const rank = ({ key }: PairLayout): number => {
    if (key.kind !== 'scalar') return order.length;
    const at = order.findIndex((keys) => [keys].flat().includes(key.text));
    return at === -1 ? order.length : at;
  };
  const pairs = [...map.pairs].sort((a, b) => rank(a) - rank(b));
  const [first, top] = [map.pairs[0], pairs[0]];
  if (!first || !top || pairs.every((pair, index) => pair === map.pairs[index])) return map;
  if (
    !mayMove(map.pairs) ||
    !anchorsFirst(pairs) ||
    (map.tail.length > 0 && pairs.at(-1) !== map.pairs.at(-1))
  )
    return map;
  if (first === top) return { ...map, pairs };
  // What heads the file stays there; what stands above its first key goes with the key.
  const cut = isDocument ? headLines(first.lead) : 0;
  return {
    ...map,
    pairs: pairs.map((pair) => {
      if (pair === first) return { ...pair, lead: first.lead.slice(cut) };
      return pair === top
        ? { ...pair, lead: [...first.lead.slice(0, cut), ...withoutBlank(pair.lead)] }
        : pair;
    }),
  };
}

/**
 * How many of the lines above the first key are about the file: those up to the last blank line, and pinned
 * ones.
 */
function headLines(lead: readonly string[]): number {
  const pinned = lead.findLastIndex((line) => line === '' || PINNED.test(line));
  return pinned + 1;
}

function withoutBlank(lead: readonly string[]): readonly string[] {
  return lead[0] === '' ? lead.slice(1) : lead;
}

/**
 * Whether the order of the pairs means nothing. It does where a key stands twice, since the last one counts,
 * and where `<<` merges, since what follows overrides it.
 */
function mayMove(pairs: readonly PairLayout[]): boolean {
  const keys = pairs.map(({ key }) =>
    key.kind === 'scalar' && key.properties.length === 0 ? key.text : undefined,
  );
  return keys.every((key) => key !== undefined && key !== '<<') && new Set(keys).size === keys.length;
}

/** Whether every alias still stands behind its anchor. */
function anchorsFirst(pairs: readonly PairLayout[]): boolean {
  const known = new Set<string>();
  const defined = pairs.map(({ value }) => anchorsOf(value));
  const all = new Set(defined.flat());
  return pairs.every(({ value }, index) => {
    const own = defined[index] ?? [];
    const fine = aliasesOf(value).every((name) => !all.has(name) || known.has(name) || own.includes(name));
    for (const name of own) known.add(name);
    return fine;
  });
}

function anchorsOf(value: Layout): string[] {
  const own = value.properties
    .filter((property) => property.startsWith('&'))
    .map((property) => property.slice(1));
  return [...own, ...partsOf(value).flatMap(anchorsOf)];
}

function aliasesOf(value: Layout): string[] {
  return value.kind === 'alias' ? [value.raw.slice(1)] : partsOf(value).flatMap(aliasesOf);
}

function partsOf(value: Layout): Layout[] {
  switch (value.kind) {
    case 'map':
      return value.pairs.flatMap((pair) => [pair.key, pair.value]);
    case 'seq':
      return value.items.map((item) => item.value);
    case 'flow':
      return value.items.flatMap((item) => (item.value ? [item.key, item.value] : [item.key]));
    default:
      return [];
  }
}

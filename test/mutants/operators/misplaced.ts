import { pairAt } from '../../../src/blueprint/blueprint.ts';
import { isBlock, lineAt, type Operator, ownPairs, type Site } from '../subject.ts';

/*
 * Lines in the wrong column that make another blueprint of the same words: still YAML, no longer what was
 * meant.
 */

/**
 * A key of an entry one step too deep, under the `identifiers` or `attrs` above it: the server does not see
 * it where it belongs.
 */
const entryKeyInside: Operator = {
  name: 'key of an entry indented into the block above it',
  sites: (subject) =>
    subject.entries
      .filter(({ map, writes }) => writes && isBlock(subject, map))
      .flatMap(({ entry, map }) => {
        const own = [...ownPairs(map)].sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
        return own.flatMap((pair, index): Site[] => {
          const above = own[index - 1];
          if (
            !above ||
            above.value.kind !== 'map' ||
            !isBlock(subject, above.value) ||
            (above.key !== 'identifiers' && above.key !== 'attrs') ||
            above.value.span.start < above.keyNode.span.end
          )
            return [];
          const from = subject.lineStart(pair.keyNode.span.start);
          const to = subject.lineEnd(Math.max(pair.value.span.end - 1, pair.keyNode.span.end));
          const deeper = subject.column(above.value.span.start) - subject.column(pair.keyNode.span.start);
          const lines = subject.text
            .slice(from, to)
            .split('\n')
            .map((line) => (line === '' ? line : ' '.repeat(deeper) + line))
            .join('\n');
          const needed =
            pair.key === 'model' ||
            (pair.key === 'identifiers' && writes(pair.key)) ||
            above.key === 'identifiers' ||
            (pair.key === 'id' && entry.id !== undefined && subject.users(entry.id.text).length > 0);
          return deeper <= 0
            ? []
            : [
                () => {
                  const mutant = subject.replace(
                    { start: from, end: to },
                    lines,
                    needed ? 'error' : 'warning',
                  );
                  return { ...mutant, places: [lineAt(mutant.text, from)] };
                },
              ];
        });
      }),
};

function writes(key: string): boolean {
  return key === 'identifiers';
}

/**
 * The dash of an entry left out: it and the entry before it are one mapping, in which the last of two equal
 * keys counts.
 */
const entryWithoutDash: Operator = {
  name: 'dash of an entry left out',
  sites(subject) {
    const entries = pairAt(subject.root, 'entries')?.value;
    const all = entries?.kind === 'seq' && isBlock(subject, entries) ? entries.items : [];
    return all.flatMap((item, index): Site[] => {
      const before = all[index - 1];
      if (
        item.kind !== 'map' ||
        before?.kind !== 'map' ||
        !isBlock(subject, item) ||
        !isBlock(subject, before) ||
        subject.column(item.span.start) !== subject.column(before.span.start)
      )
        return [];
      // Nothing but the doubled keys tells that the entry before it is lost.
      const keys = new Set(ownPairs(before).map(({ key }) => key));
      if (!ownPairs(item).some(({ key }) => keys.has(key))) return [];
      const dash = subject.text.lastIndexOf('-', item.span.start - 1);
      return [() => subject.replace({ start: dash, end: dash + 1 }, ' ', 'warning', [item.span])];
    });
  },
};

/** A key of the attributes one step too far out: it is a key of the entry, which authentik does not read. */
const attributeOutside: Operator = {
  name: 'attribute indented as a key of the entry',
  sites: (subject) =>
    subject.entries
      .filter(({ writes: own, map }) => own && isBlock(subject, map))
      .flatMap(({ entry, map }) => {
        const { attrs } = entry;
        if (
          !attrs ||
          !isBlock(subject, attrs) ||
          attrs.span.start < map.span.start ||
          attrs.span.end > map.span.end
        )
          return [];
        const own = [...ownPairs(attrs)].sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
        const last = own.at(-1);
        // The last one only: what follows one in the middle would be under it.
        if (
          !last ||
          own.length < 2 ||
          last.value.kind !== 'scalar' ||
          subject.at(last.value.span).includes('\n') ||
          ['id', 'model', 'state', 'attrs', 'identifiers', 'conditions'].includes(last.key)
        )
          return [];
        const start = subject.lineStart(last.keyNode.span.start);
        const indent = ' '.repeat(subject.column(map.span.start));
        return [
          (): ReturnType<Site> => {
            const mutant = subject.replace({ start, end: last.keyNode.span.start }, indent, 'warning');
            return { ...mutant, places: [lineAt(mutant.text, start)] };
          },
        ];
      }),
};

/** `attrs` in the column of the dashes: a key of the blueprint. */
const entryKeyOutside: Operator = {
  name: 'key of an entry indented as a key of the blueprint',
  sites: (subject) =>
    subject.entries
      .filter(({ map, writes: own }) => own && isBlock(subject, map))
      .flatMap(({ map }): Site[] => {
        const own = [...ownPairs(map)].sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
        const last = own.at(-1);
        if (!last || own.length < 2 || last.value.span.start < last.keyNode.span.end) return [];
        const start = subject.lineStart(last.keyNode.span.start);
        return [
          () => {
            const mutant = subject.replace({ start, end: last.keyNode.span.start }, '', 'warning');
            return { ...mutant, places: [lineAt(mutant.text, start)] };
          },
        ];
      }),
};

export const MISPLACED = [entryKeyInside, entryWithoutDash, attributeOutside, entryKeyOutside];

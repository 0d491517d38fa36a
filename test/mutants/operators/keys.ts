import { pairAt } from '../../../src/blueprint/blueprint.ts';
import { misspell } from '../random.ts';
import { isWithin, type Operator, ownPairs, type Site } from '../subject.ts';

const ENTRY_KEYS = ['model', 'state', 'conditions', 'identifiers', 'attrs', 'id', 'permissions'];

/**
 * authentik reads past a key that it does not know: without `model` and `identifiers` it refuses, without an
 * `id` that is needed the `!KeyOf`s fail; the rest is as if it were not written.
 */
const entryKey: Operator = {
  name: 'key of an entry misspelt',
  sites: (subject) =>
    subject.entries.flatMap(({ entry, map, writes }) =>
      ownPairs(map)
        .filter(({ key }) => ENTRY_KEYS.includes(key))
        .map(
          ({ key, keyNode }): Site =>
            (random) => {
              const slip = misspell(key, random, ENTRY_KEYS);
              const needed =
                key === 'model' ||
                (key === 'identifiers' && writes) ||
                (key === 'id' && entry.id !== undefined && subject.users(entry.id.text).length > 0);
              return slip === undefined
                ? undefined
                : subject.replace(keyNode.span, slip, needed ? 'error' : 'warning');
            },
        ),
    ),
};

/** Nothing of it is an error to authentik: without `entries` the file does nothing. */
const topLevelKey: Operator = {
  name: 'top-level key misspelt',
  sites: (subject) =>
    ownPairs(subject.root).map(
      ({ key, keyNode }): Site =>
        (random) => {
          const slip = misspell(key, random, ['version', 'metadata', 'context', 'entries']);
          return slip === undefined ? undefined : subject.replace(keyNode.span, slip, 'warning');
        },
    ),
};

/** Metadata without a name is refused when the file is loaded. */
const metadataName: Operator = {
  name: 'name of the metadata misspelt',
  sites(subject) {
    const metadata = pairAt(subject.root, 'metadata')?.value;
    return (metadata?.kind === 'map' ? ownPairs(metadata) : [])
      .filter(({ key }) => key === 'name')
      .map(
        ({ keyNode }): Site =>
          (random) => {
            const slip = misspell('name', random, ['labels']);
            return slip === undefined ? undefined : subject.replace(keyNode.span, slip, 'error');
          },
      );
  },
};

/** The last one counts: what the first one says is lost. */
const duplicateKey: Operator = {
  name: 'key given twice',
  sites: (subject) =>
    subject.entries.flatMap(({ entry, map }) =>
      [map, entry.identifiers, entry.attrs].flatMap((inside) =>
        (inside && isWithin(inside.span, map.span) ? ownPairs(inside) : []).flatMap(
          ({ key, keyNode, value }): Site[] => {
            const line = {
              start: subject.lineStart(keyNode.span.start),
              end: subject.lineEnd(keyNode.span.start),
            };
            if (
              value.kind !== 'scalar' ||
              subject.at(line).trim() !== `${key}: ${subject.at(value.span)}` ||
              value.span.end > line.end
            )
              return [];
            const copy = `\n${subject.at(line)}`;
            return [
              () =>
                subject.replace({ start: line.end, end: line.end }, copy, 'warning', [
                  { start: line.start, end: line.end + copy.length },
                ]),
            ];
          },
        ),
      ),
    ),
};

export const KEYS = [entryKey, topLevelKey, metadataName, duplicateKey];

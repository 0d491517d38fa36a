import { type Pair, pairAt } from '../../../src/blueprint/blueprint.ts';
import type { Severity } from '../../../src/diagnostics/codes.ts';
import { misspell, type Random } from '../random.ts';
import { isBlock, lineAt, type Operator, ownPairs, type Site, type Subject } from '../subject.ts';
import { setValue } from './values.ts';

/** A value of an entry's own key that the importer refuses when it loads the file. */
function loadError(
  name: string,
  key: string,
  values: readonly string[] | ((text: string, random: Random) => string | undefined),
  least: Severity = 'error',
): Operator {
  return {
    name,
    sites: (subject) =>
      subject.entries.flatMap(({ map }) =>
        ownPairs(map)
          .filter(
            (pair) =>
              pair.key === key && !hasAnchor(subject, pair) && pair.value.span.start > pair.keyNode.span.end,
          )
          .map(
            (pair): Site =>
              (random) => {
                const by =
                  typeof values === 'function'
                    ? values(subject.at(pair.value.span), random)
                    : random.pick(values);
                return by === undefined ? undefined : setValue(subject, pair, by, least);
              },
          ),
      ),
  };
}

/** An alias elsewhere needs it. */
function hasAnchor(subject: Subject, { keyNode, value }: Pair): boolean {
  return /(^|\s)&\w/.test(subject.text.slice(keyNode.span.end, value.span.end));
}

const state = loadError('state that is no word', 'state', (text, random) =>
  random.pick([
    misspell(text, random, ['present', 'created', 'absent', 'must_created']),
    text.toUpperCase(),
    'deleted',
    'null',
    'true',
    '[present]',
  ]),
);
const newState: Operator = {
  name: 'state that is no word, added',
  sites: (subject) =>
    subject.entries
      .filter(({ map }) => isBlock(subject, map) && !pairAt(map, 'state'))
      .flatMap(({ map }): Site[] => {
        const model = pairAt(map, 'model');
        if (!model || model.value.kind !== 'scalar') return [];
        const at = subject.lineEnd(model.value.span.end);
        const indent = ' '.repeat(subject.column(model.keyNode.span.start));
        return [
          (random) => {
            const word = random.pick(['PRESENT', 'deleted', 'Absent', 'remove', 'crated', 'null', '1']);
            return subject.replace({ start: at, end: at }, `\n${indent}state: ${word}`, 'error', [
              { start: at + 1 + indent.length, end: at + 1 + indent.length + 7 + word.length },
            ]);
          },
        ];
      }),
};
const conditions = loadError('conditions as a scalar', 'conditions', [
  'true',
  'null',
  'yes',
  '{a: b}',
  '!Condition [AND, true]',
]);
const attrsList = loadError('attrs as a list', 'attrs', ['[]', '[a, b]', '[{name: x}]', 'text']);
const identifiersList = loadError('identifiers as a list', 'identifiers', [
  '[name]',
  'null',
  'text',
  '[{name: x}]',
  '5',
]);
const idNumber = loadError('id that is no text', 'id', ['5', 'true', '[a]', '{a: b}']);
const modelShape = loadError('model that is no text', 'model', [
  '5',
  '[authentik_core.group]',
  'null',
  '{authentik_core: group}',
]);

const version: Operator = {
  name: 'version that is not 1',
  sites: (subject) =>
    ownPairs(subject.root)
      .filter(({ key }) => key === 'version')
      .map(
        (pair): Site =>
          (random) =>
            setValue(subject, pair, random.pick(['2', '"1"', '0', 'null', '1.0', 'v1', '[1]']), 'error'),
      ),
};

const label: Operator = {
  name: 'label that is no text',
  sites(subject) {
    const metadata = pairAt(subject.root, 'metadata')?.value;
    const labels = metadata?.kind === 'map' ? pairAt(metadata, 'labels')?.value : undefined;
    return (labels?.kind === 'map' ? ownPairs(labels) : [])
      .filter(({ value }) => value.kind === 'scalar')
      .map(
        (pair): Site =>
          (random) =>
            setValue(subject, pair, random.pick(['false', '1', '[a]', '{a: b}', '5.0']), 'error'),
      );
  },
};

const entryText: Operator = {
  name: 'entry that is no mapping',
  sites(subject) {
    const entries = pairAt(subject.root, 'entries')?.value;
    return subject.entries
      .filter(({ map }) => entries?.kind === 'seq' && isBlock(subject, map))
      .map(
        ({ map }): Site =>
          (random) => {
            const indent = ' '.repeat(subject.column(map.span.start) - 2);
            const by = `${random.pick(['authentik_core.group', '[]', 'null', '5', '[model, authentik_core.group]'])}\n${indent}- `;
            return subject.replace({ start: map.span.start, end: map.span.start }, by, 'error');
          },
      );
  },
};

/** Two documents do not load. */
const secondDocument: Operator = {
  name: 'second document',
  sites: (subject) =>
    subject.entries
      .filter(({ entry }) => entry.index > 0)
      .map(
        ({ map }): Site =>
          (random) => {
            const at = subject.lineStart(map.span.start);
            return subject.replace(
              { start: at, end: at },
              random.pick(['---\n', '--- # next\n', '...\n---\n']),
              'error',
            );
          },
      ),
};

/** No YAML text holds one. */
const controlCharacter: Operator = {
  name: 'control character',
  sites: (subject) =>
    subject.entries
      .flatMap(({ map }) => ownPairs(map))
      .map(
        ({ keyNode }): Site =>
          (random) => {
            const at = random.pick([
              keyNode.span.start + 1,
              keyNode.span.end,
              subject.lineEnd(keyNode.span.start),
            ]);
            return subject.replace(
              { start: at, end: at },
              random.pick(['\u0000', '\u0007', '\u001b', '\u007f', '\ufffe']),
              'error',
            );
          },
      ),
};

/** The list of entries as a mapping: before sections there is none, and since then its sections are lists. */
const entriesMapping: Operator = {
  name: 'entries that are no list',
  sites: (subject) =>
    ownPairs(subject.root)
      .filter(({ key }) => key === 'entries')
      .map(
        (pair): Site =>
          (random) =>
            setValue(
              subject,
              pair,
              random.pick(['{a: b}', 'null', 'text', '5', '{model: authentik_core.group}']),
              'error',
            ),
      ),
};

/** An alias without its anchor. */
const alias: Operator = {
  name: 'alias without an anchor',
  sites: (subject) =>
    [...subject.text.matchAll(/(?<=: )\*(\w+)$/gm)].map(
      (match): Site =>
        (random) => {
          const slip = misspell(match[1]!, random);
          return slip === undefined
            ? undefined
            : subject.replace(
                { start: match.index, end: match.index + match[0].length },
                `*${slip}`,
                'error',
              );
        },
    ),
};

/** A character that no unquoted text starts with. */
const indicator: Operator = {
  name: 'text that starts with an indicator',
  sites: (subject) =>
    subject.entries
      .flatMap(({ map, entry }) => [
        ...ownPairs(map),
        ...ownPairs(entry.attrs),
        ...ownPairs(entry.identifiers),
      ])
      .filter(({ value }) => value.kind === 'scalar' && !value.quoted && value.text !== '')
      .map(
        ({ value }): Site =>
          (random) => {
            const { start } = value.span;
            const mutant = subject.replace(
              { start, end: start },
              random.pick(['@', '`', '%', '*', '!', ']', '}']),
              'error',
            );
            return { ...mutant, places: [{ start, end: lineAt(mutant.text, start).end }] };
          },
      ),
};

export const STRUCTURE = [
  state,
  newState,
  conditions,
  attrsList,
  identifiersList,
  idNumber,
  modelShape,
  version,
  label,
  entryText,
  secondDocument,
  controlCharacter,
  entriesMapping,
  alias,
  indicator,
];

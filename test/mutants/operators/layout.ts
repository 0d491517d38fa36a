import { parseDocument } from 'yaml';
import type { MapNode, Node, Pair, SeqNode } from '../../../src/blueprint/blueprint.ts';
import type { Random } from '../random.ts';
import {
  isBlock,
  isWithin,
  lineAt,
  type Mutant,
  type Operator,
  ownPairs,
  type Site,
  type Subject,
} from '../subject.ts';

/*
 * Mistakes of layout. Whether one breaks the text is not for our own reader to say: the yaml package, which
 * shares nothing with it, must refuse the mutant. What it reads is another layout and no mistake of syntax (a
 * key moved under an empty one, a longer text).
 */

function isBroken(text: string): boolean {
  return parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' }).errors.length > 0;
}

/** A mutant if it is one: the text does not read any more. */
function broken(mutant: Mutant): Mutant | undefined {
  return isBroken(mutant.text) ? mutant : undefined;
}

interface KeyLine {
  readonly map: MapNode;
  readonly pair: Pair;
  /** Of the keys of its mapping. */
  readonly index: number;
  readonly count: number;
}

/**
 * Every key of a block mapping that starts its line; the first key of a list item stands behind a dash and
 * does not.
 */
function keyLines(subject: Subject): KeyLine[] {
  return subject.collections().flatMap((node) => {
    if (node.kind !== 'map' || !isBlock(subject, node)) return [];
    const own = [...ownPairs(node)].sort((a, b) => a.keyNode.span.start - b.keyNode.span.start);
    return own.flatMap((pair, index) =>
      startsLine(subject, pair.keyNode) ? [{ map: node, pair, index, count: own.length }] : [],
    );
  });
}

function startsLine(subject: Subject, node: Node): boolean {
  return subject.text.slice(subject.lineStart(node.span.start), node.span.start).trim() === '';
}

/** The line of a key moved by some columns; what stands below it stays. */
function shift(subject: Subject, pair: Pair, by: number): Mutant | undefined {
  const start = subject.lineStart(pair.keyNode.span.start);
  const indent = pair.keyNode.span.start - start;
  if (indent + by < 0) return undefined;
  const mutant = subject.replace({ start, end: start + indent }, ' '.repeat(indent + by), 'error');
  return broken({ ...mutant, places: [lineAt(mutant.text, start)] });
}

function shifts(name: string, which: (line: KeyLine) => boolean, by: (random: Random) => number): Operator {
  return {
    name,
    sites: (subject) =>
      keyLines(subject)
        .filter(which)
        .map(
          ({ pair }): Site =>
            (random) =>
              shift(subject, pair, by(random)),
        ),
  };
}

const oneIn = shifts(
  'line indented a little too far',
  ({ index }) => index > 0,
  (random) => 1 + random.below(3),
);
const oneOut = shifts(
  'line indented a little too little',
  ({ index, count }) => index > 0 && index < count - 1,
  (random) => -1 - random.below(3),
);
const lastOut = shifts(
  'last line indented too little',
  ({ index, count }) => index > 0 && index === count - 1,
  () => -1,
);
const firstIn = shifts(
  'first line of a block indented too far',
  ({ index, count }) => index === 0 && count > 1,
  (random) => 1 + random.below(3),
);
const firstOut = shifts(
  'first line of a block indented too little',
  ({ index, count }) => index === 0 && count > 1,
  () => -1,
);

/** The line of a dash moved. */
const dash: Operator = {
  name: 'dash in the wrong column',
  sites: (subject) =>
    items(subject)
      .filter(({ index }) => index > 0)
      .map(
        ({ at }): Site =>
          (random) => {
            const start = subject.lineStart(at);
            const by = random.pick([-1, 1]);
            const indent = at - start + by;
            if (indent < 0) return undefined;
            const mutant = subject.replace({ start, end: at }, ' '.repeat(indent), 'error');
            return broken({ ...mutant, places: [lineAt(mutant.text, start)] });
          },
      ),
};

/** The dashes of every block list. */
function items(
  subject: Subject,
): { readonly list: SeqNode; readonly item: Node; readonly at: number; readonly index: number }[] {
  return subject.collections().flatMap((list) =>
    list.kind !== 'seq' || !isBlock(subject, list)
      ? []
      : list.items.flatMap((item, index) => {
          const dashAt = subject.text.lastIndexOf('-', item.span.start - 1);
          const alone =
            isWithin(item.span, list.span) &&
            /^ *- *$/.test(subject.text.slice(subject.lineStart(item.span.start), item.span.start)) &&
            dashAt >= subject.lineStart(item.span.start);
          return alone ? [{ list, item, at: dashAt, index }] : [];
        }),
  );
}

/** YAML does not indent with tabs. */
const tab: Operator = {
  name: 'tab as indentation',
  sites: (subject) =>
    keyLines(subject)
      .filter(({ pair }) => subject.column(pair.keyNode.span.start) > 0)
      .map(
        ({ pair }): Site =>
          (random) => {
            const start = subject.lineStart(pair.keyNode.span.start);
            const indent = pair.keyNode.span.start - start;
            const mutant = subject.replace(
              { start, end: start + indent },
              random.pick(['\t', '\t\t', `${' '.repeat(indent)}\t`, `\t${' '.repeat(indent)}`]),
              'error',
            );
            return broken({ ...mutant, places: [lineAt(mutant.text, start)] });
          },
      ),
};

/** On a line of its own among other keys. */
function inLine(
  name: string,
  change: (
    subject: Subject,
    pair: Pair,
    random: Random,
  ) => { readonly from: number; readonly to: number; readonly by: string } | undefined,
): Operator {
  return {
    name,
    sites: (subject) =>
      keyLines(subject)
        .filter(({ count }) => count > 1)
        .map(
          ({ pair }): Site =>
            (random) => {
              const edit = change(subject, pair, random);
              if (!edit) return undefined;
              const mutant = subject.replace({ start: edit.from, end: edit.to }, edit.by, 'error');
              return broken({ ...mutant, places: [lineAt(mutant.text, pair.keyNode.span.start)] });
            },
        ),
  };
}

const colonAt = (subject: Subject, { keyNode }: Pair): number =>
  subject.text.charAt(keyNode.span.end) === ':' ? keyNode.span.end : -1;
const noColon = inLine('colon left out', (subject, pair) => {
  const at = colonAt(subject, pair);
  return at === -1 ? undefined : { from: at, to: at + 1, by: '' };
});
const noSpace = inLine('no space after a colon', (subject, pair) => {
  const at = colonAt(subject, pair);
  return at === -1 || subject.text.charAt(at + 1) !== ' ' ? undefined : { from: at + 1, to: at + 2, by: '' };
});
const tabAfterColon = inLine('tab after a colon', (subject, pair) => {
  const at = colonAt(subject, pair);
  // The yaml package follows YAML 1.2, which takes this one; PyYAML does not.
  return at === -1 || subject.text.charAt(at + 1) !== ' '
    ? undefined
    : { from: at + 1, to: at + 2, by: '\t@' };
});
const secondColon = inLine('second colon in unquoted text', (subject, { value }, random) =>
  value.kind === 'scalar' && !value.quoted && value.text !== '' && startsBehindKey(subject, value)
    ? { from: value.span.end, to: value.span.end, by: random.pick([': x', ' : y', ': [a]']) }
    : undefined,
);
const unclosedBracket = inLine('bracket that is not closed', (subject, { value }) => {
  const end = value.span.end;
  return startsBehindKey(subject, value) &&
    ']}'.includes(subject.text.charAt(end - 1)) &&
    !(value.kind === 'scalar')
    ? { from: end - 1, to: end, by: '' }
    : undefined;
});
const extraBracket = inLine('closing bracket too many', (subject, { value }) => {
  const end = value.span.end;
  return startsBehindKey(subject, value) &&
    ']}'.includes(subject.text.charAt(end - 1)) &&
    !(value.kind === 'scalar')
    ? { from: end, to: end, by: subject.text.charAt(end - 1) }
    : undefined;
});
const unclosedQuote = inLine('quote that is not closed', (subject, { value }) => {
  const end = value.span.end;
  return value.kind === 'scalar' &&
    startsBehindKey(subject, value) &&
    '"\''.includes(subject.text.charAt(end - 1))
    ? { from: end - 1, to: end, by: '' }
    : undefined;
});
const strayQuote = inLine('quote opened before a text', (subject, { value }, random) =>
  value.kind === 'scalar' && !value.quoted && value.text !== '' && startsBehindKey(subject, value)
    ? { from: value.span.start, to: value.span.start, by: random.pick(['"', "'"]) }
    : undefined,
);

/** The value stands on the line of its key. */
function startsBehindKey(subject: Subject, value: Node): boolean {
  return (
    /: $/.test(subject.text.slice(subject.lineStart(value.span.start), value.span.start)) &&
    !subject.at(value.span).includes('\n')
  );
}

const merged: Operator = {
  name: 'two lines merged',
  sites: (subject) =>
    keyLines(subject)
      .filter(({ index }) => index > 0)
      .map(
        ({ pair }): Site =>
          () => {
            const start = subject.lineStart(pair.keyNode.span.start);
            const mutant = subject.replace({ start: start - 1, end: pair.keyNode.span.start }, ' ', 'error');
            return broken({ ...mutant, places: [lineAt(mutant.text, start - 1)] });
          },
      ),
};

const noDashSpace: Operator = {
  name: 'no space after a dash',
  sites: (subject) =>
    items(subject)
      .filter(({ list }) => list.items.length > 1)
      .map(
        ({ at }): Site =>
          () => {
            const mutant = subject.replace({ start: at + 1, end: at + 2 }, '', 'error');
            return subject.text.charAt(at + 1) === ' '
              ? broken({ ...mutant, places: [lineAt(mutant.text, at)] })
              : undefined;
          },
      ),
};

/** A dash of an item lost: its text runs into the item before it. */
const noDash: Operator = {
  name: 'dash left out',
  sites: (subject) =>
    items(subject)
      .filter(({ index, item }) => index > 0 && item.kind !== 'map')
      .map(
        ({ at }): Site =>
          () => {
            const mutant = subject.replace({ start: at, end: at + 1 }, ' ', 'error');
            return broken({ ...mutant, places: [lineAt(mutant.text, at)] });
          },
      ),
};

export const LAYOUT = [
  oneIn,
  oneOut,
  lastOut,
  firstIn,
  firstOut,
  dash,
  tab,
  noColon,
  noSpace,
  tabAfterColon,
  secondColon,
  unclosedBracket,
  extraBracket,
  unclosedQuote,
  strayQuote,
  merged,
  noDashSpace,
  noDash,
];

import type { TagNode } from '../blueprint.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type Features, SINCE } from '../features.ts';
import { pythonEqual } from '../python-equal.ts';
import { isTruthy } from '../truth.ts';
import { Unknown, type Value } from '../value.ts';
import { isList, isLiteral, textOf } from './arguments.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

type Truth = boolean | Unknown;

const JOINS: Readonly<Record<string, (values: readonly Truth[]) => Truth>> = {
  AND: all,
  NAND: (values) => not(all(values)),
  OR: any,
  NOR: (values) => not(any(values)),
  XOR: odd,
  XNOR: (values) => not(odd(values)),
};

const COMPARISONS: Readonly<Record<string, (values: readonly Value[]) => Truth>> = {
  EQ: equal,
  NEQ: (values) => not(equal(values)),
};

/** The modes of a release. */
export function conditionModes({ equalModes }: Pick<Features, 'equalModes'>): readonly string[] {
  return Object.keys(equalModes ? { ...JOINS, ...COMPARISONS } : JOINS);
}

/**
 * `!Condition [MODE, argument, …]`: every argument is evaluated, then all are joined, or compared. An argument that is not
 * known yet makes the result unknown, unless the others decide it.
 */
export const condition: TagRule = {
  shape(tag, check) {
    const [mode, first] = tag.args;
    if (!isList(tag, check, 1, '!Condition [AND, true, false]') || !isLiteral(tag, mode, 'the mode', check))
      return false;
    const word = modeOf(tag);
    const modes = conditionModes(check.features);
    if (!modes.includes(word)) {
      const isLater = Object.hasOwn(COMPARISONS, word);
      check.report(
        isLater ? 'tag-unavailable' : 'tag-failed',
        isLater
          ? `${word} of !Condition came with authentik ${SINCE.equalModes}, later than ${check.features.release}`
          : `"${textOf(mode) ?? ''}" is no mode of !Condition; there are ${modes.join(', ')}`,
        mode?.span ?? tag.tagSpan,
        {
          hint: isLater ? `write one of ${modes.join(', ')}` : modeHint(word, modes),
          rewrite: mode && !isLater ? { span: mode.span, write: () => modeMeant(word, modes) } : undefined,
        },
      );
      return false;
    }
    if (first) return true;
    check.report('tag-failed', '!Condition needs at least one argument after its mode', tag.span, {
      hint: 'write !Condition [AND, true, false]',
    });
    return false;
  },
  inside(tag, check) {
    for (const argument of tag.args.slice(1)) check.argument(argument, 'warning');
  },
  evaluate(tag, evaluation) {
    const results = tag.args.slice(1).map((node) => evaluation.argument(node, 'condition'));
    const values = results.flatMap((result) => (result.ok ? [result.value] : []));
    if (values.length < results.length) return FAILED;
    const mode = modeOf(tag);
    const compare = COMPARISONS[mode];
    if (compare) return good(compare(values));
    const join = JOINS[mode];
    return join ? good(join(values.map(isTruthy))) : FAILED;
  },
};

/** The mode as written, in capital letters. */
function modeOf(tag: TagNode): string {
  return textOf(tag.args[0])?.toUpperCase() ?? '';
}

/** What Python's == says of two values; of another number of them no document says what happens. */
function equal(values: readonly Value[]): Truth {
  const [one, other] = values;
  return one !== undefined && other !== undefined && values.length === 2
    ? pythonEqual(one, other)
    : new Unknown('only two values are sure to be compared');
}

/** Words for modes, other than by a slip. */
const MODES: Readonly<Record<string, string>> = {
  NOT: 'NOR',
  ALL: 'AND',
  ANY: 'OR',
  EITHER: 'OR',
  NONE: 'NOR',
};

function modeMeant(word: string, modes: readonly string[]): string | undefined {
  return MODES[word] ?? nearest(word, modes);
}

function modeHint(word: string, modes: readonly string[]): string {
  if (word === 'NOT') return 'for "not", write NOR with one argument';
  const meant = modeMeant(word, modes);
  return meant === undefined ? `write one of ${modes.join(', ')}` : `did you mean ${meant}?`;
}

function all(values: readonly Truth[]): Truth {
  if (values.includes(false)) return false;
  return values.find((value) => value instanceof Unknown) ?? true;
}

function any(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true;
  return values.find((value) => value instanceof Unknown) ?? false;
}

function odd(values: readonly Truth[]): Truth {
  return (
    values.find((value) => value instanceof Unknown) ??
    values.filter((value) => value === true).length % 2 === 1
  );
}

function not(value: Truth): Truth {
  return value instanceof Unknown ? value : !value;
}

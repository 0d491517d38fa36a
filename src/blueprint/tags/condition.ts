import { nearest } from '../../diagnostics/spelling.ts';
import { isTruthy } from '../truth.ts';
import { Unknown } from '../value.ts';
import { isList, isLiteral, textOf } from './arguments.ts';
import { FAILED, good, type TagRule } from './tag-rule.ts';

type Truth = boolean | Unknown;

const MODES: Readonly<Record<string, (values: readonly Truth[]) => Truth>> = {
  AND: all,
  NAND: (values) => not(all(values)),
  OR: any,
  NOR: (values) => not(any(values)),
  XOR: odd,
  XNOR: (values) => not(odd(values)),
};

/**
 * `!Condition [MODE, argument, …]`: every argument is evaluated, then joined; what is undecided stays so
 * unless the others decide.
 */
export const condition: TagRule = {
  shape(tag, check) {
    const [mode, first] = tag.args;
    if (
      !isList(tag, check, 1, '!Condition [AND, !Context a, !Context b]') ||
      !isLiteral(tag, mode, 'the mode', check)
    )
      return false;
    const word = textOf(mode)?.toUpperCase() ?? '';
    if (!Object.hasOwn(MODES, word)) {
      const near = nearest(word, Object.keys(MODES));
      const hint =
        word === 'NOT'
          ? 'for "not", write NOR with one argument'
          : near
            ? `did you mean ${near}?`
            : undefined;
      check.report(
        'tag-failed',
        `"${textOf(mode) ?? ''}" is no mode of !Condition; there are ${Object.keys(MODES).join(', ')}`,
        mode?.span ?? tag.tagSpan,
        { hint },
      );
      return false;
    }
    if (first) return true;
    check.report('tag-failed', '!Condition needs at least one argument after its mode', tag.span);
    return false;
  },
  inside(tag, check) {
    for (const argument of tag.args.slice(1)) check.argument(argument, 'warning');
  },
  evaluate(tag, evaluation) {
    const [mode, ...nodes] = tag.args;
    const values: Truth[] = [];
    let ok = true;
    for (const node of nodes) {
      const result = evaluation.argument(node, 'condition');
      if (result.ok) values.push(isTruthy(result.value));
      else ok = false;
    }
    const word = textOf(mode)?.toUpperCase() ?? '';
    const join = MODES[word];
    return ok && join ? good(join(values)) : FAILED;
  },
};

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

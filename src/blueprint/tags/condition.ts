import type { TagNode } from '../blueprint.ts';
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
 * `!Condition [MODE, argument, …]`: every argument is evaluated, then all are joined. An argument that is not
 * known yet makes the result unknown, unless the others decide it.
 */
export const condition: TagRule = {
  shape(tag, check) {
    const [mode, first] = tag.args;
    if (
      !isList(tag, check, 1, '!Condition [AND, !Context a, !Context b]') ||
      !isLiteral(tag, mode, 'the mode', check)
    )
      return false;
    const word = modeOf(tag);
    if (!Object.hasOwn(MODES, word)) {
      check.report(
        'tag-failed',
        `"${textOf(mode) ?? ''}" is no mode of !Condition; there are ${Object.keys(MODES).join(', ')}`,
        mode?.span ?? tag.tagSpan,
        { hint: modeHint(word) },
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
    const values: Truth[] = [];
    let ok = true;
    for (const node of tag.args.slice(1)) {
      const result = evaluation.argument(node, 'condition');
      if (result.ok) values.push(isTruthy(result.value));
      else ok = false;
    }
    const join = MODES[modeOf(tag)];
    return ok && join ? good(join(values)) : FAILED;
  },
};

/** The mode as written, in capital letters. */
function modeOf(tag: TagNode): string {
  return textOf(tag.args[0])?.toUpperCase() ?? '';
}

function modeHint(word: string): string | undefined {
  if (word === 'NOT') return 'for "not", write NOR with one argument';
  const near = nearest(word, Object.keys(MODES));
  return near === undefined ? undefined : `did you mean ${near}?`;
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

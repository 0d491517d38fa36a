import type { Change } from '../../plan/value/plan.ts';
import { clean } from '../../source/clean.ts';
import { visibleLine } from '../../source/visible.ts';
import { applyReasonWords, cascadeWords, reasonWords } from '../change-words.ts';
import { type Difference, textOf } from '../difference/difference.ts';
import { fieldDifferences } from '../difference/field-difference.ts';
import { grantLines } from '../format-grants.ts';
import type { Step } from '../steps.ts';

const SIGN = { create: '+', update: '~', delete: '-', noop: ' ' } as const;

/** Columns behind the sign, of what stands below the line of a change. */
const INDENT = '    ';

/**
 * A change as lines of a `diff`: the sign comes first, so that lines that go and come have their colours. `names`: of
 * the objects of the plan, by row.
 */
export function changeLines(
  change: Change,
  names: ReadonlyMap<string, string>,
  step: Step | undefined,
): string[] {
  const { place, by, reason, leftAlone, applies } = change;
  const words = [
    `${leftAlone ? '!' : SIGN[change.action]} ${clean(change.model)}  ${clean(change.key)}`,
    place && `line ${place.line}`,
    by && `by the server, through ${clean(names.get(by) ?? '')}`,
    reason && clean(reasonWords(reason)),
  ];
  const lines = [words.filter((word) => word !== undefined).join('  '), ...stepLines(step)];
  for (const field of change.fields)
    lines.push(...fieldDifferences(field, change, { made: names }).flatMap(differenceLines));
  if (applies) {
    lines.push(` ${INDENT}the server applies it: ${clean(applyReasonWords(applies.because))}`);
    for (const line of applies.content?.split('\n') ?? []) lines.push(` ${INDENT}  ${visibleLine(line)}`);
  }
  for (const { text } of grantLines(change.grants))
    lines.push(`${text.slice(0, 1)}${INDENT}${text.slice(2)}`);
  if (change.cascades.length > 0)
    lines.push(`-${INDENT}the server also deletes: ${clean(change.cascades.map(cascadeWords).join(', '))}`);
  return lines;
}

function stepLines(step: Step | undefined): string[] {
  if (!step) return [];
  const where = step.step === 'transaction' ? 'in one transaction, all or nothing' : 'afterwards, by itself';
  const why = step.afterwards === undefined ? '' : `: ${clean(step.afterwards)}`;
  return [` ${INDENT}(${where}${why})`];
}

function differenceLines(difference: Difference): string[] {
  const { path } = difference;
  switch (difference.kind) {
    case 'changed':
      return [
        ` ${INDENT}${path}`,
        `-${INDENT}  ${textOf(difference.before)}`,
        `+${INDENT}  ${textOf(difference.after)}`,
      ];
    case 'added':
    case 'set':
      return [`+${INDENT}${path}  ${textOf(difference.value)}`];
    case 'removed':
      return [`-${INDENT}${path}  ${textOf(difference.value)}`];
    case 'moved':
      return [` ${INDENT}${path}  moved  ${textOf(difference.value)}`];
    case 'note':
      return [` ${INDENT}${path}  ${difference.text}`];
    case 'rows':
      return [
        ` ${INDENT}${path}  ${difference.head}`,
        ...difference.rows.map((row) =>
          row.sign === 'note' ? ` ${INDENT}  ${row.text}` : `${row.sign}${INDENT}  ${textOf(row.pieces)}`,
        ),
      ];
  }
}

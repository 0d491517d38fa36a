import type { ChalkInstance } from 'chalk';
import { diffArrays, diffLines } from 'diff';
import { isDict, PyFloat, type Value } from '../blueprint/value.ts';
import type { FieldChange } from '../plan/value/plan.ts';
import { decodeValue, type PlanValue } from '../plan/value/plan-value.ts';
import { clean } from '../source/clean.ts';
import { formatValue, type Names } from './format-value.ts';

/** The number of unchanged lines that are shown around a change of a long text. */
const CONTEXT = 2;

/**
 * One field of a change as lines: `name  before → after`, with the lines of a long text or the parts of a
 * mapping below. `made`: the names of the objects that the plan creates, by row.
 */
export function formatField(
  field: FieldChange,
  width: number,
  isNew: boolean,
  paint: ChalkInstance,
  made: ReadonlyMap<string, string> = new Map(),
): string[] {
  const name = clean(field.path).padEnd(width);
  const head = (text: string): string => `${field.leftAlone ? paint.yellow(name) : name}  ${text}`;
  if (field.secret) return [head(paint.dim(isNew ? '(secret, set)' : '(secret, changed)'))];
  const names = namesOf(field, made);
  const before = decoded(field.before);
  const after = decoded(field.after);
  if (isNew || before === undefined) {
    if (isLong(after))
      return [
        head(paint.dim(`${after.trimEnd().split('\n').length} lines`)),
        ...after
          .trimEnd()
          .split('\n')
          .map((line) => paint.green(`  + ${clean(line)}`)),
      ];
    return [head(paint.green(formatValue(after, names)))];
  }
  if (field.added)
    return [
      head(`${paint.dim('items added')}${field.leftAlone ? paint.yellow('  (left alone)') : ''}`),
      ...field.added.map((item) => paint.green(`  + ${formatValue(decoded(item), names)}`)),
    ];
  if (isLong(before) || isLong(after))
    return [head(paint.dim('lines changed')), ...formatLines(text(before), text(after), paint)];
  if (Array.isArray(before) && Array.isArray(after) && (before.length > 1 || after.length > 1))
    return [head(paint.dim('list changed')), ...formatItems(before, after, names, paint)];
  if (isDict(before) && isDict(after))
    return [head(paint.dim('changed')), ...formatParts(before, after, clean(field.path), paint)];
  return [
    head(
      `${paint.red(formatValue(before, names))} → ${paint.green(formatValue(after, names))}${field.leftAlone ? paint.yellow('  (left alone)') : ''}`,
    ),
  ];
}

/** The names in a field and those of the plan. They are looked up and not merged, as plans are large. */
function namesOf({ beforeNames = {} }: FieldChange, made: ReadonlyMap<string, string>): Names {
  const own = (name: string): string | undefined =>
    Object.hasOwn(beforeNames, name) ? beforeNames[name] : undefined;
  return { ofKey: own, ofRow: (row) => own(row) ?? made.get(row) };
}

function decoded(value: PlanValue | undefined): Value | undefined {
  return value === undefined ? undefined : decodeValue(value);
}

function isLong(value: Value | undefined): value is string {
  return typeof value === 'string' && value.trimEnd().includes('\n');
}

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : formatValue(value);
}

/** A text as removed and added lines, with some unchanged lines around them. */
function formatLines(before: string, after: string, paint: ChalkInstance): string[] {
  const lines: string[] = [];
  const parts = diffLines(`${before.trimEnd()}\n`, `${after.trimEnd()}\n`);
  for (const [index, part] of parts.entries()) {
    const own = part.value.replace(/\n$/, '').split('\n');
    if (part.added) lines.push(...own.map((line) => paint.green(`  + ${clean(line)}`)));
    else if (part.removed) lines.push(...own.map((line) => paint.red(`  - ${clean(line)}`)));
    else {
      const head = index === 0 ? [] : own.slice(0, CONTEXT);
      const tail = index === parts.length - 1 ? [] : own.slice(Math.max(head.length, own.length - CONTEXT));
      const left = own.length - head.length - tail.length;
      lines.push(
        ...head.map((line) => paint.dim(`    ${clean(line)}`)),
        ...(left > 0 ? [paint.dim(`    … ${left} unchanged`)] : []),
        ...tail.map((line) => paint.dim(`    ${clean(line)}`)),
      );
    }
  }
  return lines;
}

function formatItems(
  before: readonly Value[],
  after: readonly Value[],
  names: Names,
  paint: ChalkInstance,
): string[] {
  const show = (items: readonly Value[]): string[] => items.map((item) => formatValue(item, names));
  const [old, now] = [show(before), show(after)];
  // The order of most lists has no meaning: moved items are shown only where nothing else differs.
  const gone = without(old, now);
  const added = without(now, old);
  if (gone.length + added.length > 0)
    return [
      ...gone.map((item) => paint.red(`  - ${item}`)),
      ...added.map((item) => paint.green(`  + ${item}`)),
    ];
  return diffArrays(old, now).flatMap((part) => {
    if (part.added) return part.value.map((item) => paint.green(`  + ${item}`));
    return part.removed ? part.value.map((item) => paint.red(`  - ${item}`)) : [];
  });
}

/** The items of one list that another does not have, counting repetitions. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
}

/** The parts of a mapping that differ, each with its path. */
function formatParts(before: Value, after: Value, path: string, paint: ChalkInstance): string[] {
  if (!isDict(before) || !isDict(after))
    return [`  ~ ${path}  ${paint.red(formatValue(before))} → ${paint.green(formatValue(after))}`];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => {
    const at = `${path}.${clean(key)}`;
    const old = before[key];
    const now = after[key];
    if (now === undefined) return [paint.red(`  - ${at}  ${formatValue(old)}`)];
    if (old === undefined) return [paint.green(`  + ${at}  ${formatValue(now)}`)];
    return plain(old) === plain(now) ? [] : formatParts(old, now, at, paint);
  });
}

/** A value as a text that equal values share. */
function plain(value: Value): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof PyFloat) return part.float;
    if (typeof part === 'bigint') return part.toString();
    return typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });
}

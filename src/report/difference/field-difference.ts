import { isDict, type Value } from '../../blueprint/value.ts';
import type { Change, FieldChange } from '../../plan/value/plan.ts';
import { decodeValue, type PlanValue } from '../../plan/value/plan-value.ts';
import { clean } from '../../source/clean.ts';
import { namesOf } from '../field-names.ts';
import { formatValue, keyText, type Names } from '../format-value.ts';
import { type Difference, type Row, whole } from './difference.ts';
import { align, identityOf, without } from './list-difference.ts';
import { isLong, oneText, textDifference } from './text-difference.ts';
import { byWord } from './words.ts';

/** What is known around a field. */
export interface Around {
  /** The names of the objects that the plan creates, by row. */
  readonly made?: ReadonlyMap<string, string> | undefined;
  /** Whether the unchanged lines of a text are shown, too. */
  readonly showsAll?: boolean | undefined;
}

/**
 * What differs in one field of a change: lines of a text, keys of a mapping and items of a list by their paths, and
 * of each value all of it. The secrets in the change have been masked.
 */
export function fieldDifferences(
  field: FieldChange,
  { action, reason, unordered }: Pick<Change, 'action' | 'reason' | 'unordered'>,
  { made = new Map(), showsAll = false }: Around = {},
): readonly Difference[] {
  const path = clean(field.path);
  const isNew = action === 'create' || reason?.kind === 'along';
  if (field.secret) return [{ path, kind: 'note', text: isNew ? '(secret, set)' : '(secret, changed)' }];
  const names = namesOf(field, made);
  const before = decoded(field.before);
  const after = decoded(field.after);
  if (field.added && before !== undefined) {
    const rows = rowsOf(
      '+',
      field.added.map((item) => decodeValue(item)),
      names,
    );
    return [{ path, kind: 'rows', head: 'items added', rows }];
  }
  const differing = new Differing(names, showsAll);
  if (isNew || before === undefined) return [differing.one(path, after, 'set')];
  const isSet = unordered?.includes(field.path) && Array.isArray(before) && Array.isArray(after);
  const found = isSet
    ? setDifferences(path, before, after, names)
    : differing.between(path, before, after ?? null);
  // The secrets in them apart, both are the same.
  return found.length > 0 ? found : [{ path, kind: 'note', text: '(changed in what is secret)' }];
}

function decoded(value: PlanValue | undefined): Value | undefined {
  return value === undefined ? undefined : decodeValue(value);
}

function setDifferences(
  path: string,
  before: readonly Value[],
  after: readonly Value[],
  names: Names,
): Difference[] {
  const [gone, come] = [without(before, after), without(after, before)];
  return gone.length + come.length > 0 ? [itemsDifference(path, gone, come, names)] : [];
}

/** Items of a list whose order says nothing: what goes, and what comes. */
function itemsDifference(
  path: string,
  gone: readonly Value[],
  come: readonly Value[],
  names: Names,
): Difference {
  const words: string[] = [];
  if (gone.length > 0) words.push(`${gone.length} removed`);
  if (come.length > 0) words.push(`${come.length} added`);
  return {
    path,
    kind: 'rows',
    head: words.join(', '),
    rows: [...rowsOf('-', gone, names), ...rowsOf('+', come, names)],
  };
}

function rowsOf(sign: '-' | '+', items: readonly Value[], names: Names): Row[] {
  return items.map((item) => ({ sign, pieces: whole(formatValue(item, names)) }));
}

/** Walks two values side by side. */
class Differing {
  readonly #names: Names;
  readonly #showsAll: boolean;

  constructor(names: Names, showsAll: boolean) {
    this.#names = names;
    this.#showsAll = showsAll;
  }

  /** A value that is only at one side. */
  one(path: string, value: Value | undefined, kind: 'added' | 'removed' | 'set'): Difference {
    if (isLong(value)) return oneText(path, value, kind === 'removed' ? '-' : '+');
    return { path, kind, value: whole(formatValue(value, this.#names)) };
  }

  /** What differs between two values; nothing where they are equal. */
  between(path: string, before: Value, after: Value): Difference[] {
    if (identityOf(before) === identityOf(after)) return [];
    if (Array.isArray(before) && Array.isArray(after)) return this.#lists(path, before, after);
    if (isDict(before) && isDict(after)) return this.#mappings(path, before, after);
    const areTexts = typeof before === 'string' && typeof after === 'string';
    if (areTexts && (isLong(before) || isLong(after)))
      return [textDifference(path, before, after, this.#showsAll)];
    if (isLong(before) || isLong(after))
      return [this.one(path, before, 'removed'), this.one(path, after, 'added')];
    const [old, now] = [formatValue(before, this.#names), formatValue(after, this.#names)];
    return [{ path, kind: 'changed', ...byWord(old, now) }];
  }

  #mappings(path: string, before: { [key: string]: Value }, after: { [key: string]: Value }): Difference[] {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => {
      const text = keyText(key);
      const at = text.startsWith('"') ? `${path}[${text}]` : `${path}.${text}`;
      const old = before[key];
      const now = after[key];
      if (now === undefined) return [this.one(at, old, 'removed')];
      return old === undefined ? [this.one(at, now, 'added')] : this.between(at, old, now);
    });
  }

  #lists(path: string, before: readonly Value[], after: readonly Value[]): Difference[] {
    const { moved, changed, removed, added } = align(before, after);
    const at = (from: number, to = from): string => `${path}[${from === to ? to : `${from}→${to}`}]`;
    const found = [
      ...removed.map((from) => ({ index: from, all: [this.one(at(from), before[from], 'removed')] })),
      ...changed.map(({ from, to }) => ({
        index: to,
        all: this.between(at(from, to), before[from] ?? null, after[to] ?? null),
      })),
      ...added.map((to) => ({ index: to, all: [this.one(at(to), after[to], 'added')] })),
      ...moved.map(({ from, to }) => ({
        index: to,
        all: [
          { path: at(from, to), kind: 'moved', value: whole(formatValue(after[to], this.#names)) } as const,
        ],
      })),
    ];
    return found.sort((one, other) => one.index - other.index).flatMap(({ all }) => all);
  }
}

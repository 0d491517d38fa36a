import { nearest } from '../diagnostics/spelling.ts';
import type { SourceFile } from '../source/source-file.ts';
import { isNull, type MapNode, type Node, pairAt } from './blueprint.ts';
import { missedId } from './examples.ts';
import { type Fixes, quoting, removing, writing } from './rewrite.ts';
import { QUOTES, type StructureCheck } from './structure.ts';

/*
 * What to write where a part of an entry is of the wrong kind: the hint, and the fix that does what it says.
 */

type Advice = [hint: string, fixes: Fixes];

/** What people write for a state, other than by a slip. */
const STATES: Readonly<Record<string, string>> = {
  deleted: 'absent',
  delete: 'absent',
  removed: 'absent',
  remove: 'absent',
  exists: 'present',
  updated: 'present',
  new: 'created',
};

/** The state that a word probably means. */
export function stateMeant(word: string, states: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(STATES, lower) ? STATES[lower] : nearest(word, states);
}

/** What to do with conditions that are no list: make them the item of one; null is none. */
export function listHint(file: SourceFile, entry: MapNode, condition: Node): Advice {
  const text = file.text.slice(condition.span.start, condition.span.end).trim();
  const pair = pairAt(entry, 'conditions');
  if (isNull(condition)) return ['take the line out', pair ? removing(file, entry, pair) : {}];
  return condition.kind === 'tag'
    ? ['write it as a list with this tag as its item', writing(file, condition, `[${text}]`)]
    : [`write [${text}]`, writing(file, condition, `[${text}]`)];
}

/** What to write in place of attributes or identifiers that are no mapping: what the model needs. */
export function mappingHint(
  { file, examples }: StructureCheck,
  entry: MapNode,
  part: 'identifiers' | 'attrs',
  found: Node,
): Advice {
  const fields = examples?.fields(entry, part);
  const rule = found.kind === 'tag' ? 'a tag can stand for each value, not for the whole mapping: ' : '';
  return [
    `${rule}write a mapping, such as ${fields ?? '{name: my-name}'}`,
    fields === undefined ? {} : writing(file, found, fields),
  ];
}

/** What to write in place of an id that is no text: what the tags of the file call the entry, else itself in quotes. */
export function idHint(file: SourceFile, id: Node): Advice {
  const missed = missedId(file.text) ?? (id.kind === 'scalar' ? undefined : 'my-id');
  return missed === undefined ? [QUOTES, quoting(file, id)] : [`write ${missed}`, writing(file, id, missed)];
}

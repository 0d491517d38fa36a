import type { TagNode } from '../blueprint/blueprint.ts';
import type { Slot } from '../semantics/slot.ts';

/** The kind of what a tag gives, as far as it is known without evaluating it. */
export type Kind = 'text' | 'boolean' | 'key' | 'list' | 'mapping';

const KINDS: Readonly<Record<string, Kind>> = {
  '!Format': 'text',
  '!Env': 'text',
  '!File': 'text',
  '!Condition': 'boolean',
  '!KeyOf': 'key',
  '!Find': 'key',
  '!FindObject': 'mapping',
};

/** The kinds that a field of this type never accepts. */
const REFUSED: Readonly<Record<string, readonly Kind[]>> = {
  array: ['text', 'boolean', 'key', 'mapping'],
  object: ['text', 'boolean', 'key', 'list'],
  boolean: ['key', 'list', 'mapping'],
  integer: ['boolean', 'list', 'mapping'],
  number: ['boolean', 'list', 'mapping'],
  string: ['boolean', 'list', 'mapping'],
};

const WANTED: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  boolean: 'true or false',
  integer: 'a number',
  number: 'a number',
  string: 'text',
};
/** A kind for people. */
export const GIVEN: Readonly<Record<Kind, string>> = {
  text: 'text',
  boolean: 'true or false',
  key: 'the key of one object',
  list: 'a list',
  mapping: 'a mapping',
};

/** The kind of what a tag gives; undefined where it may be any. `isTyped`: see `Features`. */
export function kindOf({ tag, args }: TagNode, isTyped: boolean): Kind | undefined {
  // In older releases what !Env gives is always text, its default included.
  if ((tag === '!Env' || tag === '!File') && isTyped && args.length > 1) return undefined;
  if (tag !== '!Enumerate') return KINDS[tag];
  const output = args[1]?.kind === 'scalar' ? args[1].text.toUpperCase() : '';
  if (output === 'SEQ') return 'list';
  return output === 'MAP' ? 'mapping' : undefined;
}

/** Whether a field, or an item of one, never takes this kind: no key of an object is one of a few words. */
export function isRefused({ type, enum: choices }: Slot, kind: Kind): boolean {
  return REFUSED[type]?.includes(kind) === true || (kind === 'key' && areWords(choices));
}

/** Whether there are choices, none of which could be a number or a UUID. */
function areWords(choices: Slot['enum']): boolean {
  return choices?.every((choice) => !/^[\da-f-]+$/i.test(String(choice))) === true;
}

/** What it takes instead, for people. */
export function wantedOf({ type, enum: choices }: Slot): string {
  return areWords(choices) ? 'one of its choices' : (WANTED[type] ?? type);
}

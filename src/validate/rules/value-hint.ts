import type { Node, ScalarNode } from '../../blueprint/blueprint.ts';
import { type Fixes, quoting, replacing, replacingWhole, writing } from '../../blueprint/rewrite.ts';
import type { Value } from '../../blueprint/value.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { accept } from '../../forms/accept.ts';
import type { Problem } from '../../forms/form.ts';
import { wordsOf } from '../../forms/words.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import type { Slot } from '../../semantics/slot.ts';
import { exampleFor } from '../example.ts';
import { linksIn } from '../links.ts';
import type { Facts } from '../facts.ts';
import { writtenValue } from '../present.ts';
import { tagFor } from '../refer-to.ts';

/** What the text of the file tells about a problem: what was probably meant. */
export interface Seen extends Fixes {
  readonly message?: string;
  readonly hint?: string;
}

/** A value that is refused, and where it goes. */
export interface RefusedValue {
  readonly problem: Problem;
  readonly node: Node;
  /** The name of its attribute; undefined where something else is refused. */
  readonly field: string | undefined;
  /** What it is written to; undefined where that is not known. */
  readonly slot: Slot | undefined;
}

/**
 * What to write in place of a value that is refused: what it means, where that can be told, else an example of what is
 * wanted.
 */
export function valueHint(facts: Facts, checked: CheckedEntry, refused: RefusedValue): Seen | undefined {
  const { node } = refused;
  const seen = node.kind === 'scalar' ? seenIn(checked, refused, node) : undefined;
  return (
    seen ??
    linkIn(facts, checked, refused) ??
    meantBy(checked, refused) ??
    wantedHint(facts, checked, refused)
  );
}

function seenIn(checked: CheckedEntry, { problem, slot }: RefusedValue, node: ScalarNode): Seen | undefined {
  const { file } = checked.blueprint;
  if (node.value === null) return seenInNull(problem, node, slot);
  if (problem.quote) return { hint: 'put it in quotes', ...quoting(file, node) };
  if (problem.instead !== undefined)
    return { hint: `write ${problem.instead}`, ...replacing(file, node, problem.instead) };
  return problem.choices && seenInChoice(checked, problem.choices.map(String), node);
}

/** The tag to write where a link has the name of its object instead of its key. */
function linkIn(
  facts: Facts,
  checked: CheckedEntry,
  { node, slot, problem }: RefusedValue,
): Seen | undefined {
  if (!slot?.references || node.kind !== 'scalar' || typeof node.value !== 'string' || problem.choices)
    return undefined;
  const tag = tagFor(facts, checked, slot, node.text);
  const write = tag !== undefined && slot.type === 'array' ? `[${tag}]` : tag;
  return write === undefined
    ? undefined
    : { hint: `write ${write}`, ...replacingWhole(checked.blueprint.file, node, write) };
}

function seenInNull({ path }: Problem, { text }: ScalarNode, slot: Slot | undefined): Seen | undefined {
  // A hint about the whole attribute does not help with an item of it.
  if (typeof path.at(-1) === 'number') return { hint: 'take this item out' };
  if (path.length > 0 || (slot && 'required' in slot && slot.required === true)) return undefined;
  return {
    hint:
      text === ''
        ? 'a value that is left empty is null; write "" for an empty text, or take the line out'
        : 'take the line out to keep the default',
  };
}

function seenInChoice(checked: CheckedEntry, choices: readonly string[], node: ScalarNode): Seen | undefined {
  const { value, text } = node;
  // YAML 1.1 reads it as true or false: `NO` is a country only in quotes.
  if (typeof value === 'boolean')
    return choices.includes(text)
      ? {
          message: `is ${String(value)}, since YAML reads ${text} without quotes so`,
          hint: `write "${text}" in quotes`,
          ...quoting(checked.blueprint.file, node),
        }
      : undefined;
  const near = nearest(text, choices);
  if (near === undefined) return undefined;
  const isSpelling = near.toLowerCase() === text.toLowerCase();
  return {
    hint: `did you mean "${near}"?`,
    ...replacing(checked.blueprint.file, node, near, isSpelling ? 'mechanical' : undefined),
  };
}

/** Words for true and false that no server takes. */
const SWITCHES: Readonly<Record<string, string>> = {
  enabled: 'true',
  enable: 'true',
  active: 'true',
  disabled: 'false',
  disable: 'false',
  inactive: 'false',
  none: 'false',
};

/** A value of the right kind that this one means: an item for a list with it, a list for its only item, and so on. */
function meantBy(checked: CheckedEntry, { node, slot, problem }: RefusedValue): Seen | undefined {
  if (!slot || slot.secret || problem.code === 'attribute-null') return undefined;
  const { file } = checked.blueprint;
  const found = otherReadings(file.text, node, slot).find(({ value }) => accept(slot, value).ok);
  return found && { hint: `write ${found.text}`, ...writing(file, node, found.text) };
}

interface Reading {
  readonly text: string;
  readonly value: Value;
}

function otherReadings(text: string, node: Node, slot: Slot): readonly Reading[] {
  const source = text.slice(node.span.start, node.span.end).trim();
  const [only, ...more] = node.kind === 'seq' ? node.items : [];
  if (slot.references && only?.kind !== 'tag' && node.kind !== 'scalar') return [];
  if (only && more.length === 0)
    return [{ text: text.slice(only.span.start, only.span.end).trim(), value: writtenValue(only) }];
  if (node.kind === 'map')
    return slot.type === 'array' && !slot.references && !source.includes('\n')
      ? [{ text: `[${source}]`, value: [writtenValue(node)] }]
      : [];
  if (node.kind !== 'scalar' || source.includes('\n')) return [];
  if (slot.type === 'array') return slot.references ? [] : [{ text: `[${source}]`, value: [node.value] }];
  if (slot.type === 'boolean') {
    const word = SWITCHES[node.text.toLowerCase()] ?? nearest(node.text, ['true', 'false']);
    return word === undefined ? [] : [{ text: word, value: word === 'true' }];
  }
  return typeof node.value === 'string' ? [] : [{ text: JSON.stringify(node.text), value: node.text }];
}

/** What is wanted in place of a value: its kind and bounds, with an example. */
function wantedHint(
  facts: Facts,
  checked: CheckedEntry,
  { slot, field, problem }: RefusedValue,
): Seen | undefined {
  if (!slot) return undefined;
  const { maxLength, minimum, maximum } = slot;
  if (
    problem.code === 'attribute-format' &&
    maxLength !== undefined &&
    !slot.format &&
    problem.message.includes('longer')
  )
    return { hint: `shorten it to at most ${maxLength} characters` };
  const example = exampleFor(linksIn(facts, checked), slot, field ?? 'value');
  if (example === undefined) return undefined;
  const range = minimum !== undefined && maximum !== undefined ? ` from ${minimum} to ${maximum}` : '';
  const what = problem.choices
    ? 'one of these'
    : wordsOf(slot)
        .replaceAll('`', '')
        .replace(/ such as .*/, '');
  return { hint: `write ${what}${range}, such as ${example}` };
}

import { type Node, type TagNode, valueAt } from '../../blueprint/blueprint.ts';
import { features } from '../../blueprint/features.ts';
import { soundsSecret } from '../../source/sounds-secret.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import type { Path } from '../../forms/form.ts';
import { isWritten } from '../../schema/build-schema.ts';
import { checkField } from '../../schema/field-check.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { itemOf, type Slot } from '../../semantics/slot.ts';
import { evaluateOffline } from '../offline.ts';
import { nodeUnder, writtenValue } from '../present.ts';
import { reportProblem } from './attribute-value.ts';

/*
 * Checks the results of tags. A tag is opaque to the schema, but much of its result is in the file: the
 * branches of an `!If`, the body of an `!Enumerate`, the text of a `!Format`. And many tags have a known kind
 * of result: a `!Condition` is never a text, the key of an object never a list.
 */

type Kind = 'text' | 'boolean' | 'key' | 'list' | 'mapping';

const KINDS: Readonly<Record<string, Kind>> = {
  '!Format': 'text',
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
const GIVEN: Readonly<Record<Kind, string>> = {
  text: 'text',
  boolean: 'true or false',
  key: 'the key of one object',
  list: 'a list',
  mapping: 'a mapping',
};

/**
 * A position within an attribute: its name, the path, and a function that wraps a value there into a value of
 * the whole attribute.
 */
interface Spot {
  readonly name: string;
  readonly path: Path;
  readonly whole: (value: Value) => Value;
  /** Whether a run decides if it is this value: a branch, a default. A plan then looks at the one that it is. */
  readonly isOneOfMany?: boolean | undefined;
}

/**
 * Codes `attribute-…`: the results of tags in identifiers and attributes, as far as the file decides them.
 */
export function checkTagResult(facts: Facts): void {
  for (const checked of facts.entries) {
    const { resource, skipped, entry } = checked;
    if (!resource || skipped) continue;
    for (const map of [entry.identifiers, entry.attrs]) {
      for (const { key, value } of map?.pairs ?? []) {
        const field = fieldNamed(resource, key);
        if (field && isWritten(field)) {
          // An identifier may be a whole object: its key counts.
          if (!(map === entry.identifiers && value.kind === 'tag' && value.tag === '!FindObject'))
            new Walk(facts, checked).visit(value, field, { name: key, path: [], whole: (whole) => whole });
        }
      }
    }
  }
}

class Walk {
  readonly #facts: Facts;
  readonly #checked: CheckedEntry;

  constructor(facts: Facts, checked: CheckedEntry) {
    this.#facts = facts;
    this.#checked = checked;
  }

  /**
   * Checks the tags in a value that is written to `slot`; values that are written out are checked elsewhere.
   */
  visit(node: Node, slot: Slot, spot: Spot): void {
    if (node.kind === 'tag') this.#tag(node, slot, spot);
    else if (node.kind === 'seq') {
      const item = itemOf(slot);
      if (item) for (const one of node.items) this.visit(one, item, inList(spot));
    }
  }

  #tag(node: TagNode, slot: Slot, spot: Spot): void {
    // A tag that the release does not have has been reported.
    if (!features(this.#facts.catalog.release).tags.has(node.tag)) return;
    if (node.tag === '!If') {
      for (const branch of node.args.slice(1, 3)) this.#written(branch, slot, { ...spot, isOneOfMany: true });
      return;
    }
    if (node.tag === '!Context') {
      this.#fromContext(node, spot);
      return;
    }
    const kind = this.#kindOf(node);
    if (kind !== undefined && REFUSED[slot.type]?.includes(kind)) {
      const isOne = slot.type === 'array' && kind === 'key';
      reportAt(this.#facts, this.#checked, node.span, {
        code: 'attribute-type',
        message: `${nameOf(spot)} must be ${WANTED[slot.type] ?? slot.type}, but ${node.tag} gives ${GIVEN[kind]}`,
        hint: isOne ? `write it as a list: [${node.tag} …]` : undefined,
      });
      return;
    }
    if (node.tag === '!Format') this.#formatted(node, spot);
    const [, , body] = node.args;
    const item = itemOf(slot);
    if (node.tag === '!Enumerate' && kind === 'list' && body && item) this.#written(body, item, inList(spot));
  }

  #kindOf(node: TagNode): Kind | undefined {
    // Before 2023.8 what !Env gives is always text, its default included.
    if (node.tag === '!Env') return features(this.#facts.catalog.release).typedArguments ? undefined : 'text';
    if (node.tag !== '!Enumerate') return KINDS[node.tag];
    const output = node.args[1]?.kind === 'scalar' ? node.args[1].text.toUpperCase() : '';
    if (output === 'SEQ') return 'list';
    return output === 'MAP' ? 'mapping' : undefined;
  }

  /** Checks a branch or a body as if it were the value. */
  #written(node: Node, slot: Slot, spot: Spot): void {
    if (node.kind !== 'tag') this.#check(writtenValue(node), node, spot);
    this.visit(node, slot, spot);
  }

  /**
   * Checks the value of the blueprint's own context, which counts unless it is overridden, where it is used.
   */
  #fromContext(node: TagNode, spot: Spot): void {
    const { root } = this.#facts.blueprint;
    const context = root.kind === 'map' ? valueAt(root, 'context') : undefined;
    const [key] = node.args;
    const value = context?.kind === 'map' && key?.kind === 'scalar' ? valueAt(context, key.text) : undefined;
    if (!key || !value || value.kind === 'tag') return;
    const isSecret = key.kind === 'scalar' && soundsSecret(key.text);
    this.#check(writtenValue(value), { ...value, span: node.span }, { ...spot, isOneOfMany: true }, isSecret);
  }

  /** Checks the text of a `!Format` if the file alone decides it. */
  #formatted(node: TagNode, spot: Spot): void {
    const result = evaluateOffline(node, this.#facts, this.#checked, () => undefined);
    if (result.ok && typeof result.value === 'string')
      this.#check(
        result.value,
        { kind: 'scalar', value: result.value, text: result.value, quoted: true, span: node.span },
        spot,
      );
  }

  /** `isSecret`: no finding may show the value. */
  #check(value: Value, node: Node, spot: Spot, isSecret = false): void {
    const { resource } = this.#checked;
    const known = resource && fieldNamed(resource, spot.name);
    if (!known) return;
    const field: Field = isSecret ? { ...known, secret: true } : known;
    const seen = new Set<Node>();
    for (const problem of checkField(field, 'attrs', spot.whole(value))) {
      const { path } = problem;
      if (!spot.path.every((part, index) => path[index] === part)) continue;
      const at = nodeBelow(node, path.slice(spot.path.length));
      if (!at || at.kind === 'tag' || seen.has(at)) continue;
      seen.add(at);
      reportProblem(this.#facts, this.#checked, {
        problem,
        node: at,
        name: nameOf(spot),
        isOneOfMany: spot.isOneOfMany,
      });
    }
  }
}

function inList(spot: Spot): Spot {
  return { ...spot, path: [...spot.path, 0], whole: (value) => spot.whole([value]) };
}

function nameOf({ name, path }: Spot): string {
  return path.length === 0 ? name : `an item of ${name}`;
}

function nodeBelow(node: Node, path: Path): Node | undefined {
  let at: Node | undefined = node;
  for (const part of path) at = at && nodeUnder(at, part);
  return at;
}

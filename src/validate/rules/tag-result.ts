import { type Node, type TagNode, valueAt } from '../../blueprint/blueprint.ts';
import { contextNode } from '../../blueprint/context-value.ts';
import { type Features, features } from '../../blueprint/features.ts';
import { placeholderIn } from '../../blueprint/placeholder.ts';
import { isDict, isOpen, Opaque, type Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import type { Path } from '../../forms/form.ts';
import { isWritten } from '../../schema/build-schema.ts';
import { checkField } from '../../schema/field-check.ts';
import type { Outcome } from '../../semantics/alternative.ts';
import type { Decision } from '../../semantics/decision.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { itemOf, type Slot } from '../../semantics/slot.ts';
import { type Facts, reportAt } from '../facts.ts';
import { writtenValue } from '../present.ts';
import { inList, inMapping, nameOf, type Spot } from '../spot.ts';
import { GIVEN, isRefused, kindOf, wantedOf } from '../tag-kinds.ts';
import { sourceOf } from '../../semantics/source-of.ts';
import { hasTag, nodeBelow, soundsLikeSecret, waysTo } from '../value-source.ts';
import { reportProblem } from './attribute-value.ts';

/*
 * Checks the results of tags. A tag is opaque to the schema, but much of its result is in the file: the
 * branches of an `!If`, the body of an `!Enumerate`, the text of a `!Format`. And many tags have a known kind
 * of result: a `!Condition` is never a text, the key of an object never a list.
 */

/**
 * Codes `attribute-…`: the results of tags in identifiers and attributes, as far as the file decides them. What
 * is so only where a variable is not set (a default), or set, is an error that says so.
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
            new Walk(facts, checked, field).visit(value, field, {
              name: key,
              path: [],
              whole: (whole) => whole,
            });
        }
      }
    }
  }
}

/** How a tag comes to give a value. */
interface Way {
  readonly root: TagNode;
  readonly when: readonly Decision[];
}

/** Whether a value is the same in every run; else a plan looks at the one that it is. */
function isFixed({ root, when }: Way): boolean {
  return when.length === 0 && !hasTag(root, '!Context');
}

/** What JSON holds. */
const ANY: Slot = { type: 'json', nullable: true };

/** The walk over the tags of one attribute. */
class Walk {
  readonly #facts: Facts;
  readonly #checked: CheckedEntry;
  readonly #field: Field;
  readonly #features: Features;

  constructor(facts: Facts, checked: CheckedEntry, field: Field) {
    this.#facts = facts;
    this.#checked = checked;
    this.#field = field;
    this.#features = features(facts.catalog.release);
  }

  /**
   * Checks the tags in a value that is written to `slot`; values that are written out are checked elsewhere.
   */
  visit(node: Node, slot: Slot, spot: Spot): void {
    if (node.kind === 'tag') this.#tag(node, slot, spot);
    else this.#inside(node, slot, spot, (one, part, at) => this.visit(one, part, at));
  }

  /** Visits the items of a list and the members of a mapping; where it is not known what they are, as JSON. */
  #inside(node: Node, slot: Slot, spot: Spot, visit: (node: Node, slot: Slot, spot: Spot) => void): void {
    const { members = {} } = slot;
    if (node.kind === 'seq') {
      const item = itemOf(slot) ?? ANY;
      for (const one of node.items) visit(one, item, inList(spot));
    } else if (node.kind === 'map')
      for (const { key, value } of node.pairs)
        visit(value, (Object.hasOwn(members, key) ? members[key] : undefined) ?? ANY, inMapping(spot, key));
  }

  #tag(node: TagNode, slot: Slot, spot: Spot): void {
    if (this.#isRefused(node, slot, spot)) return;
    const { outcomes, isAll } = this.#facts.values.outcomes(node, this.#checked.entry.conditions);
    for (const outcome of outcomes) this.#outcome(outcome, node, slot, spot);
    if (isAll || node.tag !== '!If') return;
    // There are too many ways: what is written out in the branches is so in some of them.
    for (const branch of node.args.slice(1, 3)) this.#written(branch, slot, spot);
  }

  /** Checks one thing that a tag can give. */
  #outcome({ when, node: chosen, result }: Outcome, root: TagNode, slot: Slot, spot: Spot): void {
    const source = sourceOf(chosen, this.#features.typedArguments);
    if (source !== root) this.#kinds(source, slot, spot);
    if (!result.ok || result.value instanceof Opaque) {
      this.#unusable(ofElement(source) ?? source, chosen, slot, { root, when });
      return;
    }
    if (!isOpen(result.value)) this.#check(result.value, source, spot, { root, when });
    else if (source.kind === 'tag' && source.tag === '!Enumerate') {
      const [, , body] = source.args;
      const item = itemOf(slot);
      if (kindOf(source, this.#features.typedArguments) === 'list' && body && item)
        this.#written(body, item, inList(spot));
    }
  }

  /**
   * Reports a default that the release cannot use: before 2023.8 a list or a mapping, later a tag. Of a tag,
   * fields that convert what they get to text first take the text, by luck (measured with the importer of
   * 2025.12.4: numbers and choices).
   */
  #unusable(source: Node, chosen: Node, slot: Slot, way: Way): void {
    if (chosen.kind !== 'tag' || source === chosen || source.kind === 'scalar') return;
    const { where, notes } = waysTo(source, way.root, way.when, this.#checked.blueprint.file);
    const isTag = source.kind === 'tag';
    const isLucky = isTag && (slot.enum !== undefined || slot.type === 'integer' || slot.type === 'number');
    const why = isTag ? `${source.tag} is not resolved there` : 'it is no text';
    reportAt(this.#facts, this.#checked, source.span, {
      code: isTag ? 'tag-misplaced' : 'tag-failed',
      severity: isLucky ? 'warning' : undefined,
      message: `${where.length > 0 ? `where ${where.join(' and ')}, ` : ''}the default of ${chosen.tag} cannot be used in authentik ${this.#features.release}: ${why}`,
      hint: isTag
        ? 'authentik resolves a tag as the default of !Context only, and as a whole value of the context'
        : 'write it in the context of the blueprint',
      notes: notes.length > 0 ? notes : undefined,
      supposed: true,
    });
  }

  /** Checks the kinds of what the tags in a node give. */
  #kinds(node: Node, slot: Slot, spot: Spot): void {
    if (node.kind === 'tag') this.#isRefused(node, slot, spot);
    else this.#inside(node, slot, spot, (one, part, at) => this.#kinds(one, part, at));
  }

  /** Whether the field refuses whatever a tag gives, which is reported; also of a tag that the release lacks. */
  #isRefused(node: TagNode, slot: Slot, spot: Spot): boolean {
    // A tag that the release does not have has been reported.
    if (!this.#features.tags.has(node.tag)) return true;
    const kind = kindOf(node, this.#features.typedArguments);
    if (kind === undefined || !isRefused(slot, kind)) return false;
    const isOne = slot.type === 'array' && kind === 'key';
    reportAt(this.#facts, this.#checked, node.span, {
      code: 'attribute-type',
      message: `${nameOf(spot)} must be ${wantedOf(slot)}, but ${node.tag} gives ${GIVEN[kind]}`,
      hint: isOne ? `write it as a list: [${node.tag} …]` : undefined,
    });
    return true;
  }

  /** Checks a branch or a body as if it were the value. */
  #written(node: Node, slot: Slot, spot: Spot): void {
    if (node.kind !== 'tag') this.#check(writtenValue(node), node, spot);
    this.visit(node, slot, spot);
  }

  /** Checks a value that `source` gives. `way`: how the tag `root` comes to give it. */
  #check(value: Value, source: Node, spot: Spot, way?: Way): void {
    const field = way && soundsLikeSecret(way.root) ? { ...this.#field, secret: true as const } : this.#field;
    const seen = new Set<Node>();
    for (const problem of checkField(field, 'attrs', spot.whole(value))) {
      const { path } = problem;
      if (!spot.path.every((part, index) => path[index] === part)) continue;
      const at = nodeBelow(this.#shown(source), path.slice(spot.path.length), this.#features.typedArguments);
      if (seen.has(at) || (!way && at.kind === 'tag')) continue;
      // A tag that is not resolved has been reported.
      if (problem.code === 'tag-misplaced') continue;
      // So has a placeholder, where it stands.
      if (way && isUnfilled(valueAtPath(value, path.slice(spot.path.length)))) continue;
      seen.add(at);
      const { where, notes } = way
        ? waysTo(at, way.root, way.when, this.#checked.blueprint.file)
        : { where: [], notes: [] };
      reportProblem(this.#facts, this.#checked, {
        problem,
        node: at,
        name: `${where.length > 0 ? `where ${where.join(' and ')}, ` : ''}${nameOf(spot)}`,
        notes,
        supposed: way && isFixed(way) ? undefined : true,
      });
    }
  }

  /** What gives a value, with a value of the file's own context in place of a `!Context`, where it is used. */
  #shown(source: Node): Node {
    const { root } = this.#facts.blueprint;
    const context = root.kind === 'map' ? valueAt(root, 'context') : undefined;
    const key = source.kind === 'tag' && source.tag === '!Context' ? source.args[0] : undefined;
    const value =
      context?.kind === 'map' && key?.kind === 'scalar'
        ? contextNode(context, key.text, this.#features)
        : undefined;
    return value && value.kind !== 'tag' ? { ...value, span: source.span } : source;
  }
}

/** The default of an `!AtIndex`, which newer releases do not resolve either (measured with 2025.12.4). */
function ofElement(node: Node): Node | undefined {
  return node.kind === 'tag' && node.tag === '!AtIndex' && node.args[2]?.kind === 'tag'
    ? node.args[2]
    : undefined;
}

function valueAtPath(value: Value, path: Path): Value {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(value)) return valueAtPath(value[Number(part)] ?? null, rest);
  return isDict(value) ? valueAtPath(value[part] ?? null, rest) : value;
}

function isUnfilled(value: Value): boolean {
  return typeof value === 'string' && placeholderIn(value, 'format') !== undefined;
}

import { entryRef } from '../blueprint/entry-ref.ts';
import { type Blueprint, type Entry, type Node, valueAt } from '../blueprint/blueprint.ts';
import { type Reference, references } from '../blueprint/references.ts';
import type { Catalog, Field, Resource } from '../catalog/model.ts';
import { resolveModel, type ResolvedModel } from '../catalog/resolve-model.ts';
import type { EntryRef } from '../diagnostics/diagnostic.ts';
import { groupBy } from '../source/group-by.ts';

/** An entry with what is known about it without evaluating anything. */
export interface CheckedEntry {
  readonly blueprint: Blueprint;
  readonly entry: Entry;
  readonly ref: EntryRef;
  /** The model; undefined where a tag decides it. */
  readonly resolved: ResolvedModel | undefined;
  readonly resource: Resource | undefined;
  /** `state` as far as it is written out; undefined: decided by a tag. */
  readonly ensure: string | undefined;
  /** Whether a condition is false as written, so that the entry never runs. */
  readonly skipped: boolean;
  /** Whether the entry has conditions. */
  readonly conditional: boolean;
  readonly references: readonly Reference[];
}

/** The entries of a file, in its order, each with what is known without evaluating anything. */
export function checkEntries(blueprint: Blueprint, catalog: Catalog): CheckedEntry[] {
  const all = groupBy(references(blueprint), ({ entry }) => entry);
  return blueprint.entries.map((entry) => checkEntry(blueprint, entry, catalog, all.get(entry) ?? []));
}

function checkEntry(
  blueprint: Blueprint,
  entry: Entry,
  catalog: Catalog,
  own: readonly Reference[],
): CheckedEntry {
  const written =
    entry.model.kind === 'scalar' && typeof entry.model.value === 'string' ? entry.model.value : undefined;
  const resolved = written === undefined ? undefined : resolveModel(catalog, written);
  return {
    blueprint,
    entry,
    resolved,
    ensure: ensureOf(entry),
    references: own,
    ref: entryRef(entry),
    resource: resolved?.ok && resolved.model.kind === 'resource' ? resolved.model : undefined,
    skipped: entry.conditions.some(isFalse),
    conditional: entry.conditions.length > 0,
  };
}

/** Whether a node is a literal that is false in Python. */
function isFalse(node: Node): boolean {
  if (node.kind === 'scalar')
    return node.value === false || node.value === null || node.value === 0 || node.value === '';
  return node.kind === 'seq' ? node.items.length === 0 : node.kind === 'map' && node.pairs.length === 0;
}

/** `state` as far as it is written out; undefined: decided by a tag. */
function ensureOf({ ensure }: Entry): string | undefined {
  if (!ensure) return 'present';
  return ensure.kind === 'scalar' ? String(ensure.value) : undefined;
}

/** The value that an entry gives a field: its identifier, else its attribute. */
export function valueOf({ entry }: CheckedEntry, field: string): Node | undefined {
  return (
    (entry.identifiers && valueAt(entry.identifiers, field)) ??
    (entry.attrs ? valueAt(entry.attrs, field) : undefined)
  );
}

/**
 * A text that equal nodes share: literals by value, tags by name and arguments. `!KeyOf`s are equal only
 * within one blueprint, `owner`; see `ownerOf`.
 */
export function nodeText(node: Node, owner: string): string {
  switch (node.kind) {
    case 'scalar':
      return node.value === null || typeof node.value === 'boolean'
        ? String(node.value)
        : `"${node.text.trim()}"`;
    case 'seq':
      return `[${node.items.map((item) => nodeText(item, owner)).join(',')}]`;
    case 'map':
      return `{${node.pairs
        .map((pair) => `${pair.key}:${nodeText(pair.value, owner)}`)
        .sort()
        .join(',')}}`;
    case 'tag':
      return `${node.tag}(${node.tag === '!KeyOf' ? `${owner} ` : ''}${node.args.map((arg) => nodeText(arg, owner)).join(',')})`;
  }
}

/** Identifies a blueprint: a file may hold more than one, so its path alone is not enough. */
export function ownerOf({ file, root }: Blueprint): string {
  return `${file.path} ${root.span.start}`;
}

/**
 * A field of a model; undefined for a name that it does not have, names that every JavaScript object inherits
 * included.
 */
export function fieldNamed(resource: Resource, name: string): Field | undefined {
  return Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
}

import { soundsSecret } from '../source/sounds-secret.ts';
import type { Node, TagNode } from './blueprint.ts';
import { contextValue } from './context-value.ts';
import { tagBehind } from './plain.ts';
import { isDict, Opaque, type Dict, type Value } from './value.ts';

/** What decides where the values of a file come from. */
export interface Origins {
  /** The whole context of the file. */
  readonly context: Dict;
  /** The keys of the context that come from outside of the repository, as from the command line. */
  readonly outside: ReadonlySet<string>;
  /** Whether the user has said that a variable, a file or a key of the context is none to hide. */
  readonly isInsensitive: (name: string) => boolean;
  /** Whether the objects of a model show secrets, which a whole object (`!FindObject`) holds; absent: none do. */
  readonly showsSecrets?: ((model: string) => boolean) | undefined;
}

/**
 * The names of the variables, files and keys of the context that a value is made of, in whole or in part, and
 * whose values must not be shown: all that come from outside of the repository, and what the context calls a
 * secret; also the models of whole objects that hold secrets. Empty: the value may be shown. How the value is made does not matter: a branch that a variable
 * chooses tells something of it, too, and so does the key of an object that is looked up by it.
 */
export function sensitiveSources(node: Node, origins: Origins): readonly string[] {
  const found = new SensitiveNames(origins);
  found.visit(node);
  return [...found.names];
}

/** Gathers the names in one value. */
class SensitiveNames {
  readonly names = new Set<string>();
  readonly #origins: Origins;
  /** The keys of the context that have been looked at, as they may refer to each other. */
  readonly #seen = new Set<string>();

  constructor(origins: Origins) {
    this.#origins = origins;
  }

  visit(node: Node): void {
    switch (node.kind) {
      case 'scalar':
        break;
      case 'seq':
        for (const item of node.items) this.visit(item);
        break;
      case 'map':
        for (const { keyNode, value } of node.pairs) {
          this.visit(keyNode);
          this.visit(value);
        }
        break;
      case 'tag':
        this.#tag(node);
        for (const argument of this.#argumentsOf(node)) this.visit(argument);
    }
  }

  /** The arguments of a tag; of a part of an object that is no secret, what the object is found by. */
  #argumentsOf({ tag, args: [first, key, ...others] }: TagNode): readonly Node[] {
    const all = [first, key, ...others].filter((node) => node !== undefined);
    const isPart =
      tag === '!AtIndex' && first?.kind === 'tag' && first.tag === '!FindObject' && key?.kind === 'scalar';
    return isPart && !soundsSecret(key.text) ? [...first.args, key, ...others] : all;
  }

  #tag({ tag, args: [first] }: TagNode): void {
    if (first?.kind !== 'scalar') return;
    if (tag === '!Env' || tag === '!File') this.#add(first.text);
    else if (tag === '!FindObject' && this.#origins.showsSecrets?.(first.text)) this.#add(first.text);
    else if (tag === '!Context') this.#context(first.text);
  }

  #add(name: string): void {
    if (!this.#origins.isInsensitive(name)) this.names.add(name);
  }

  #context(name: string): void {
    // Within the context itself the keys are followed one after the other, as they may go round in a circle.
    if (this.#seen.size > 0) this.follow(name);
    else for (const one of namesOfKey(name, this.#origins)) this.names.add(one);
  }

  /** Adds the names of what a key of the context is made of. */
  follow(name: string): void {
    const { context, outside } = this.#origins;
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    // Whether the release reads dots as a way into a value or not, what they may lead to is hidden.
    const parts = Object.hasOwn(context, name) ? [] : name.split('.');
    const value = contextValue(context, name, { nestedContext: true });
    const isOutside = outside.has(name) || outside.has(parts[0] ?? name);
    if (isOutside || [name, ...parts].some(soundsSecret) || holdsSecret(value)) this.#add(name);
    this.#inside(value);
  }

  /** Tags that stand in the context. */
  #inside(value: Value | undefined): void {
    const tag = value instanceof Opaque ? tagBehind(value) : undefined;
    if (tag) this.visit(tag);
    else if (Array.isArray(value)) for (const item of value) this.#inside(item);
    else if (isDict(value)) for (const item of Object.values(value)) this.#inside(item);
  }
}

const ofKeys = new WeakMap<Origins, Map<string, ReadonlySet<string>>>();

/** The names of what a key of the context is made of; worked out once, as thousands of entries may read one. */
function namesOfKey(name: string, origins: Origins): ReadonlySet<string> {
  const known = ofKeys.get(origins) ?? new Map<string, ReadonlySet<string>>();
  ofKeys.set(origins, known);
  let names = known.get(name);
  if (!names) {
    const found = new SensitiveNames(origins);
    found.follow(name);
    known.set(name, (names = found.names));
  }
  return names;
}

function holdsSecret(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isDict(value)) return false;
  return Object.entries(value).some(([key, item]) => soundsSecret(key) || holdsSecret(item));
}

/** What is shown in place of a value that is made of these: `(from DOMAIN)`. */
export function fromWords(sources: readonly string[]): string {
  return `(from ${sources.join(', ')})`;
}

import type { Entry, MapNode, Node, ScalarNode, TagNode } from '../blueprint/blueprint.ts';
import type { Resource, Shape } from '../catalog/model.ts';
import { fillsIn, textUse, type TextUse } from '../catalog/text-use.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import { fieldNamed } from './checked-entry.ts';
import { itemOf } from './slot.ts';
import { WITH_DEFAULT } from './source-of.ts';

/** A text that stands in an entry, and what it is for. */
export interface WrittenText {
  readonly node: ScalarNode;
  readonly value: string;
  /** Its name for people: `slug`, `redirect_uris[0].url`, `the model`. */
  readonly name: string;
  readonly use: TextUse;
  readonly isSecret: boolean;
  /** It is the key of an object, or what an object is found by. */
  readonly isReference: boolean;
  /** The server fills in `%(name)s` in it. */
  readonly isFilledIn: boolean;
}

/** What a text is written to. */
export type Use = Omit<WrittenText, 'node' | 'value'>;

/** An address as a whole, whatever field it is in; a template in it may have blanks. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/(?:\{\{.*?\}\}|[^\s])+$/i;

/** The texts of an entry, and the keys of the context that it uses. */
export interface WrittenTexts {
  readonly texts: readonly WrittenText[];
  readonly context: readonly { readonly key: string; readonly use: Use }[];
}

/**
 * Every text that an entry has, in the order of the file; a node behind an alias once for each use. `isAbsent`:
 * the object is taken away, so that its attributes are nowhere written.
 */
export function writtenTexts(entry: Entry, resource: Resource | undefined, isAbsent: boolean): WrittenTexts {
  const walk = new Walk();
  walk.visit(entry.model, decides('the model'));
  for (const condition of entry.conditions) walk.visit(condition, decides('a condition'));
  if (resource) {
    walk.fields(resource, entry.identifiers, true);
    if (!isAbsent) walk.fields(resource, entry.attrs ?? undefined, false);
  }
  if (entry.permissions) walk.visit(entry.permissions, decides('permissions'));
  return { texts: walk.texts, context: walk.context };
}

/** A text by which something is decided or found. */
export function decides(name: string): Use {
  return { name, use: 'value', isSecret: false, isReference: true, isFilledIn: false };
}

class Walk {
  readonly texts: WrittenText[] = [];
  readonly context: { readonly key: string; readonly use: Use }[] = [];

  /** The texts of identifiers or attributes. What identifies an object must be right, whatever it is for. */
  fields(resource: Resource, map: MapNode | undefined, identifies: boolean): void {
    for (const { key, value } of map?.pairs ?? []) {
      const field = fieldNamed(resource, key);
      if (field?.readOnly && !field.importerOnly && !identifies) continue;
      if (!field) {
        if (identifies) this.visit(value, decides(key));
        continue;
      }
      const use = useOf(key, key, field);
      this.visit(value, identifies ? { ...use, ...IDENTIFIES } : use, field);
    }
  }

  /** `slot`: what the node is written to; missing: it is a part of JSON, or only decides. */
  visit(node: Node, use: Use, slot?: Shape): void {
    switch (node.kind) {
      case 'scalar':
        if (typeof node.value === 'string')
          this.texts.push({ node, value: node.value, ...asWritten(node.value, use) });
        return;
      case 'seq':
        for (const [index, item] of node.items.entries())
          this.#item(item, `${use.name}[${index}]`, use, slot);
        return;
      case 'map':
        for (const { key, value } of node.pairs) this.#member(value, key, use, slot);
        return;
      case 'tag':
        this.#tag(node, use, slot);
    }
  }

  #item(item: Node, name: string, use: Use, slot: Shape | undefined): void {
    const shape = slot && itemOf(slot);
    this.visit(
      item,
      shape ? { ...useOf(name, use.name, shape), isSecret: use.isSecret } : { ...use, name },
      shape,
    );
  }

  #member(value: Node, key: string, use: Use, slot: Shape | undefined): void {
    const name = `${use.name}.${key}`;
    const members = slot?.members ?? {};
    const shape = Object.hasOwn(members, key) ? members[key] : undefined;
    if (shape) this.visit(value, useOf(name, key, shape), shape);
    else {
      const isSecret = use.isSecret || soundsSecret(key);
      const isFree = slot !== undefined || use.use === 'prose';
      this.visit(value, { ...use, name, isSecret, use: isFree && !isSecret ? 'prose' : use.use });
    }
  }

  /** What a tag gives is written to the slot; its other arguments decide what that is. */
  #tag({ tag, args }: TagNode, use: Use, slot: Shape | undefined): void {
    const [key] = args;
    if (tag === '!Context' && key?.kind === 'scalar') this.context.push({ key: key.text, use });
    for (const [index, arg] of args.entries()) {
      if (gives(tag, index)) this.visit(arg, use, tag === '!Enumerate' ? slot && itemOf(slot) : slot);
      // Python's own `%` of a format is filled in by it.
      else if (tag === '!Format') this.visit(arg, { ...use, isFilledIn: true }, slot);
      else this.visit(arg, decides(`an argument of ${tag}`));
    }
  }
}

const IDENTIFIES = { use: 'value', isReference: true } as const;

function gives(tag: string, index: number): boolean {
  if (WITH_DEFAULT.has(tag)) return index === 1;
  if (tag === '!If') return index > 0;
  return tag === '!Enumerate' ? index !== 1 : tag === '!ParseJSON';
}

/** `key`: the name of the field or member alone. */
function useOf(name: string, key: string, shape: Shape): Use {
  return {
    name,
    use: shape.type === 'json' ? 'prose' : textUse(key, shape),
    isSecret: shape.secret === true,
    isReference: shape.references !== undefined,
    isFilledIn: fillsIn(key, shape),
  };
}

/** An address is one wherever it stands. */
function asWritten(text: string, use: Use): Use {
  return use.use === 'prose' && ADDRESS.test(text.trim()) ? { ...use, use: 'value' } : use;
}

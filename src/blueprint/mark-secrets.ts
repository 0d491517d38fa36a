import { markRead, markSecret } from '../source/secret-spans.ts';
import { mayNameSecret, soundsSecret } from '../source/sounds-secret.ts';
import type { SourceFile } from '../source/source-file.ts';
import { nearest } from '../diagnostics/spelling.ts';
import { contextNode } from './context-value.ts';
import { TAGS } from './features.ts';
import { isName } from './placeholder.ts';
import { tellsSecret } from './texts-in.ts';
import { type Blueprint, type MapNode, type Node, type Pair, valueAt } from './blueprint.ts';

/*
 * Secrets that stand in a file are marked, so that no code frame shows them, be it that of a mistake in the
 * line next to one or that of what the server says about it later.
 */

/** Whether a field of a model is a secret, by the texts of an entry or a look-up; undefined: of any model. */
export type IsSecret = (model: string | undefined, field: string) => boolean;

/**
 * Marks what is given to secret attributes, what secrets are looked up by, and what stands under any other
 * key that sounds secret: in the context, in a part of an attribute, in an entry that cannot be read.
 */
export function markSecrets({ file, root }: Blueprint, isSecret: IsSecret): void {
  const context = root.kind === 'map' ? valueAt(root, 'context') : undefined;
  new Marker(file, isSecret, context).visit(root);
  markRead(file);
}

/** Marks the value of a key that counts no more because the key comes again, where it may be a secret. */
export function markLost(file: SourceFile, key: string, lost: Node): void {
  if (mayNameSecret(key)) new Marker(file, () => true, undefined).mark(lost);
}

class Marker {
  readonly #file: SourceFile;
  readonly #isSecret: IsSecret;
  /** The context of the file. */
  readonly #context: Node | undefined;
  /** What was visited already, as aliases repeat it. */
  readonly #visited = new Set<Node>();
  readonly #marked = new Set<Node>();

  constructor(file: SourceFile, isSecret: IsSecret, context: Node | undefined) {
    this.#file = file;
    this.#isSecret = isSecret;
    this.#context = context;
  }

  /** Looks for secrets in a node that is none itself. */
  visit(node: Node): void {
    if (this.#visited.has(node)) return;
    this.#visited.add(node);
    switch (node.kind) {
      case 'scalar':
        break;
      case 'seq':
        for (const item of node.items) this.visit(item);
        break;
      case 'map':
        this.#map(node);
        break;
      case 'tag':
        if (isLookUp(node.tag)) this.#lookUp(node.args);
        for (const argument of node.args) this.visit(argument);
    }
  }

  /** A mapping; one with a model is an entry, and its parts are fields of the model, be they misspelt. */
  #map(node: MapNode): void {
    const model = valueAt(node, 'model');
    for (const pair of node.pairs) {
      if (model && model !== pair.value && pair.value.kind === 'map') this.#fields(pair.value, model);
      else this.#pair(pair, soundsSecret(pair.key));
    }
  }

  #fields(part: MapNode, model: Node): void {
    const text = model.kind === 'scalar' ? model.text : undefined;
    for (const pair of part.pairs) this.#pair(pair, this.#isSecret(text, pair.key));
  }

  #pair({ keyNode, value }: Pair, isSecret: boolean): void {
    if (keyNode.kind === 'tag') this.visit(keyNode);
    if (!isSecret) return this.visit(value);
    this.mark(value);
    const given = this.#inContext(value);
    if (given) this.mark(given);
  }

  /** What the file's context has for a value that is nothing else: `password: !Context word`. */
  #inContext(value: Node): Node | undefined {
    if (value.kind !== 'tag' || value.tag !== '!Context' || this.#context?.kind !== 'map') return undefined;
    const [name] = value.args;
    if (name?.kind !== 'scalar') return undefined;
    // Also for a release that reads the name as one key: what dots would lead to there is hidden in vain.
    return contextNode(this.#context, name.text, { nestedContext: true });
  }

  /** `!Find [model, [field, value]]`: the values of secret fields. */
  #lookUp([model, ...criteria]: readonly Node[]): void {
    const text = model?.kind === 'scalar' ? model.text : undefined;
    for (const criterion of criteria) {
      if (criterion.kind !== 'seq') continue;
      const [field, value] = criterion.items;
      if (field?.kind === 'scalar' && value && this.#isSecret(text, field.text)) this.mark(value);
    }
  }

  /**
   * Marks the texts in a value; of a tag those that can become the value, not the name of a variable or what
   * is looked up. `key`: what it stands under in a mapping that is a secret as a whole.
   */
  mark(node: Node, key?: string): void {
    if (this.#marked.has(node)) return;
    this.#marked.add(node);
    switch (node.kind) {
      case 'scalar':
        if (node.value !== null && node.value !== '' && !isName(node.text))
          markSecret(
            this.#file,
            node.span,
            key === undefined || tellsSecret(key, node.text) ? node.text : '',
          );
        break;
      case 'seq':
        for (const item of node.items) this.mark(item, key ?? '');
        break;
      case 'map':
        for (const pair of node.pairs) {
          if (isEmpty(pair.value)) this.mark(pair.keyNode);
          else this.mark(pair.value, pair.key);
        }
        break;
      case 'tag':
        if (isLookUp(node.tag)) this.#lookUp(node.args);
        if (isNoTag(node.tag)) markSecret(this.#file, node.tagSpan, node.tag);
        for (const argument of valuesOf(node.tag, node.args)) this.mark(argument, key);
    }
  }
}

/** Whether nothing is written there: what `{word}` is to YAML, a key without a value. */
function isEmpty({ kind, span }: Node): boolean {
  return kind === 'scalar' && span.start === span.end;
}

/** Whether a tag is neither one of authentik nor near to one: a secret without quotes that begins with `!`. */
function isNoTag(tag: string): boolean {
  return nearest(tag, Object.keys(TAGS)) === undefined;
}

function isLookUp(tag: string): boolean {
  return tag === '!Find' || tag === '!FindObject';
}

function valuesOf(tag: string, args: readonly Node[]): readonly Node[] {
  if (tag === '!KeyOf' || isLookUp(tag)) return [];
  return tag === '!Env' || tag === '!Context' || tag === '!If' || tag === '!File' ? args.slice(1) : args;
}

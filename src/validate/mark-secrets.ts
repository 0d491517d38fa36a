import { type Node, pairAt } from '../blueprint/blueprint.ts';
import type { Catalog } from '../catalog/model.ts';
import { markSecret } from '../source/secret-spans.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type Facts, fieldNamed } from './facts.ts';

/*
 * Secrets that stand in a file are marked, so that no code frame shows them: not that of the next line's mistake, nor that of
 * what the server says of them later.
 */

/** A key of the context whose value is most likely a secret. */
const SOUNDS_SECRET = /password|secret|token|private_key|api_?key/i;

/** Marks what is given to secret attributes, and what the context calls a secret. */
export function markSecrets(facts: Facts): void {
  const { file, root } = facts.blueprint;
  for (const { entry, resource } of facts.entries) {
    for (const pair of [...(entry.attrs?.pairs ?? []), ...(entry.identifiers?.pairs ?? [])]) {
      // Of a model that is not known, whatever is a secret elsewhere is one.
      const secret = resource ? fieldNamed(resource, pair.key)?.secret === true : secretNames(facts.catalog).has(pair.key);
      if (secret) markTexts(file, pair.value);
    }
  }
  const context = root.kind === 'map' ? pairAt(root, 'context')?.value : undefined;
  if (context) markContext(file, context);
}

const named = new WeakMap<Catalog, ReadonlySet<string>>();

/** The names under which some model has a secret. */
function secretNames(catalog: Catalog): ReadonlySet<string> {
  let names = named.get(catalog);
  if (!names) {
    names = new Set(Object.values(catalog.models).flatMap((model) => (model.kind === 'resource' ? Object.entries(model.fields).filter(([, field]) => field.secret).map(([name]) => name) : [])));
    named.set(catalog, names);
  }
  return names;
}

function markContext(file: SourceFile, node: Node): void {
  if (node.kind === 'seq') for (const item of node.items) markContext(file, item);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.pairs) {
    if (SOUNDS_SECRET.test(key)) markTexts(file, value);
    else markContext(file, value);
  }
}

/** The texts in a value; of a tag those that can become the value, not the name of a variable or what is looked up. */
function markTexts(file: SourceFile, node: Node): void {
  switch (node.kind) {
    case 'scalar':
      if (node.value !== null && node.value !== '') markSecret(file, node.span);
      break;
    case 'seq': for (const item of node.items) markTexts(file, item); break;
    case 'map': for (const { value } of node.pairs) markTexts(file, value); break;
    case 'tag': for (const argument of valuesOf(node.tag, node.args)) markTexts(file, argument);
  }
}

function valuesOf(tag: string, args: readonly Node[]): readonly Node[] {
  if (tag === '!KeyOf' || tag === '!Find') return [];
  return tag === '!Env' || tag === '!Context' || tag === '!If' || tag === '!File' ? args.slice(1) : args;
}

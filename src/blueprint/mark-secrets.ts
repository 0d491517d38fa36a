import { markSecret } from '../source/secret-spans.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type Blueprint, type Node, pairAt } from './blueprint.ts';
import { soundsSecret } from './secret-context.ts';

/*
 * Secrets that stand in a file are marked, so that no code frame shows them, be it that of a mistake in the
 * line next to one or that of what the server says about it later.
 */

/**
 * Marks what is given to secret attributes, and what the context calls a secret. `isSecret`: whether a field
 * of a model is one, by the text of the model where it is one.
 */
export function markSecrets(
  { file, root, entries }: Blueprint,
  isSecret: (model: string | undefined, field: string) => boolean,
): void {
  for (const { model, attrs, identifiers } of entries) {
    const text = model.kind === 'scalar' ? model.text : undefined;
    for (const { key, value } of [...(attrs?.pairs ?? []), ...(identifiers?.pairs ?? [])])
      if (isSecret(text, key)) markTexts(file, value);
  }
  const context = root.kind === 'map' ? pairAt(root, 'context')?.value : undefined;
  if (context) markContext(file, context);
}

function markContext(file: SourceFile, node: Node): void {
  if (node.kind === 'seq') for (const item of node.items) markContext(file, item);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.pairs) {
    if (soundsSecret(key)) markTexts(file, value);
    else markContext(file, value);
  }
}

/**
 * The texts in a value; of a tag those that can become the value, not the name of a variable or what is
 * looked up.
 */
function markTexts(file: SourceFile, node: Node): void {
  switch (node.kind) {
    case 'scalar':
      if (node.value !== null && node.value !== '') markSecret(file, node.span);
      break;
    case 'seq':
      for (const item of node.items) markTexts(file, item);
      break;
    case 'map':
      for (const { value } of node.pairs) markTexts(file, value);
      break;
    case 'tag':
      for (const argument of valuesOf(node.tag, node.args)) markTexts(file, argument);
  }
}

function valuesOf(tag: string, args: readonly Node[]): readonly Node[] {
  if (tag === '!KeyOf' || tag === '!Find') return [];
  return tag === '!Env' || tag === '!Context' || tag === '!If' || tag === '!File' ? args.slice(1) : args;
}

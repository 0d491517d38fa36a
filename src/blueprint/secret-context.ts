import { soundsSecret } from '../source/sounds-secret.ts';
import type { Node } from './blueprint.ts';
import { isDict, type Dict, type Value } from './value.ts';

/** Tags that give something else than what is written in them. */
const LOOK_UPS: ReadonlySet<string> = new Set(['!Find', '!FindObject', '!KeyOf', '!Condition']);

/** Whether a value is made, in whole or in part, of what the context calls a secret. */
export function usesSecret(node: Node, context: Dict): boolean {
  switch (node.kind) {
    case 'scalar':
      return false;
    case 'seq':
      return node.items.some((item) => usesSecret(item, context));
    case 'map':
      return node.pairs.some(({ value }) => usesSecret(value, context));
    case 'tag': {
      if (LOOK_UPS.has(node.tag)) return false;
      const [name] = node.args;
      if (node.tag === '!Context' && name?.kind === 'scalar' && isSecretOf(context, name.text)) return true;
      return node.args.some((argument) => usesSecret(argument, context));
    }
  }
}

function isSecretOf(context: Dict, name: string): boolean {
  return soundsSecret(name) || (Object.hasOwn(context, name) && holdsSecret(context[name]));
}

function holdsSecret(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isDict(value)) return false;
  return Object.entries(value).some(([key, item]) => soundsSecret(key) || holdsSecret(item));
}

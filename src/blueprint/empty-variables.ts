import { soundsSecret } from '../source/sounds-secret.ts';
import type { Span } from '../source/source-file.ts';
import type { Node, TagNode } from './blueprint.ts';
import { contextNode, contextValue } from './context-value.ts';
import type { Scope } from './evaluate.ts';
import { nameOf } from './tags/default.ts';
import { isDict, type Value } from './value.ts';

/** What a value is read from that comes from outside of the file. */
type Outside = Pick<Scope, 'env' | 'readFile' | 'context' | 'features'> & {
  /** The context that the file itself has. */
  readonly ownContext: Node | undefined;
};

/** A value that is empty because of what it is read from. */
export interface Empty {
  readonly span: Span;
  /** What it is read from, for people: `the environment variable DB_PASSWORD`. */
  readonly from: string;
}

/**
 * The secrets in a value that are empty, or white space only, because a variable, a file or the context from
 * outside is: a pipeline gives "" for a secret that it does not have. What the file itself says is meant.
 * `isSecret`: the value is one; else those of its parts are whose names sound so.
 */
export function emptySecrets(
  node: Node,
  value: Value | undefined,
  isSecret: boolean,
  outside: Outside,
): Empty[] {
  if (node.kind === 'seq')
    return Array.isArray(value)
      ? node.items.flatMap((item, index) => emptySecrets(item, value[index], isSecret, outside))
      : [];
  if (node.kind === 'map')
    return isDict(value)
      ? node.pairs.flatMap((pair) =>
          emptySecrets(pair.value, value[pair.key], isSecret || soundsSecret(pair.key), outside),
        )
      : [];
  if (node.kind !== 'tag' || !isSecret || !isBlank(value)) return [];
  const from = emptySource(node, outside);
  return from === undefined ? [] : [{ span: node.span, from }];
}

function isBlank(value: Value | undefined): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** What in a node, at any depth, is read from outside and is empty. */
function emptySource(node: Node, outside: Outside): string | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'seq':
      return firstOf(node.items, outside);
    case 'map':
      return firstOf(
        node.pairs.map(({ value }) => value),
        outside,
      );
    case 'tag':
      return emptyTag(node, outside) ?? firstOf(node.args, outside);
  }
}

function firstOf(nodes: readonly Node[], outside: Outside): string | undefined {
  for (const node of nodes) {
    const from = emptySource(node, outside);
    if (from !== undefined) return from;
  }
  return undefined;
}

function emptyTag(
  tag: TagNode,
  { env, readFile, context, features, ownContext }: Outside,
): string | undefined {
  const name = nameOf(tag);
  switch (tag.tag) {
    case '!Env': {
      const text = env(name);
      // A default that the file has takes the place of an empty variable.
      const isReplaced = text === '' && features.emptyEnvIsUnset && tag.args.length > 1;
      return typeof text === 'string' && isBlank(text) && !isReplaced
        ? `the environment variable ${name}`
        : undefined;
    }
    case '!File': {
      const text = readFile?.(name);
      return typeof text === 'string' && isBlank(text) ? `the file ${name}` : undefined;
    }
    case '!Context': {
      const own = ownContext?.kind === 'map' ? contextNode(ownContext, name, features) : undefined;
      const value = contextValue(context, name, features);
      const isOwn = own?.kind === 'scalar' && own.value === value;
      return typeof value === 'string' && isBlank(value) && !isOwn
        ? `"${name}" of the context that is given to the run`
        : undefined;
    }
    default:
      return undefined;
  }
}

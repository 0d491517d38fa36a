import type { Node, TagNode } from '../blueprint/blueprint.ts';
import { textOf } from '../blueprint/tags/arguments.ts';
import { walkNodes } from '../blueprint/walk.ts';
import type { Note } from '../diagnostics/diagnostic.ts';
import type { Path } from '../forms/form.ts';
import type { Decision } from '../semantics/decision.ts';
import { sourceOf, WITH_DEFAULT } from '../semantics/source-of.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import { nodeAt, nodeUnder } from './present.ts';

/* Where in a file a value stands that a tag gives, and in which cases it does. */

/** The node of a part of the value that a node gives, or the nearest one around it that the file has. */
export function nodeBelow(node: Node, path: Path, isTyped: boolean): Node {
  const at = sourceOf(node, isTyped);
  const [part, ...rest] = path;
  if (part === undefined) return at;
  if (at.kind === 'tag' && at.tag === '!Enumerate') return enumerated(at, part, rest) ?? at;
  const next = nodeUnder(at, part);
  return next ? nodeBelow(next, rest, isTyped) : at;
}

/** What an `!Enumerate` makes an item of: its body where that is written out, else the item gone through. */
function enumerated({ args }: TagNode, index: string | number, path: Path): Node | undefined {
  const [iterable, , body] = args;
  const at = body && nodeAt(body, path);
  if (at?.kind === 'scalar') return at;
  return iterable?.kind === 'seq' ? iterable.items[Number(index)] : at;
}

/** Whether there is a tag of this name in a node. */
export function hasTag(node: Node, name: string): boolean {
  let found = false;
  walkNodes(node, (one) => {
    found ||= one.kind === 'tag' && one.tag === name;
    return !found;
  });
  return found;
}

/** Whether a value may be a secret, by the name of what a tag takes it from. */
export function soundsLikeSecret(tag: TagNode): boolean {
  let found = false;
  walkNodes(tag, (node) => {
    if (node.kind !== 'tag' || !WITH_DEFAULT.has(node.tag)) return !found;
    const name = textOf(node.args[0]);
    found ||= name !== undefined && soundsSecret(name);
    return !found;
  });
  return found;
}

/**
 * In which cases a tag gives what is at a node: `where` variables, keys and files are set or not, and notes
 * on the conditions that a value is made of. Decisions that something else in the tag depends on are left out.
 */
export function waysTo(
  at: Node,
  root: TagNode,
  when: readonly Decision[],
  file: SourceFile,
): { readonly where: readonly string[]; readonly notes: readonly Note[] } {
  const conditions = conditionsAround(at, root);
  const asked = when.filter(
    ({ span, isCondition }) =>
      within(span, at.span) ||
      (!isCondition && (within(at.span, span) || conditions.some((condition) => within(span, condition)))),
  );
  return {
    where: asked.filter(({ isCondition }) => !isCondition).map(({ words }) => words),
    notes: asked
      .filter(({ isCondition }) => isCondition)
      .map(({ words, span }) => ({ message: `so it is where ${words}`, place: { file, span } })),
  };
}

/** The conditions of the `!If`s in a branch of which a node is. */
function conditionsAround(at: Node, root: TagNode): readonly Span[] {
  const conditions: Span[] = [];
  walkNodes(root, (node) => {
    if (!within(at.span, node.span)) return false;
    const [condition] = node.kind === 'tag' && node.tag === '!If' ? node.args : [];
    if (condition && !within(at.span, condition.span)) conditions.push(condition.span);
    return undefined;
  });
  return conditions;
}

function within(one: Span, other: Span): boolean {
  return other.start <= one.start && one.end <= other.end;
}

import type { ScalarNode } from './blueprint.ts';
import { stateMeant } from './entry-hints.ts';
import { ENSURE, type Features } from './features.ts';
import { placeholderIn } from './placeholder.ts';
import { type Fixes, replacing } from './rewrite.ts';
import type { StructureCheck } from './structure.ts';

/** Code `ensure-invalid`: the `state` of an entry is a word that is none, or none yet. */
export function reportEnsure(
  check: StructureCheck,
  { ensure, release }: Features,
  node: ScalarNode,
  word: string,
): void {
  const words = ensure.join(', ');
  const refuse = (message: string, hint: string, fixes?: Fixes): void =>
    check.report('ensure-invalid', message, node.span, hint, fixes);
  const since = Object.hasOwn(ENSURE, word) ? ENSURE[word] : undefined;
  if (since !== undefined)
    return refuse(
      `the state "${word}" came with authentik ${since}, later than ${release}`,
      `use one of ${words}`,
    );
  const wrong = `the state must be one of ${words}, but is "${word}"`;
  if (placeholderIn(word))
    return refuse(`${wrong}, which nobody filled in`, 'fill it in first, or take it from !Context');
  const near = stateMeant(word, ensure);
  if (near === undefined) return refuse(wrong, `use one of ${words}`);
  const mechanical = near === word.toLowerCase() ? 'mechanical' : undefined;
  refuse(wrong, `did you mean "${near}"?`, replacing(check.file, node, near, mechanical));
}

import type { Finding } from '../diagnostics/collector.ts';
import type { Span } from '../source/source-file.ts';
import type { Need } from './needs.ts';

/**
 * Code `blueprint-cycle`: blueprints that want each other applied first, or one that wants itself: the server
 * would go round for ever. `circle`: the needs that it is made of, as `orderFiles` gives them.
 */
export function blueprintCycle(
  circle: readonly Need[],
): Pick<Finding, 'code' | 'message' | 'hint' | 'entry'> | undefined {
  const [first] = circle;
  if (first?.by.kind !== 'apply') return undefined;
  const paths = [...new Set(circle.map(({ from }) => from.path))];
  return {
    code: 'blueprint-cycle',
    message:
      paths.length === 1
        ? 'this blueprint wants itself applied first'
        : `these blueprints want each other applied first: ${paths.join(', ')}`,
    hint: 'take one metaapplyblueprint entry out',
    entry: first.by.apply.ref,
  };
}

/** Where a need stands in its file. */
export function spanOf({ by }: Need): Span {
  if (by.kind === 'find') return by.find.span;
  return by.apply.name?.span ?? by.apply.path?.span ?? { start: 0, end: 0 };
}

import type { Finding } from '../diagnostics/collector.ts';
import type { Span } from '../source/source-file.ts';
import type { Need } from './needs.ts';

/**
 * Code `blueprint-cycle`: blueprints that require each other to be applied first, or one that requires
 * itself: the server would never finish. `circle`: one of `askedCircles` of `orderFiles`. Undefined when it
 * does not start with such a need.
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

/** The span of a need in its file. */
export function spanOf({ by }: Need): Span {
  if (by.kind === 'find') return by.find.span;
  return by.apply.name?.span ?? by.apply.path?.span ?? { start: 0, end: 0 };
}

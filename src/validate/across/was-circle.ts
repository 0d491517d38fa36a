import type { FileSummary, FormerSummary } from '../../semantics/summary.ts';
import type { AcrossFacts } from './facts.ts';

/** A comment about a rename, with the file that it stands in. */
interface Rename {
  readonly file: FileSummary;
  readonly former: FormerSummary;
}

/**
 * Code `was-invalid`: entries of which comments say that each has the name that another one had (`a` was `b`, and
 * `b` was `a`). All names are taken at any time, so that no run can rename, and none can tell whether it is done:
 * the objects would get each other's values.
 */
export function checkWasCircle(facts: AcrossFacts): void {
  const byFormer = new Map<string, Rename>();
  // Files that are applied on request only are mostly alternatives.
  for (const file of facts.files.filter(({ onRequest }) => !onRequest))
    for (const former of file.former)
      if (!byFormer.has(former.identity)) byFormer.set(former.identity, { file, former });
  const reported = new Set<Rename>();
  for (const first of byFormer.values()) {
    const circle = circleOf(byFormer, first);
    if (circle.length < 2 || reported.has(first)) continue;
    for (const one of circle) reported.add(one);
    facts.report({
      code: 'was-invalid',
      message: 'renames in a circle: each of these entries has a name that another one is said to have had',
      hint: 'rename one of them to a third name, apply that, and only then give them their last names; or take the comments out',
      place: facts.place(first.file, first.former.span),
      entry: first.former.ref,
      notes: circle
        .slice(1)
        .map(({ file, former }) => ({ message: 'the other comment', place: facts.place(file, former.span) })),
    });
  }
}

/** The renames that lead from one back to it, itself first; none where they do not lead back. */
function circleOf(byFormer: ReadonlyMap<string, Rename>, first: Rename): Rename[] {
  const circle = [first];
  for (;;) {
    const next = byFormer.get(circle.at(-1)?.former.now ?? '');
    if (next === first) return circle;
    if (!next || circle.includes(next)) return [];
    circle.push(next);
  }
}

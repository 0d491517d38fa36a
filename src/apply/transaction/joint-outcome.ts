import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Change } from '../../plan/value/plan.ts';
import type { Outcome } from '../outcome.ts';
import type { MadeKey } from '../resolve.ts';
import type { LeftOver } from './left-over.ts';

/** What became of a change in the transaction. */
export function ownOutcome(
  change: Change,
  over: LeftOver,
  refused: ReadonlyMap<Change, Diagnostic>,
): Outcome {
  const made =
    change.action === 'delete' || over.undone.includes(change) ? undefined : over.made.get(change.row);
  const wrong = [
    change,
    ...over.otherwise.filter((one) => one.change === change).map(({ left }) => left),
  ].flatMap((one) => refused.get(one) ?? []);
  return wrong.length > 0
    ? { state: 'failed', change, made, diagnostics: wrong }
    : { state: 'applied', change, made, seconds: 0 };
}

/** What is known of a change besides the outcomes of its parts. */
interface Known {
  /** Errors in the plan afterwards that stand in its way. */
  readonly errors: readonly Diagnostic[];
  /** The change of its object that the transaction has not made. */
  readonly waitsFor: Change | undefined;
  readonly made: MadeKey | undefined;
  /** The ids of the changes that were planned, by those of what is left of them. */
  readonly idBefore: ReadonlyMap<string, string>;
}

const WORST: readonly Outcome['state'][] = ['unknown', 'failed', 'stale', 'skipped', 'applied'];

/** The outcome of a change that was planned, from what became of it in the transaction and afterwards. */
export function jointOutcome(
  change: Change,
  own: Outcome | undefined,
  laters: readonly Outcome[],
  known: Known,
): Outcome {
  if (own && own.state !== 'applied') return own;
  if (known.waitsFor)
    return { state: 'skipped', change, because: { kind: 'waited', for: known.waitsFor.id } };
  const [worst] = [...laters].sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  if (!worst) {
    if (known.errors.length > 0) return { state: 'stale', change, diagnostics: known.errors };
    return own ?? { state: 'applied', change, made: known.made, seconds: 0 };
  }
  if (own && worst.state !== 'applied') return cutShort(change, worst, known);
  if (worst.state === 'skipped') {
    const { because } = worst;
    return because.kind === 'waited'
      ? { ...worst, change, because: { ...because, for: known.idBefore.get(because.for) ?? because.for } }
      : { ...worst, change };
  }
  return 'made' in worst ? { ...worst, change, made: worst.made ?? known.made } : { ...worst, change };
}

/** The outcome of a change whose object was made, and what comes after that was not done, or not all of it. */
function cutShort(change: Change, worst: Outcome, { made }: Known): Outcome {
  const state = worst.state === 'unknown' ? 'unknown' : 'failed';
  return { state, change, made, diagnostics: 'diagnostics' in worst ? worst.diagnostics : [] };
}

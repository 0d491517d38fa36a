import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Severity } from '../../src/diagnostics/codes.ts';
import type { Span } from '../../src/source/source-file.ts';
import { lineAt, type Mutant } from './subject.ts';

/** Whether what was found about a mutant is what should be; '' when it is. */
export type Verdict =
  | ''
  | `nothing found`
  | `${number} findings`
  | `elsewhere: ${string}`
  | `only ${Severity}: ${string}`;

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * One mistake, one finding: at the mistake (it touches one of its places, and starts in a line of it, so that
 * a finding about a whole entry does not count), and as severe as it must be. What is found in the blueprint
 * without the mistake does not count.
 */
export function judge(mutant: Mutant, found: readonly Diagnostic[], before: readonly Diagnostic[]): Verdict {
  const left = before.map(identity);
  const fresh = found.filter((one) => {
    const at = left.indexOf(identity(one));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  const [finding] = fresh;
  if (!finding) return 'nothing found';
  if (fresh.length > 1) return `${fresh.length} findings`;
  const span = finding.place?.span;
  if (!span || !mutant.places.some((place) => isAt(mutant.text, span, place)))
    return `elsewhere: ${finding.code}`;
  return RANK[finding.severity] >= RANK[mutant.least] ? '' : `only ${finding.severity}: ${finding.code}`;
}

function isAt(text: string, span: Span, place: Span): boolean {
  const touches = span.start <= place.end && span.end >= place.start;
  return (
    touches && span.start >= lineAt(text, place.start).start && span.start <= lineAt(text, place.end).end
  );
}

function identity({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

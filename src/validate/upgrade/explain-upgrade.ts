import { shortRelease } from '../../catalog/release.ts';
import type { Code } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** What was found in the same files as blueprints of one release. */
export interface ReleaseFindings {
  readonly release: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The findings of the last release, those that come from the upgrade with the release that brought them. A
 * finding comes from the upgrade when the first release does not have it at its place; it came with the first
 * release since which it has been there without a break.
 */
export function explainUpgrade(releases: readonly ReleaseFindings[]): Diagnostic[] {
  const known = releases.map(({ diagnostics }) => new Set(diagnostics.map(identityOf)));
  return (releases.at(-1)?.diagnostics ?? []).map((diagnostic) => {
    const identity = identityOf(diagnostic);
    let first = known.length - 1;
    while (first > 0 && known[first - 1]?.has(identity)) first -= 1;
    const [before, since] = [releases[first - 1], releases[first]];
    return before && since
      ? explained(diagnostic, shortRelease(before.release), shortRelease(since.release))
      : diagnostic;
  });
}

/**
 * Messages name releases and say more in one than in another, so a finding is known by its place; what is
 * missing has no place of its own.
 */
function identityOf({ code, message, place }: Diagnostic): string {
  const missing = code === 'attribute-missing' ? message : '';
  return `${code} ${place?.file.path ?? ''} ${place?.span.start ?? ''} ${place?.span.end ?? ''} ${missing}`;
}

const WHAT: Readonly<Partial<Record<Code, string>>> = {
  'attribute-unknown': 'gone since',
  'model-unknown': 'gone since',
  'find-model-unknown': 'gone since',
  'find-field-unknown': 'gone since',
  'attribute-missing': 'required since',
  'attribute-enum': 'no choice any more since',
  'attribute-type': 'of another type since',
  'attribute-null': 'null is refused since',
  'attribute-read-only': 'only the server sets it since',
  'identifier-unknown': 'cannot identify any more since',
};

function explained(diagnostic: Diagnostic, before: string, since: string): Diagnostic {
  const notes = diagnostic.notes ?? [];
  // What a rename or a note says already is not said again.
  const isSaid = [diagnostic.message, ...notes.map(({ message }) => message)].some((text) =>
    text.includes(`since ${since}`),
  );
  return {
    ...diagnostic,
    notes: [
      ...notes,
      {
        message: `${isSaid ? '' : `${WHAT[diagnostic.code] ?? 'so since'} ${since}; `}${before} has nothing against it`,
      },
    ],
  };
}

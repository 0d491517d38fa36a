import { shortRelease } from '../../catalog/release.ts';
import type { Code } from '../../diagnostics/codes.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** The findings about files, checked as blueprints of one release. */
export interface ReleaseFindings {
  readonly release: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The findings of the last release, where those that come from the upgrade get a note that names the release.
 * A finding comes from the upgrade when the first release does not have it at its place; the note names the
 * first release from which on every release has it.
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
 * A text that the same findings of two releases share: code and place, as messages differ between releases;
 * the message only for missing attributes, which have no place of their own.
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
  // What the message or a note says already is not repeated.
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

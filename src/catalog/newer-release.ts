import type { Code } from '../diagnostics/codes.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Catalog } from './model.ts';
import { shortRelease } from './release.ts';

/*
 * The one place that decides what is said of a release that is newer than every catalog. Each of these codes goes
 * by what the newest known release has. Compared release by release, 2022.12 to 2026.8, all of that has moved
 * to what was refused before: 64 models, 181 fields, 66 sets of choices, 8 models that can be written, 5 fields
 * of another type, 4 no longer required, 5 that may be null, dozens of longer or freer texts; tags, words for
 * the state, the form of `entries` and arguments of tags with 2023.8, 2023.10, 2024.12 and 2025.8.
 * What no release has a say in (a text that is no YAML, an id that no entry has) is as wrong as ever.
 */
const MAY_DIFFER: ReadonlySet<Code> = new Set<Code>([
  'version-unsupported',
  'structure-type',
  'structure-unknown-key',
  'ensure-invalid',
  'tag-unknown',
  'tag-misplaced',
  'tag-arguments',
  'find-model-unknown',
  'find-field-unknown',
  'find-undecidable',
  'permission-unknown',
  'model-unknown',
  'model-unmanageable',
  'identifier-unknown',
  'identifier-undecidable',
  'attribute-unknown',
  'attribute-read-only',
  'attribute-missing',
  'attribute-type',
  'attribute-enum',
  'attribute-null',
  'attribute-format',
  'attribute-rule',
  'action-impossible',
  'merge-invalid',
]);

/**
 * Gives findings as they are to be said for a catalog: where it stands in for a newer release, one that this release
 * may refute is at most a warning, and says so.
 */
export function forRelease({ release, standsInFor }: Catalog): (finding: Finding) => Finding {
  if (standsInFor === undefined) return (finding) => finding;
  const may =
    `${standsInFor} is newer than what this version knows (${shortRelease(release)}) and may take it: ` +
    "validate --target-from ADDRESS asks a server's own document";
  return (finding) =>
    MAY_DIFFER.has(finding.code) || finding.byRelease
      ? {
          ...finding,
          severity: 'warning',
          unraised: true,
          hint: finding.hint === undefined ? may : `${finding.hint}; ${may}`,
        }
      : finding;
}

/**
 * Whether a finding says that a plan leaves out what an entry wants because no catalog knows the release. A broken
 * rule between fields is for the server to decide: the values are sent.
 */
export function isLeftOut({ code, unraised }: Pick<Finding, 'code' | 'unraised'>): boolean {
  return unraised === true && code !== 'attribute-rule';
}

import { loadCatalog } from '../../src/cli/catalogs.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkFiles } from '../validate/check.ts';

/** What a person does who follows a hint: the text that is taken away, and the one that the hint names for it. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

const catalogs = new Map(
  ['2023.2', '2025.12'].map((release) => [release, loadCatalog(release, () => undefined)] as const),
);

/** The errors and warnings of a text; what only a server can tell is not among them. */
export function found(text: string, release = '2025.12'): readonly Diagnostic[] {
  return checkFiles([{ path: 'hint.yaml', bytes: Buffer.from(text) }], catalogs.get(release)).filter(
    ({ severity }) => severity !== 'info',
  );
}

/** A finding in one line, with its hint. */
export function said({ severity, code, message, hint }: Diagnostic): string {
  return `${severity} ${code}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

/** A text after the first fix of each finding was made, as `--fix` or an editor does. */
export function fixed(text: string, findings: readonly Diagnostic[]): string {
  return applyFixes(
    { path: 'hint.yaml', text },
    findings.map((finding) => ({
      ...finding,
      fixes: finding.fixes?.slice(0, 1).map((fix) => ({ ...fix, mechanical: true as const })),
    })),
  ).text;
}

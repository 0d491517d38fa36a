import { textInNode } from '../../blueprint/embedded/text-in-node.ts';
import { Refusal } from '../../blueprint/refusal.ts';
import { CODES } from '../../diagnostics/codes.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { ImporterRun, PlanContext } from '../entries/plan-context.ts';
import { isAllowed } from '../entries/protect.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow, Provenance } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import type { Content } from './content-of.ts';

/* What a content is planned with that an entry of a file is not. */

/** The keys of an instance's context, where that is a secret. */
export function secretKeys(overlay: Overlay, row: OverlayRow, { context }: Content): ReadonlySet<string> {
  const field = overlay.resource(row.model).fields['context'];
  return new Set(field?.secret === true ? Object.keys(context ?? {}) : []);
}

/** Why a content cannot read a variable or a file: those of the server are meant. */
export function onlyThere(what: string): Refusal {
  return new Refusal(what, 'write the value itself, or pass it in the context of the instance');
}

/**
 * Gathers what is found in a content. An error is none of the run's, which goes on without the content, but
 * means that it cannot be told what the importer does.
 */
export function reporter(run: ImporterRun, findings: Finding[]): (finding: Finding) => void {
  return (finding) => {
    const severity = finding.severity ?? CODES[finding.code].severity;
    const isError = severity === 'error';
    if (isError) run.problems.push({ message: finding.message, place: finding.place });
    // What only the server can tell is no mistake.
    if (finding.code === 'env-refused' || finding.code === 'path-refused') return;
    findings.push({ ...finding, fixes: undefined, severity: isError ? 'warning' : severity });
  };
}

/** The text of a content as a file, within the value that gives it, or within the entry that has it applied. */
export function fileOf({ overlay }: PlanContext, row: OverlayRow, text: string, by: Provenance): SourceFile {
  const given = row.provenanceOf.get('content');
  const { node, place } = given ?? by;
  const name = describeRow(overlay, row);
  const value = node ? { file: place.file, span: node.span } : place;
  return textInNode(`${place.file.path}#${name}`, text, value, node);
}

/** The policy for what the importer does: our options are none of its. */
export function policyFor({ overlay, policy }: PlanContext, row: OverlayRow): Policy {
  const all = Object.keys(overlay.catalog.models);
  return {
    ...policy,
    allowProtected: isAllowed(policy, row.model, overlay.value(row, 'name')) ? all : policy.allowProtected,
    secrets: 'always',
    revokePermissions: false,
  };
}

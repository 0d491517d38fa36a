import type { Blueprint } from '../blueprint/blueprint.ts';
import { checkTags } from '../blueprint/check-tags.ts';
import { features } from '../blueprint/features.ts';
import { markSecrets } from '../blueprint/mark-secrets.ts';
import { isSecret } from '../catalog/is-secret.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { SourceFile } from '../source/source-file.ts';
import { checkAttributeMissing } from './across/attribute-missing.ts';
import { checkAttributeRule } from './across/attribute-rule.ts';
import { checkBlueprintUnknown } from './across/blueprint-unknown.ts';
import { type AcrossFacts, gatherAcross } from './across/facts.ts';
import { checkContextMissing } from './across/context-missing.ts';
import { checkFileOrder } from './across/file-order.ts';
import { checkFindAmbiguous } from './across/find-ambiguous.ts';
import { checkFindLater } from './across/find-later.ts';
import { checkFindNoMatch } from './across/find-no-match.ts';
import { Makers } from '../semantics/makers.ts';
import { checkNameTwice } from './across/name-twice.ts';
import { checkObjectTwice } from './across/object-twice.ts';
import { checkOnlyOne } from './across/only-one.ts';
import { checkReferenceLiteral } from './across/reference-literal.ts';
import { summarise } from '../semantics/summarise.ts';
import type { FileSummary } from '../semantics/summary.ts';
import { checkWasCircle } from './across/was-circle.ts';
import { checkWasTwice } from './across/was-twice.ts';
import { checkValueTaken } from './across/value-taken.ts';
import { contentsOf, reportInContent } from './contents.ts';
import { type Facts, gatherFacts, OFFLINE, type Run } from './facts.ts';
import { withoutMeantOtherwise } from './meant-otherwise.ts';
import { checkAttributeExpected } from './rules/attribute-expected.ts';
import { checkAttributeLink } from './rules/attribute-link.ts';
import { checkAttributeShadowed } from './rules/attribute-shadowed.ts';
import { checkAttributeUnknown } from './rules/attribute-unknown.ts';
import { checkAttributeValue } from './rules/attribute-value.ts';
import { checkContextUnavailable } from './rules/context-unavailable.ts';
import { checkIdentifiersLost } from './rules/identifiers-lost.ts';
import { checkEntryKeys } from './rules/entry-keys.ts';
import { checkFind } from './rules/find.ts';
import { checkIdDuplicate } from './rules/id-duplicate.ts';
import { checkIdentifierUnknown } from './rules/identifier-unknown.ts';
import { checkIdentifiersMissing } from './rules/identifiers-missing.ts';
import { checkKeyOf } from './rules/keyof.ts';
import { checkMergeComment } from './rules/merge-comment.ts';
import { checkMetaApply } from './rules/meta-apply.ts';
import { checkModel } from './rules/model.ts';
import { checkPasswordHash } from './rules/password-hash.ts';
import { checkPermission } from './rules/permission.ts';
import { checkPlaceholder } from './rules/placeholder.ts';
import { checkSecretLiteral } from './rules/secret-literal.ts';
import { checkStructureType } from './rules/structure-type.ts';
import { checkTagFailed } from './rules/tag-failed.ts';
import { checkTagQuoted } from './rules/tag-quoted.ts';
import { checkTagResult } from './rules/tag-result.ts';
import { checkWasComment } from './rules/was-comment.ts';
import { checkTypographicQuotes } from './rules/typographic-quotes.ts';

/**
 * The rules over one file, in the order in which findings at one place are shown. A rule whose findings
 * explain others comes before these.
 */
const RULES: readonly ((facts: Facts) => void)[] = [
  checkPlaceholder,
  checkTagQuoted,
  checkTypographicQuotes,
  checkModel,
  checkEntryKeys,
  checkStructureType,
  checkIdentifierUnknown,
  checkAttributeUnknown,
  checkIdentifiersMissing,
  checkAttributeShadowed,
  checkAttributeLink,
  checkIdDuplicate,
  checkKeyOf,
  checkIdentifiersLost,
  checkFind,
  checkContextUnavailable,
  checkTagFailed,
  checkMetaApply,
  checkAttributeExpected,
  checkPermission,
  checkPasswordHash,
  checkSecretLiteral,
  checkAttributeValue,
  checkTagResult,
  checkMergeComment,
  checkWasComment,
];

/** The rules that need all files, over a summary of each. */
const ACROSS: readonly ((facts: AcrossFacts, makers: Makers) => void)[] = [
  checkAttributeMissing,
  checkOnlyOne,
  checkAttributeRule,
  checkContextMissing,
  checkFindNoMatch,
  checkFindLater,
  checkFindAmbiguous,
  checkValueTaken,
  checkObjectTwice,
  checkNameTwice,
  checkBlueprintUnknown,
  checkFileOrder,
  checkReferenceLiteral,
  checkWasTwice,
  checkWasCircle,
];

/**
 * Checks one file without any server: tags, models, identifiers, attributes, references. The findings go to
 * `report`, unsorted. Returns the summary that `validateAcross` needs.
 */
export function validateBlueprint(
  blueprint: Blueprint,
  catalog: Catalog,
  report: Report,
  run: Run = OFFLINE,
): FileSummary {
  return validateOne(blueprint, catalog, report, { depth: 0, run });
}

/** How deep blueprints are checked that blueprints have the server store. */
const DEPTH = 4;

/** `depth`: how many blueprints it is stored in. */
function validateOne(
  blueprint: Blueprint,
  catalog: Catalog,
  report: Report,
  { depth, run }: { readonly depth: number; readonly run: Run },
): FileSummary {
  const reportOnce = once(report);
  checkTags(blueprint, features(catalog.release), reportOnce);
  const all = gatherFacts(blueprint, catalog, reportOnce, run);
  const facts = { ...all, report: withoutMeantOtherwise(all) };
  markSecrets(facts.blueprint, (model, field) => isSecret(facts.catalog, model, field));
  for (const rule of RULES) rule(facts);
  const reportInside = reportInContent(reportOnce);
  const contents = depth < DEPTH ? contentsOf(blueprint, catalog, reportInside) : [];
  for (const content of contents) {
    // The context of the run is not that of a blueprint that the server stores.
    const own = { ...run, given: OFFLINE.given };
    const summary = validateOne(content, catalog, reportInside, { depth: depth + 1, run: own });
    const alone = gatherAcross([summary], catalog, () => content.file, reportInside, new Set(), new Set());
    checkAttributeRule(alone);
    checkContextMissing(alone);
  }
  return summarise(blueprint, catalog, facts.entries, facts.values);
}

/** A file and its summary. */
export interface Summarised {
  readonly file: SourceFile;
  readonly summary: FileSummary;
}

/**
 * Checks what depends on several files: unique values, objects that two entries manage, what another file
 * creates. `merged`: lists that the project only adds to, as `model.field`; `given`: the keys of the
 * context that the run gives.
 */
export function validateAcross(
  files: readonly Summarised[],
  catalog: Catalog,
  report: Report,
  merged: ReadonlySet<string> = new Set(),
  given: ReadonlySet<string> = new Set(),
): void {
  const sources = new Map(files.map(({ file }) => [file.path, file]));
  const sourceOf = (path: string): SourceFile => {
    const file = sources.get(path);
    if (!file) throw new InternalError(`${path} is not among the files`);
    return file;
  };
  const facts = gatherAcross(
    files.map(({ summary }) => summary),
    catalog,
    sourceOf,
    once(report),
    merged,
    given,
  );
  const makers = new Makers(facts);
  for (const rule of ACROSS) rule(facts, makers);
}

/**
 * Reports equal findings at one place once: a tag may be checked and evaluated, or be reached through two
 * aliases.
 */
function once(report: Report): Report {
  const told = new Set<string>();
  return (finding) => {
    const { place, code, message } = finding;
    const key = place
      ? `${place.file.path} ${place.span.start} ${place.span.end} ${code} ${message}`
      : undefined;
    if (key !== undefined && told.has(key)) return;
    if (key !== undefined) told.add(key);
    report(finding);
  };
}

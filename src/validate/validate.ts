import type { Blueprint } from '../blueprint/blueprint.ts';
import { checkTags } from '../blueprint/check-tags.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Report } from '../diagnostics/collector.ts';
import { buildSchema } from '../schema/build-schema.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { markSecrets } from './mark-secrets.ts';
import { checkAttributeMissing } from './rules/attribute-missing.ts';
import { checkAttributeRule } from './rules/attribute-rule.ts';
import { checkAttributeShadowed } from './rules/attribute-shadowed.ts';
import { checkAttributeUnknown } from './rules/attribute-unknown.ts';
import { checkAttributeValue } from './rules/attribute-value.ts';
import { checkBlueprintUnknown } from './rules/blueprint-unknown.ts';
import { checkFind } from './rules/find.ts';
import { checkIdDuplicate } from './rules/id-duplicate.ts';
import { checkIdentifierUnknown } from './rules/identifier-unknown.ts';
import { checkIdentifiersMissing } from './rules/identifiers-missing.ts';
import { checkKeyOf } from './rules/keyof.ts';
import { checkModel } from './rules/model.ts';
import { checkObjectTwice } from './rules/object-twice.ts';
import { checkSecretLiteral } from './rules/secret-literal.ts';
import { checkStructureType } from './rules/structure-type.ts';
import { checkTagFailed } from './rules/tag-failed.ts';
import { checkTagResult } from './rules/tag-result.ts';
import { checkValueTaken } from './rules/value-taken.ts';

type Rule = (facts: Facts) => void;

/** Every rule, in the order in which findings of one place are shown. */
const RULES: readonly Rule[] = [
  checkModel, checkStructureType, checkIdentifiersMissing, checkIdentifierUnknown, checkAttributeUnknown, checkAttributeMissing, checkAttributeRule, checkAttributeShadowed,
  checkKeyOf, checkFind, checkTagFailed, checkIdDuplicate, checkValueTaken, checkObjectTwice, checkBlueprintUnknown, checkSecretLiteral,
];

const schemas = new WeakMap<Catalog, ReturnType<typeof buildSchema>>();

/**
 * Checks blueprints without any server: tags, models, identifiers, attributes, references, values that must be unique.
 * All findings of all files, each at its place; the caller sorts and shows them.
 */
export function validateBlueprints(blueprints: readonly Blueprint[], catalog: Catalog, report: Report): void {
  let schema = schemas.get(catalog);
  if (!schema) schemas.set(catalog, (schema = buildSchema(catalog)));
  const reportOnce = once(report);
  for (const blueprint of blueprints) checkTags(blueprint, features(catalog.release), reportOnce);
  const facts = gatherFacts(blueprints, catalog, reportOnce);
  markSecrets(facts);
  for (const rule of RULES) rule(facts);
  checkAttributeValue(facts, schema);
  checkTagResult(facts, schema);
}

/** One mistake, one finding: a tag that is met while checking and while evaluating, or through two aliases, is told once. */
function once(report: Report): Report {
  const told = new Set<string>();
  return (finding) => {
    const { place, code, message } = finding;
    const key = place ? `${place.file.path} ${place.span.start} ${place.span.end} ${code} ${message}` : undefined;
    if (key !== undefined && told.has(key)) return;
    if (key !== undefined) told.add(key);
    report(finding);
  };
}

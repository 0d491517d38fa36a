import type { MapNode, Pair } from '../../blueprint/blueprint.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import { replacePart } from '../../catalog/lookup-path.ts';
import { readLookup } from '../../semantics/criterion.ts';
import { lookupChoices } from '../../semantics/lookup-choices.ts';
import { lostFields } from '../../diagnostics/cause.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import type { Resource } from '../../catalog/model.ts';
import { accept } from '../../forms/accept.ts';
import { requiredFields } from '../../semantics/required.ts';
import { accepts } from '../../semantics/slot.ts';
import { type CheckedEntry, fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { hiddenObject } from '../../semantics/hidden-objects.ts';
import { literalOf } from '../../semantics/written-value.ts';
import { type Facts, reportAt } from '../facts.ts';
import { writtenValue } from '../present.ts';
import { misplacedKey } from '../misplaced-key.ts';
import { lookupAdvice } from '../upgrade/advice.ts';

/**
 * Code `identifier-unknown`: an identifier that is no field of the model; `identifier-undecidable`: one that
 * the API does not show. The release note of 2023.2.3 calls the first "handle error when blueprint entry
 * identifier field does not exist"; here it is found without a server, and the finding lists the fields that
 * there are.
 */
export function checkIdentifierUnknown(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    if (!resource || skipped || !entry.identifiers) continue;
    reportHidden(facts, checked, resource, entry.identifiers);
    for (const pair of entry.identifiers.pairs) checkIdentifier(facts, checked, resource, pair);
  }
}

/** Reports an identifier that is no field, or that the API does not show. */
function checkIdentifier(facts: Facts, checked: CheckedEntry, resource: Resource, pair: Pair): void {
  const { entry } = checked;
  const { key, keyNode } = pair;
  const read = readLookup(facts.catalog, resource.name, key);
  if (read.kind === 'readable') return;
  if (read.kind === 'undecidable') {
    const { message } = read;
    reportAt(facts, checked, keyNode.span, { code: 'identifier-undecidable', message });
    return;
  }
  const resolved = read.lookup;
  const isOwn = resolved.part === key.split('__')[0];
  const advice = isOwn
    ? lookupAdvice(facts.catalog, checked.blueprint.file, resource.name, keyNode, key)
    : undefined;
  if (advice) {
    reportAt(facts, checked, keyNode.span, {
      code: 'identifier-unknown',
      message: `${resolved.message}: it ${advice.what}`,
      hint: advice.hint,
      explains: [lostFields(entry.index)],
      fixes: advice.fixes,
    });
    return;
  }
  const near = nearest(resolved.part, resolved.choices);
  const other = near === undefined && isOwn ? otherField(facts, checked, resource, pair) : undefined;
  const meant = near === undefined ? other : replacePart(key, resolved.part, near);
  const inApi = fieldNamed(resource, key) && !resolved.choices.includes(key);
  const misplaced = misplacedKey(checked.blueprint.file, entry, pair, 'identifiers');
  reportAt(facts, checked, keyNode.span, {
    code: 'identifier-unknown',
    message: inApi
      ? `${key} can be set but cannot identify: it is no field of ${resource.name} in the database`
      : resolved.message,
    hint:
      misplaced?.hint ??
      `${meantWords(near, other)}Fields that can identify: ${lookupChoices(resolved.part, isOwn ? shownChoices(resource, resolved.choices) : resolved.choices)}`,
    // Until this is corrected, nobody can tell which fields are given.
    explains: [...(misplaced?.explains ?? []), lostFields(entry.index)],
    fixes:
      misplaced?.fixes ??
      (meant === undefined || misplaced
        ? undefined
        : replacing(checked.blueprint.file, keyNode, meant).fixes),
  });
}

/** The beginning of the hint: the name that is near, or another field that fits. */
function meantWords(near: string | undefined, other: string | undefined): string {
  if (near !== undefined) return `did you mean ${near}? `;
  return other === undefined ? '' : `write ${other}; `;
}

/**
 * The field that identifies objects of the model and takes the value that stands at an unknown one: one that the entry
 * does not give yet.
 */
function otherField(
  facts: Facts,
  checked: CheckedEntry,
  resource: Resource,
  { value }: Pair,
): string | undefined {
  const names = [...resource.unique.flatMap(({ fields }) => fields), ...requiredFields(resource), 'name'];
  return names.find((name) => {
    const field = fieldNamed(resource, name);
    if (!field || field.readOnly || valueOf(checked, name)) return false;
    if (value.kind !== 'tag') return accept(field, writtenValue(value)).ok;
    const id = value.tag === '!KeyOf' && value.args[0]?.kind === 'scalar' ? value.args[0].text : undefined;
    const target = id === undefined ? undefined : facts.byId.get(id)?.[0]?.resource;
    return target !== undefined && accepts(facts.catalog, field, target.name);
  });
}

/** Reports an entry whose identifiers mean an object that the API hides, as far as they are written out. */
function reportHidden(facts: Facts, checked: CheckedEntry, { name }: Resource, identifiers: MapNode): void {
  const asked = identifiers.pairs.flatMap(({ key, value }) => {
    const literal = literalOf(value);
    return literal === undefined ? [] : [{ fields: [key], operator: '', value: literal }];
  });
  const hidden =
    asked.length < identifiers.pairs.length ? undefined : hiddenObject(facts.catalog, name, asked);
  if (!hidden) return;
  reportAt(facts, checked, identifiers.span, {
    code: 'identifier-undecidable',
    severity: 'warning',
    supposed: true,
    message: `the API hides this ${name}, so it cannot be changed: ${hidden.why}`,
    hint: 'it can only be changed by a blueprint that the server applies itself',
  });
}

/**
 * The choices that people know from the API; the others are only columns and relations of the database. All
 * of them where the API shows none.
 */
function shownChoices(resource: Resource, choices: readonly string[]): readonly string[] {
  const shown = choices.filter((name) => {
    const lookup = resource.lookups[name];
    return (
      lookup !== undefined &&
      (lookup.kind === 'pk' ? name === 'pk' : 'field' in lookup && lookup.field === name)
    );
  });
  return shown.length > 0 ? shown : choices;
}

import type { MapNode, Pair } from '../../blueprint/blueprint.ts';
import { type Fixes, removing, replacing } from '../../blueprint/rewrite.ts';
import { INSTEAD } from '../../catalog/facts/expected.ts';
import { lostField } from '../../diagnostics/cause.ts';
import { listed, nearest } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, fieldNamed, valueOf } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { misplacedKey } from '../misplaced-key.ts';
import { fieldMeant, otherName } from '../other-names.ts';
import { attributeAdvice } from '../upgrade/advice.ts';

/**
 * Codes `attribute-unknown`, `importer-only` and `attribute-read-only`: the server silently ignores the first
 * and the last (probes attr_readonly, oauth2_2022_token_validity).
 */
export function checkAttributeUnknown(facts: Facts): void {
  for (const checked of facts.entries) {
    const { entry, resource, resolved, skipped, ensure } = checked;
    if (skipped || ensure === 'absent' || !entry.attrs) continue;
    if (resolved?.ok && resolved.model.kind === 'meta') {
      const { name, fields } = resolved.model;
      for (const pair of entry.attrs.pairs)
        if (!Object.hasOwn(fields, pair.key))
          reportUnknown(facts, checked, name, entry.attrs, pair, Object.keys(fields));
    }
    if (!resource) continue;
    const { name: model, fields } = resource;
    const written = Object.keys(fields).filter((name) => !fields[name]?.readOnly || fields[name].setter);
    for (const pair of entry.attrs.pairs) {
      const field = fieldNamed(resource, pair.key);
      if (!field)
        reportUnknown(
          facts,
          checked,
          model,
          entry.attrs,
          pair,
          Object.keys(fields).filter((name) => !fields[name]?.readOnly),
        );
      else if (
        field.readOnly &&
        !field.setter &&
        (field.writtenAs === undefined || valueOf(checked, field.writtenAs) !== undefined)
      )
        reportReadOnly(facts, checked, entry.attrs, pair, written);
    }
  }
}

function reportReadOnly(
  facts: Facts,
  checked: CheckedEntry,
  map: MapNode,
  pair: Pair,
  names: readonly string[],
): void {
  const {
    blueprint: { file },
    resource,
  } = checked;
  const { key, keyNode } = pair;
  const model = resource?.name ?? '';
  const meant = fieldMeant(key, names);
  const isGiven = meant !== undefined && valueOf(checked, meant) !== undefined;
  const { fixes } =
    meant === undefined || isGiven
      ? removing(file, map, pair)
      : replacing(file, keyNode, meant, 'mechanical');
  const known = INSTEAD.find((row) => row.model === model && row.field === key)?.instead;
  const other = isGiven ? `take it out: ${meant} is given` : `write ${meant ?? ''}`;
  const instead = meant === undefined ? known : other;
  if (resource?.fields[key]?.importerOnly) {
    reportAt(facts, checked, keyNode.span, {
      code: 'importer-only',
      message: `${key} of ${model} can be set by authentik's own importer only: apply leaves it out`,
      hint: instead ?? 'have the server apply this blueprint itself, or set it by hand',
      fixes: meant === undefined ? undefined : fixes,
    });
  } else {
    reportAt(facts, checked, keyNode.span, {
      code: 'attribute-read-only',
      message: `only the server sets ${key} of ${model}: what is written here does nothing`,
      hint: instead ?? 'take it out',
      fixes,
    });
  }
}

function reportUnknown(
  facts: Facts,
  checked: CheckedEntry,
  model: string,
  map: MapNode,
  pair: Pair,
  names: readonly string[],
): void {
  const { entry } = checked;
  const advice =
    checked.resource && attributeAdvice(facts.catalog, checked.blueprint.file, checked.resource, map, pair);
  if (advice) {
    const { what, hint, other, fixes } = advice;
    reportAt(facts, checked, pair.keyNode.span, {
      code: 'attribute-unknown',
      message: `${pair.key} of ${model} ${what}: the server drops it in silence`,
      hint,
      explains: [lostField(entry.index, other)],
      fixes,
    });
    return;
  }
  const known = otherName(pair.key, names, facts.catalog.release);
  // An attribute that is given already is unlikely to be meant again.
  const near =
    nearest(
      pair.key,
      names.filter((name) => valueOf(checked, name) === undefined),
    ) ?? nearest(pair.key, names);
  const misplaced = misplacedKey(checked.blueprint.file, entry, pair, 'attrs');
  const isMisspelt = !misplaced && known === undefined && near !== undefined;
  reportAt(facts, checked, pair.keyNode.span, {
    code: 'attribute-unknown',
    message: `${model} has no attribute ${pair.key}: the server drops it in silence`,
    hint:
      misplaced?.hint ??
      known ??
      (near === undefined
        ? `take it out, or write one of the attributes: ${listed(pair.key, [...names].sort(), `ak-blueprint explain ${model}`)}`
        : `did you mean ${near}?`),
    explains: misplaced?.explains ?? (near === undefined ? [] : [lostField(entry.index, near)]),
    fixes: misplaced ? misplaced.fixes : fixesFor(checked, pair, isMisspelt ? near : undefined),
  });
}

/** The fix for an attribute that there is not: another name where it is misspelt, else to take it out. */
function fixesFor({ blueprint, entry }: CheckedEntry, pair: Pair, near: string | undefined): Fixes['fixes'] {
  if (near !== undefined) return replacing(blueprint.file, pair.keyNode, near).fixes;
  return entry.attrs ? removing(blueprint.file, entry.attrs, pair).fixes : undefined;
}

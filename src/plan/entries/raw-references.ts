import type { Value } from '../../blueprint/value.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import type { Field, Model, ModelName } from '../../catalog/model.ts';
import { isShown } from '../../catalog/shown-model.ts';
import { uuidOf } from '../../forms/uuid.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { PlanContext } from './plan-context.ts';
import { findText } from '../overlay/natural.ts';
import { pkText } from '../../semantics/pk-text.ts';

/**
 * Checks primary keys that are written out as references. A key that no object has is an error
 * (`reference-unknown`): the server would refuse it. A key that an object has works on this server only: the
 * finding `reference-literal` says how to look the object up. Returns whether there was an error.
 */
export function checkRawReferences(
  context: PlanContext,
  model: ModelName,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): boolean {
  let failed = false;
  for (const desired of desiredValues.values()) {
    const field = context.overlay.resource(model).fields[desired.name];
    if (!field?.references) continue;
    const items: [readonly number[], Value][] = Array.isArray(desired.value)
      ? desired.value.map((item, index) => [[index], item])
      : [[[], desired.value]];
    for (const [path, item] of items)
      if (typeof item === 'string' || typeof item === 'number')
        failed = checkOne(context, field, desired, path, item) || failed;
  }
  return failed;
}

function checkOne(
  { overlay, report, literalPks, me }: PlanContext,
  field: Field,
  desired: DesiredValue,
  path: readonly number[],
  item: string | number,
): boolean {
  const models = field.references ?? [];
  const row = overlay.rowOf(models, item);
  const at = { place: desired.placeOf(path), entry: desired.provenance.entry };
  if (row) {
    // A key that an entry is identified by is explained by that entry.
    const isLiteral =
      typeof item === 'string' &&
      uuidOf(item) !== undefined &&
      pkText(desired.written(path)) === pkText(item) &&
      !literalPks.isName(item);
    const find = isLiteral ? findText(overlay, row) : undefined;
    if (find === undefined) return false;
    report({
      ...at,
      code: 'reference-literal',
      message: `${desired.name} is the primary key of an object on one server; on any other it is another`,
      hint: `write ${find}`,
      fixes: [{ title: `write ${find}`, edits: [{ place: at.place, text: find }] }],
    });
    return false;
  }
  if (item === '' || !models.map((model) => overlay.knows({ model })).every(Boolean) || overlay.hasKey(item))
    return false;
  // An object that the token may not see looks as if it did not exist.
  const sure = me?.isSuperuser !== false && models.every((model) => isListed(overlay.catalog.models[model]));
  const shown = desired.provenance.from ? fromWords(desired.provenance.from) : String(item);
  report({
    ...at,
    code: 'reference-unknown',
    severity: sure ? 'error' : 'warning',
    message: `no object of ${models.join(' or ')} has the primary key ${shown}, and no entry is identified by it`,
    hint: `write !Find [${models[0] ?? ''}, [name, …]] for an object that exists, or add the entry that it came with`,
  });
  return sure;
}

/** Whether all objects that a link to this model can point at are in a list that can be read. */
function isListed(model: Model | undefined): boolean {
  return isShown(model) || (model?.kind === 'base' && model.list !== undefined);
}

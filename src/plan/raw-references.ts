import type { Value } from '../blueprint/value.ts';
import type { Field, Model, ModelName } from '../catalog/model.ts';
import { uuidOf } from '../forms/uuid.ts';
import type { Wish } from './coerce-wishes.ts';
import type { Ground } from './ground.ts';
import { findText } from './natural.ts';
import { pkText } from '../semantics/pk-text.ts';

/**
 * Looks at primary keys that are written out where an object is meant. One that no object here has is an
 * error (`reference-unknown`): the server would refuse it. One that an object has works here and on no other
 * server: a hint says how it is looked up (`reference-literal`). Gives whether there was an error.
 */
export function checkRawReferences(
  ground: Ground,
  model: ModelName,
  wishes: ReadonlyMap<string, Wish>,
): boolean {
  let failed = false;
  for (const wish of wishes.values()) {
    const field = ground.overlay.resource(model).fields[wish.name];
    if (!field?.references) continue;
    const items: [readonly number[], Value][] = Array.isArray(wish.value)
      ? wish.value.map((item, index) => [[index], item])
      : [[[], wish.value]];
    for (const [path, item] of items)
      if (typeof item === 'string' || typeof item === 'number')
        failed = checkOne(ground, field, wish, path, item) || failed;
  }
  return failed;
}

function checkOne(
  { overlay, report, literalPks, me }: Ground,
  field: Field,
  wish: Wish,
  path: readonly number[],
  item: string | number,
): boolean {
  const models = field.references ?? [];
  const row = overlay.rowOf(models, item);
  const at = { place: wish.placeOf(path), entry: wish.touch.entry };
  if (row) {
    // An entry that is identified by a key is what says whose it is.
    const isLiteral =
      typeof item === 'string' &&
      uuidOf(item) !== undefined &&
      pkText(wish.written(path)) === pkText(item) &&
      !literalPks.isName(item);
    const find = isLiteral ? findText(overlay, row) : undefined;
    if (find === undefined) return false;
    report({
      ...at,
      code: 'reference-literal',
      message: `${wish.name} is the primary key of an object on one server; on any other it is another`,
      hint: `write ${find}`,
      fixes: [{ title: `write ${find}`, edits: [{ place: at.place, text: find }] }],
    });
    return false;
  }
  if (item === '' || !models.map((model) => overlay.knows({ model })).every(Boolean) || overlay.hasKey(item))
    return false;
  // What a token may not see looks as if it did not exist.
  const sure = me?.isSuperuser !== false && models.every((model) => isListed(overlay.catalog.models[model]));
  report({
    ...at,
    code: 'reference-unknown',
    severity: sure ? 'error' : 'warning',
    message: `no object of ${models.join(' or ')} has the primary key ${item}, and no entry is identified by it`,
    hint: `write !Find [${models[0] ?? ''}, [name, …]] for an object that exists, or add the entry that it came with`,
  });
  return sure;
}

/** Whether all that a link to this model can mean is in lists that can be read. */
function isListed(model: Model | undefined): boolean {
  return model?.kind === 'resource' || (model?.kind === 'base' && model.list !== undefined);
}

import type { Value } from '../../blueprint/value.ts';
import { isStoredText } from '../../catalog/meta-of.ts';
import type { Catalog, Field, ModelName } from '../../catalog/model.ts';
import { shownModel } from '../../catalog/shown-model.ts';
import { shownContent } from './shown-content.ts';

/** Whether the value of a field is hidden: people see only that it is set or that it changes. */
export function isHidden(field: Pick<Field, 'secret' | 'writeOnly'>): boolean {
  return field.secret === true || field.writeOnly === true;
}

/**
 * Whether a plan must not hold the value of a field: a secret, or the text of a stored blueprint, which may
 * contain secrets.
 */
export function isSecretField(catalog: Catalog, model: ModelName, name: string): boolean {
  const field = shownModel(catalog, model)?.fields[name];
  return (field !== undefined && isHidden(field)) || isStoredText(catalog, model, name);
}

/** What may be shown of the text of a stored blueprint; undefined for any other value. */
export function shownField(
  catalog: Catalog,
  model: ModelName,
  name: string,
  value: Value,
): string | undefined {
  return typeof value === 'string' && isStoredText(catalog, model, name)
    ? shownContent(catalog, value)
    : undefined;
}

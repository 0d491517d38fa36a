import type { Field } from '../../catalog/model.ts';
import { addresses } from '../../forms/address.ts';
import { fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { isPlaceholder, isTemplate } from '../../blueprint/placeholder.ts';

/**
 * Code `secret-literal`: a secret in the file, which everybody who can read the repository can read; at
 * severity info where it is obviously a placeholder.
 */
export function checkSecretLiteral(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped || checked.ensure === 'absent') continue;
    for (const { key, value } of checked.entry.attrs?.pairs ?? []) {
      const field = fieldNamed(checked.resource, key);
      if (
        field?.secret !== true ||
        // A scalar where a mapping belongs is the mistake, and no secret.
        field.type === 'object' ||
        value.kind !== 'scalar' ||
        value.text.trim() === '' ||
        value.value === null ||
        typeof value.value === 'boolean' ||
        isTemplate(value.text) ||
        (isAddress(field) && !OPENS.test(value.text))
      )
        continue;
      reportAt(facts, checked, value.span, {
        code: 'secret-literal',
        severity: isPlaceholder(value.text) ? 'info' : undefined,
        message: `${key} is a secret and stands in the file`,
        hint: `take it from the environment: ${key}: !Env ${key.toUpperCase()}`,
      });
    }
  }
}

/** What makes an address a secret: a password, a query, or a long part that nobody could guess. */
const OPENS = /:\/\/[^/]*@|[?#]|\/[\w-]{16,}/;

const ADDRESS_FORMATS: ReadonlySet<string> = new Set(addresses.map(({ name }) => name));

function isAddress({ format }: Field): boolean {
  return format !== undefined && ADDRESS_FORMATS.has(format);
}

import type { Shape } from '../../src/catalog/model.ts';
import { addresses } from '../../src/forms/address.ts';

/** Whether a field takes an address, of whatever kind. */
export function isAddress({ format }: Shape): boolean {
  return addresses.some(({ name }) => name === format);
}

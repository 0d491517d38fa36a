import type { OwnedEntry } from '../../semantics/all-files.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Whether the identifiers name an object that every server has: one of authentik's own by its name, or a
 * protected one such as the default brand.
 */
export function isDefaultObject({ catalog }: AcrossFacts, { resource, entry }: OwnedEntry): boolean {
  const identifiers = entry.identifiers ?? [];
  const literals = Object.fromEntries(
    identifiers.flatMap(({ field, literal }) => (literal === undefined ? [] : [[field, literal]])),
  );
  const named = (catalog.defaults?.objects[resource.name] ?? []).some(
    (object) =>
      identifiers.some(({ field }) => object[field] !== undefined) &&
      identifiers.every(
        ({ field, literal }) =>
          object[field] === undefined || (literal !== undefined && object[field] === String(literal).trim()),
      ),
  );
  return (
    named ||
    resource.protected.some(
      ({ guard, match }) =>
        guard === 'leave-alone' &&
        match.some((values) => Object.entries(values).every(([field, value]) => literals[field] === value)),
    )
  );
}

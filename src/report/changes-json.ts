import type { LanguageChange } from '../blueprint/language-changes.ts';
import type { CatalogChanges } from '../catalog/changes/catalog-changes.ts';

/** A comparison of two releases for programs. */
export function formatChangesJson(changes: CatalogChanges, language: readonly LanguageChange[]): string {
  return JSON.stringify(
    { formatVersion: 1, from: changes.from, to: changes.to, language, models: changes.models },
    null,
    2,
  );
}

import type { ReleaseChanges } from './format-changes.ts';

/** A comparison of two releases for programs. */
export function formatChangesJson({ changes, language }: ReleaseChanges): string {
  return JSON.stringify(
    { formatVersion: 1, from: changes.from, to: changes.to, language, models: changes.models },
    null,
    2,
  );
}

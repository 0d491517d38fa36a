import { comment } from '../print-file.ts';
import type { NaturalEntry } from './natural-entry.ts';

/** What is left out, as comments at its place: before the entry that stood behind it, or at the end. */
export function leftOutComments(entries: readonly NaturalEntry[]): {
  readonly before: ReadonlyMap<NaturalEntry, readonly string[]>;
  readonly after: readonly string[];
} {
  const before = new Map<NaturalEntry, readonly string[]>();
  let waiting: { readonly what: string; count: number; readonly why: string }[] = [];
  const lines = (): string[] =>
    waiting.map(({ what, count, why }) =>
      comment(`Left out: ${count > 1 ? `${count} ` : ''}${what}: ${why}`),
    );
  for (const entry of entries) {
    if (!entry.leftOut) {
      if (waiting.length > 0) before.set(entry, lines());
      waiting = [];
      continue;
    }
    // Nothing of it is gone.
    if (entry.leftOut.reason === 'twice') continue;
    const last = waiting.at(-1);
    const { model: what } = entry.checked.ref;
    if (last?.what === what && last.why === entry.leftOut.why) last.count += 1;
    else waiting.push({ what, count: 1, why: entry.leftOut.why });
  }
  return { before, after: lines() };
}

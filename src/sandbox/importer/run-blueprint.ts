import type { BlueprintRun } from '../blueprint-run.ts';
import { importerRules } from '../behaviour/shared/importer.ts';
import type { Caller } from '../auth.ts';
import { HttpError } from '../response.ts';
import { EntryError, LookupError } from './entry-error.ts';
import { canShow } from './evaluate.ts';
import { KnownKeys } from './known-keys.ts';
import { describeRefusal } from './log-lines.ts';
import { type BlueprintEntry, end, type ReadBlueprint, readBlueprint } from './read-blueprint.ts';
import { type Importing, type ImportParts, writeEntry } from './write-entry.ts';

/**
 * Does what the server's importer makes of a blueprint, as far as a sandbox goes: a blueprint with other tags than
 * those that it evaluates is only looked at. All or nothing: first the entries are applied and taken back; where one
 * fails, or with `dry`, that is all. Numbers of sequences are not taken back, as those of the database are not.
 */
export function runBlueprint(parts: ImportParts, text: string, caller: Caller, dry: boolean): BlueprintRun {
  const read = readBlueprint(parts.release, text);
  if ('result' in read) return read;
  const { metadata, hasUnknown } = read;
  if (hasUnknown) return end('applied', metadata);
  const rollback = beginTransaction(parts);
  const tried = applyEntries(parts, read, caller);
  rollback();
  if (tried || dry) return { ...end('applied', metadata), ...tried, metadata };
  const failed = applyEntries(parts, read, caller);
  if (failed) rollback();
  return { ...end('applied', metadata), ...failed, metadata };
}

/** Remembers how things are, and gives what takes them back to it. */
function beginTransaction({ database: { store }, queue }: ImportParts): () => void {
  const rows = store.clone();
  const { tasks } = queue;
  return () => {
    store.rollback(rows);
    queue.rollback(tasks);
  };
}

/** Applies entries one after the other; how it ended, where one of them cannot be. */
function applyEntries(
  parts: ImportParts,
  { entries, context }: ReadBlueprint,
  caller: Caller,
): BlueprintRun | undefined {
  const importing: Importing = {
    ...parts,
    caller,
    rules: importerRules(parts.release.catalog.release),
    keys: new KnownKeys(),
    made: new Map(),
    given: context,
  };
  for (const entry of entries) {
    try {
      writeEntry(importing, entry);
    } catch (error) {
      return endOf(importing, entry, error);
    }
  }
  return undefined;
}

function endOf({ rules, environment }: Importing, entry: BlueprintEntry, error: unknown): BlueprintRun {
  if (error instanceof LookupError) return { ...end('crashed'), invalid: error.message };
  if (error instanceof HttpError) return { ...end('crashed'), isReported: rules.reportsCrashes };
  if (!(error instanceof EntryError)) throw error;
  if (rules.answer === 'records' && environment.losesLog()) return end('failed');
  const { identifiers, attrs, permissions } = entry;
  const isShown = [identifiers, attrs, ...permissions].every(canShow);
  if (rules.failsOnTags && !isShown && !error.unknownModel) return end('crashed');
  return { ...end('failed'), messages: describeRefusal(rules, entry, error), isReported: true };
}

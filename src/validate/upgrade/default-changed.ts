import type { Blueprint } from '../../blueprint/blueprint.ts';
import { entryRef } from '../../blueprint/entry-ref.ts';
import { resourceIn } from '../../catalog/history.ts';
import type { Catalog, Field, Json, ModelName } from '../../catalog/model.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { FIELD_RENAMES } from '../../catalog/facts/renames.ts';
import { isSince, shortRelease } from '../../catalog/release.ts';
import type { Report } from '../../diagnostics/collector.ts';

/**
 * Code `default-changed`: an entry does not set a field whose default differs in the newer release, so a new
 * object is different there. Defaults are known for few releases; a field is reported only where both
 * catalogs know its default.
 */
export function checkDefaultChanged(
  blueprints: readonly Blueprint[],
  before: Catalog,
  after: Catalog,
  report: Report,
): void {
  const changes = new Map<ModelName, readonly Change[]>();
  for (const { file, entries } of blueprints) {
    for (const entry of entries) {
      const resolved =
        entry.model.kind === 'scalar' && typeof entry.model.value === 'string'
          ? resolveModel(after, entry.model.value)
          : undefined;
      if (!resolved?.ok || (entry.ensure?.kind === 'scalar' && entry.ensure.value === 'absent')) continue;
      const { name } = resolved.model;
      const known = changes.get(name) ?? changesOf(name, before, after);
      changes.set(name, known);
      const written = new Set(
        [...(entry.identifiers?.pairs ?? []), ...(entry.attrs?.pairs ?? [])].map(({ key }) => key),
      );
      const open = known.filter(({ field }) => !written.has(field));
      if (open.length === 0) continue;
      const release = shortRelease(before.release);
      const [what, instead] = [open.map((change) => changeText(change, release)), open.map(writtenText)];
      report({
        code: 'default-changed',
        place: { file, span: entry.model.span },
        entry: entryRef(entry),
        message: `where this makes a new object: ${what.join('; ')}`,
        hint: `to keep what it was, write ${instead.join(' and ')}`,
      });
    }
  }
}

/** A field whose default differs between two releases. */
interface Change {
  readonly field: string;
  readonly old: Json;
  readonly now: Json;
}

function changeText({ field, old, now }: Change, release: string): string {
  return `${field} is ${JSON.stringify(now)} unless it is written, and was ${JSON.stringify(old)} in ${release}`;
}

function writtenText({ field, old }: Change): string {
  return `${field}: ${JSON.stringify(old)}`;
}

function changesOf(model: ModelName, before: Catalog, after: Catalog): readonly Change[] {
  const [old, now] = [resourceIn(before, model), resourceIn(after, model)];
  if (!old || !now) return [];
  return Object.entries(now.fields).flatMap(([field, is]): Change[] => {
    const was = old.fields[field] ?? old.fields[formerName(model, field, before, after) ?? ''];
    return was?.default === undefined || is.default === undefined || is.readOnly || isSame(was, is)
      ? []
      : [{ field, old: was.default, now: is.default }];
  });
}

/** What a field was called in the older release, where its values were carried over as they were. */
function formerName(model: ModelName, field: string, before: Catalog, after: Catalog): string | undefined {
  return FIELD_RENAMES.find(
    (row) =>
      row.to === field &&
      row.change === 'same' &&
      row.models.includes(model) &&
      isSince(after.release, row.since) &&
      !isSince(before.release, row.since),
  )?.from;
}

/**
 * Whether two defaults mean the same: null and an empty text both mean none. A field whose type changed is
 * reported as that.
 */
function isSame(was: Field, is: Field): boolean {
  const none = (value: Json | undefined): boolean => value === null || value === '';
  return (
    was.type !== is.type ||
    JSON.stringify(was.default) === JSON.stringify(is.default) ||
    (none(was.default) && none(is.default))
  );
}

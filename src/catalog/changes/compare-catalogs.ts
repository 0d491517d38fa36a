import { EXPECTED } from '../facts/expected.ts';
import { FIELD_RENAMES, MODEL_RENAMES } from '../facts/renames.ts';
import { VALUE_RENAMES } from '../facts/value-renames.ts';
import { resourceIn } from '../history.ts';
import type { Catalog, ModelName, Resource } from '../model.ts';
import { releaseAge } from '../release.ts';
import type { CatalogChanges, FieldChange, ModelChange, NameChanges } from './catalog-changes.ts';
import { compareFields, isWritable, kindText } from './compare-fields.ts';

/**
 * What changed for blueprints from one release to a later (or earlier) one: models, what can be written to
 * them, what can identify, the filters and paths of the API behind them. What is only shown (read-only
 * fields) is no change. Models by name.
 */
export function compareCatalogs(before: Catalog, after: Catalog): CatalogChanges {
  const renamed = new Map(
    MODEL_RENAMES.filter((row) => isBetween(row.since, before, after)).map(({ from, to }) => [to, from]),
  );
  const isRenamed = new Set(
    [...renamed]
      .filter(([to, from]) => resourceIn(after, to) && resourceIn(before, from))
      .map(([, from]) => from),
  );
  const names = new Set([...Object.keys(before.models), ...Object.keys(after.models)]);
  const models = [...names].sort().flatMap((name): ModelChange[] => {
    const now = resourceIn(after, name);
    const own = resourceIn(before, name);
    const from = renamed.get(name);
    const old = own ?? (from === undefined ? undefined : resourceIn(before, from));
    if (now && old) return compareModels(old, now, before, after);
    if (now) return [{ kind: 'added', model: name, path: now.collection.path }];
    return own && !isRenamed.has(name) ? [{ kind: 'removed', model: name, path: own.collection.path }] : [];
  });
  return { from: before.release, to: after.release, models };
}

/** Whether a change that came with a release lies between two others. */
function isBetween(since: string, before: Catalog, after: Catalog): boolean {
  return releaseAge(before.release) < releaseAge(since) && releaseAge(since) <= releaseAge(after.release);
}

function compareModels(before: Resource, after: Resource, from: Catalog, to: Catalog): ModelChange[] {
  const fields = compareAllFields(before, after, from, to);
  const change = {
    kind: 'changed' as const,
    model: after.name,
    renamedFrom: before.name === after.name ? undefined : before.name,
    path: after.collection.path,
    pathBefore: before.collection.path === after.collection.path ? undefined : before.collection.path,
    fields,
    filters: compareNames(Object.keys(before.filters), Object.keys(after.filters)),
    identifiers: compareIdentifiers(before, after, fields),
    actions: compareNames(actionsOf(before), actionsOf(after)),
    refused: compareNames(refusedBy(before), refusedBy(after)),
  };
  const isSame =
    fields.length === 0 &&
    !change.renamedFrom &&
    !change.pathBefore &&
    [change.filters, change.identifiers, change.actions, change.refused].every(
      ({ added, removed }) => added.length + removed.length === 0,
    );
  return isSame ? [] : [change];
}

function compareAllFields(before: Resource, after: Resource, from: Catalog, to: Catalog): FieldChange[] {
  const renames = FIELD_RENAMES.filter(
    (row) =>
      row.models.includes(after.name) &&
      isBetween(row.since, from, to) &&
      isWritable(before.fields[row.from]) &&
      isWritable(after.fields[row.to]) &&
      !isWritable(after.fields[row.from]),
  );
  // By name: how a catalog is stored as a difference decides the order of its fields.
  const names = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])].sort();
  return names.flatMap((field): FieldChange[] => {
    const old = before.fields[field];
    const now = after.fields[field];
    const rename = renames.find((row) => row.from === field);
    const target = rename && after.fields[rename.to];
    if (rename && isWritable(old) && target)
      return [
        {
          kind: 'renamed',
          field,
          to: rename.to,
          how: rename.how,
          facets: compareFields(old, target),
        },
      ];
    if (isWritable(old) && !now) return [{ kind: 'removed', field }];
    if (isWritable(old) && now) {
      const facets = compareFields(old, now);
      return facets.length > 0
        ? [{ kind: 'changed', field, how: howOf(after.name, field, from, to), facets }]
        : [];
    }
    if (!isWritable(now) || renames.some((row) => row.to === field)) return [];
    const without = EXPECTED.find(
      (row) => row.model === after.name && row.field === field && isBetween(row.since ?? '0', from, to),
    )?.why;
    return [{ kind: 'added', field, type: kindText(now), required: now.required === true, without }];
  });
}

/** What is written now for values that an older release took. */
function howOf(model: ModelName, field: string, from: Catalog, to: Catalog): string | undefined {
  const rows = VALUE_RENAMES.filter(
    (row) => row.field === field && row.models.includes(model) && isBetween(row.since, from, to),
  );
  return rows.length > 0 ? rows.map(({ how }) => how).join('; ') : undefined;
}

function refusedBy({ rules = [] }: Resource): string[] {
  return [...new Set(rules.map(({ message }) => message))];
}

/**
 * Fields that are there before and after, and that can identify in one of the two only. What else can
 * identify (columns that the API does not show) is known of few releases only, and a field that comes or goes
 * is told by itself.
 */
function compareIdentifiers(before: Resource, after: Resource, fields: readonly FieldChange[]): NameChanges {
  const told = new Set(fields.flatMap((change) => (change.kind === 'changed' ? [] : [change.field])));
  const both = Object.keys(before.fields).filter(
    (field) => isWritable(before.fields[field]) && isWritable(after.fields[field]) && !told.has(field),
  );
  return compareNames(
    both.filter((field) => field in before.lookups),
    both.filter((field) => field in after.lookups),
  );
}

function actionsOf({ actions, cannotCreate }: Resource): string[] {
  const can = { ...actions, create: actions.create && cannotCreate === undefined };
  return (['create', 'update', 'delete'] as const).filter((action) => can[action]);
}

function compareNames(before: readonly string[], after: readonly string[]): NameChanges {
  return {
    added: after.filter((name) => !before.includes(name)).sort(),
    removed: before.filter((name) => !after.includes(name)).sort(),
  };
}

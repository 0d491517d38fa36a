import type { History } from '../catalog/history.ts';
import type { Catalog, Field, ModelName } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import { wordsOf } from '../forms/words.ts';
import { defaultWords, valuesOf } from './field-words.ts';
import { code } from './markdown.ts';
import { valueRenameWords } from './renamed.ts';
import { type Run, runsOf } from './runs.ts';
import { said } from './said.ts';

/** What a release changed about an attribute, in words. */
export interface FieldChange {
  readonly release: string;
  readonly change: string;
}

/** An attribute of a model in a catalog; undefined when there is none. */
export function fieldIn(catalog: Catalog, model: ModelName, name: string): Field | undefined {
  const found = catalog.models[model];
  const fields = found?.kind === 'resource' || found?.kind === 'meta' ? found.fields : {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The releases that have an attribute. */
export function fieldRuns(catalogs: History, model: ModelName, name: string): Run<true>[] {
  return runsOf(catalogs, (catalog) => (fieldIn(catalog, model, name) ? true : undefined));
}

/** The releases that have a choice of an attribute. */
export function valueRuns(
  catalogs: History,
  model: ModelName,
  name: string,
  value: string | number,
): Run<true>[] {
  return runsOf(catalogs, (catalog) =>
    valuesOf(fieldIn(catalog, model, name)).includes(value) ? true : undefined,
  );
}

/**
 * Everything that releases changed about an attribute, oldest first. That an attribute came with its model is
 * no change.
 */
export function fieldChanges(catalogs: History, model: ModelName, name: string): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [index, catalog] of catalogs.entries()) {
    const before = catalogs[index - 1];
    if (!before?.models[model] || !catalog.models[model]) continue;
    const release = shortRelease(catalog.release);
    const found = differences(fieldIn(before, model, name), fieldIn(catalog, model, name));
    for (const change of [...found, ...valueRenameWords(model, name, release)])
      changes.push({ release, change });
  }
  return changes;
}

function differences(before: Field | undefined, after: Field | undefined): string[] {
  if (!before || !after) return before === after ? [] : [after ? 'came' : 'was taken out'];
  const found: string[] = [];
  const say = (was: string, is: string, words: (was: string, is: string) => string): void => {
    if (was !== is) found.push(words(was, is));
  };
  say(wordsOf(before), wordsOf(after), (was, is) => `became ${is} (before: ${was})`);
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old.length > 0 && now.length > 0) {
    const came = now.filter((value) => !old.includes(value));
    const gone = old.filter((value) => !now.includes(value));
    if (came.length > 0) found.push(`new: ${code(came)}`);
    if (gone.length > 0) found.push(`gone: ${code(gone)}`);
  }
  found.push(...accessDifferences(before, after));
  if (!after.readOnly && !before.required !== !after.required)
    found.push(after.required ? 'became required' : 'is no longer required');
  if (!after.readOnly && !before.nullable !== !after.nullable)
    found.push(after.nullable ? 'may be null' : 'must not be null any more');
  if (!after.readOnly && !before.required && !after.required)
    say(defaultWords(before), defaultWords(after), (was, is) =>
      is === ''
        ? `has no default any more (before: ${was})`
        : `default ${is}${was === '' ? '' : ` (before: ${was})`}`,
    );
  return found;
}

/** Who may write and see it from now on. */
function accessDifferences(before: Field, after: Field): string[] {
  return said(
    !before.readOnly !== !after.readOnly &&
      (after.readOnly ? 'only the server sets it from now on' : 'can be set from now on'),
    !before.writeOnly !== !after.writeOnly &&
      (after.writeOnly ? 'the API does not show it any more' : 'the API shows it from now on'),
  );
}

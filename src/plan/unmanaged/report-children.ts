import type { Json, ModelName } from '../../catalog/model.ts';
import type { EntryRef } from '../../diagnostics/diagnostic.ts';
import type { Report } from '../../diagnostics/collector.ts';
import { type FilePlace, filePlace } from '../../source/file-place.ts';
import type { Draft } from '../changes/draft.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { modelWords } from './child-names.ts';
import { type Looking, type Unnamed, unnamedParts } from './children.ts';
import { NAMED } from './ignored.ts';

/** A part of a declared object that no file names. */
export interface Child {
  readonly model: ModelName;
  /** What it is called beside its object. */
  readonly name: string;
  /** Its primary key. */
  readonly pk: Json;
  /** The object, and where the entry of it is. */
  readonly of: { readonly model: ModelName; readonly key: string };
  readonly place: FilePlace;
  readonly entry: EntryRef | undefined;
}

/**
 * Reports, once for each object that entries declare, what hangs on it and they do not name. `drafts`: the changes of
 * these objects; `where`: in which files it is not, for people. Gives them, one by one.
 */
export function reportChildren(
  looking: Looking,
  drafts: readonly Draft[],
  where: string,
  report: Report,
): Child[] {
  const { planned, before } = looking;
  const children: Child[] = [];
  const seen = new Set<string>();
  for (const { row: id, place, entry } of drafts) {
    const row = planned.row(id);
    if (!place || !row?.actual || row.deletedBy !== undefined || seen.has(id)) continue;
    seen.add(id);
    const parts = unnamedParts(looking, row);
    if (parts.length === 0) continue;
    const of = { model: row.model, key: describeRow(planned, row) };
    for (const { model, names, rows } of parts)
      for (const [index, child] of rows.entries())
        children.push({
          model,
          name: names[index] ?? '',
          pk: child.actual ? (before.pkOf(model, child.actual) ?? null) : null,
          of,
          place: filePlace(place),
          entry,
        });
    report({
      code: 'child-not-declared',
      message: messageOf(planned, row, parts, where),
      hint: 'declare what is meant to be there, or take it away on the server',
      place,
      entry,
    });
  }
  return children;
}

/** `2 policy bindings of application grafana are in no file: user bob at order 9, group x at order 3; nor is 1 …`. */
function messageOf(overlay: Overlay, row: OverlayRow, parts: readonly Unnamed[], where: string): string {
  const [first, ...others] = parts.map(({ model, names }) => {
    const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
    const words = modelWords(overlay.resource(model));
    return {
      what: `${names.length} ${words}${names.length === 1 ? '' : 's'}`,
      is: names.length === 1 ? 'is' : 'are',
      named: `${names.slice(0, NAMED).join(', ')}${more}`,
    };
  });
  if (!first) return '';
  const name = `${modelWords(overlay.resource(row.model))} ${describeRow(overlay, row)}`;
  return [
    `${first.what} of ${name} ${first.is} ${where}: ${first.named}`,
    ...others.map(({ what, is, named }) => `nor ${is} ${what}: ${named}`),
  ].join('; ');
}

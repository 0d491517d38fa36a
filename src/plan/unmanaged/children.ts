import { childLinks, belongsToUser } from '../../catalog/child-links.ts';
import type { Field, Json, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { ownedKey } from '../../ownership/owned-key.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { describeRow } from '../overlay/describe.ts';
import { rowsMeant } from '../overlay/links.ts';
import { otherEnds } from '../overlay/other-ends.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { isDeclared, type OverlayRow } from '../overlay/overlay-row.ts';
import { isPerson } from '../server-made/left-out.ts';
import type { ServerMade } from '../server-made/server-made.ts';
import { partName } from './child-names.ts';
import type { Ignored } from './ignored.ts';

/** Parts of one kind that an object of a file has and no file names. */
export interface Unnamed {
  /** The model of the parts. */
  readonly model: ModelName;
  /** What each is called beside its object, in order. */
  readonly names: readonly string[];
  /** One of each name. */
  readonly rows: readonly OverlayRow[];
}

/** From what it is told which parts no file names. */
export interface Looking {
  /** The server as the entries leave it. */
  readonly planned: Overlay;
  /** The server as it is, with what is shown inside other objects; what must be read is remembered here. */
  readonly before: Overlay;
  readonly made: ServerMade;
  readonly ignored: Ignored;
  /** Rows that are reported otherwise, by their ids. */
  readonly reported: ReadonlySet<string>;
  /** The objects that other projects own, as `ownedKey` writes them. */
  readonly ownedByOthers: ReadonlySet<string> | undefined;
  /** Models of which it cannot be told what entries mean. */
  readonly undecided: ReadonlySet<ModelName>;
  /** Models that the server does not show. */
  readonly unseen: ReadonlySet<ModelName>;
}

/**
 * What hangs on an object that entries declare, and no entry names: objects that are parts of it, what is linked in
 * a field that no entry sets, and links in a list that entries only add to, or that they set from its other end. What
 * authentik made itself is not among them.
 */
export function unnamedParts(looking: Looking, row: OverlayRow): Unnamed[] {
  const { before } = looking;
  const here = row.actual && before.rowOf([row.model], before.pkOf(row.model, row.actual));
  if (!here) return [];
  const found = new Map<ModelName, Map<string, OverlayRow>>();
  const add = (part: OverlayRow, name: string): void =>
    void found.set(part.model, (found.get(part.model) ?? new Map<string, OverlayRow>()).set(name, part));
  for (const { model, name } of childLinks(before.catalog, row.model)) {
    if (looking.unseen.has(model) || !before.knows(questionAbout(before, model, name, here))) continue;
    for (const child of before.pointingAt(model, name, here)) {
      const shown = partName(before, child, name);
      if (isUnnamed(looking, child, [shown])) add(child, shown);
    }
  }
  for (const [name, field] of Object.entries(before.resource(row.model).fields))
    if (field.references && !field.readOnly)
      for (const linked of unnamedLinks(looking, row, here, name, field))
        add(linked, describeRow(before, linked));
  return [...found].map(([model, parts]) => {
    const names = [...parts.keys()].sort();
    return { model, names, rows: names.flatMap((name) => parts.get(name) ?? []) };
  });
}

/**
 * What asks for the parts of one object, where the list can be asked for them and shows the key that it is asked
 * for; else for all of the model.
 */
function questionAbout(overlay: Overlay, model: ModelName, name: string, parent: OverlayRow): Question {
  const { targetPk } = overlay.resource(parent.model).collection;
  const key = parent.actual && overlay.pkOf(parent.model, parent.actual);
  const isAsked = overlay.resource(model).filters[name] !== undefined && targetPk === undefined;
  return isAsked && key !== undefined ? { model, where: { [name]: key } } : { model };
}

/** What a field of an object links and no entry names. */
function unnamedLinks(
  looking: Looking,
  row: OverlayRow,
  here: OverlayRow,
  name: string,
  field: Field,
): OverlayRow[] {
  const { planned, before } = looking;
  const value = here.actual?.[name] ?? null;
  const isList = field.type === 'array';
  const added = row.added.get(name);
  if (isNone(value) || (row.set.has(name) && !added)) return [];
  const listed = isList ? listedIn(looking, row, name, field) : undefined;
  if (listed) {
    // Who is in is said by a list, so the link counts, and not whether something declares what it links.
    return linked(looking, field, value).filter(
      (one) =>
        !listed.has(one.id) &&
        !(looking.made.isThere(here) && looking.made.isThere(one)) &&
        looking.made.reason(one) !== 'brought' &&
        isToBeNoted(looking, one, [describeRow(before, one)]),
    );
  }
  if (
    !isList &&
    !targets(before, field).some((model) => belongsToUser(before.catalog, before.resource(model)))
  )
    return [];
  // Who is in a group is nobody's business but its own, as long as no file says it of anybody.
  if (targets(planned, field).some((model) => isPerson(before.resource(model)))) return [];
  return linked(looking, field, value).filter((one) => isUnnamed(looking, one, [describeRow(before, one)]));
}

/**
 * The ids of what entries list in a list that they do not own as a whole: what they add to it, and what they set at
 * its other end. Undefined where they list nothing.
 */
function listedIn(
  { planned }: Looking,
  row: OverlayRow,
  name: string,
  field: Field,
): ReadonlySet<string> | undefined {
  const listed = new Set(rowsMeant(planned, field, [...(row.added.get(name) ?? [])]).map(({ id }) => id));
  let isListed = listed.size > 0;
  for (const end of otherEnds(planned.catalog, row.model, name, field)) {
    for (const other of planned.rowsBefore(end.model)) {
      const theirs = other.set.get(end.name);
      if (!Array.isArray(theirs)) continue;
      const isIn = rowsMeant(planned, end.field, theirs).includes(row);
      isListed ||= isIn;
      // Where the whole list at the other end is an entry's, a link that is not in it goes.
      if (isIn || !other.added.has(end.name)) listed.add(other.id);
    }
  }
  return isListed ? listed : undefined;
}

/** The objects that a value of the server links; what has not been read is asked for. */
function linked({ before, unseen }: Looking, field: Field, value: Json): OverlayRow[] {
  const keys = Array.isArray(value) ? value : [value];
  return keys.flatMap((key) => {
    const row = before.rowOf(field.references ?? [], key);
    if (row) return [row];
    for (const model of field.references ?? [])
      if (before.catalog.models[model]?.kind !== 'listed' && !unseen.has(model)) before.knows({ model });
    return [];
  });
}

function targets({ catalog }: Overlay, { references = [] }: Field): readonly ModelName[] {
  return references.flatMap((model) => kindsOf(catalog, model));
}

/**
 * Whether no entry names an object, and somebody made it. What every server has by itself is not meant, even where it
 * is otherwise than on a fresh one: it may be so since an older release.
 */
function isUnnamed(looking: Looking, row: OverlayRow, names: readonly string[]): boolean {
  const there = plannedAs(looking, row);
  if (there && isDeclared(there)) return false;
  if (looking.undecided.has(row.model) || looking.made.isThere(row)) return false;
  return looking.made.reason(row) === undefined && isToBeNoted(looking, row, names);
}

/** Whether nobody else notes an object, owns it, or wants it ignored. */
function isToBeNoted(looking: Looking, row: OverlayRow, names: readonly string[]): boolean {
  const { before, ignored, reported, ownedByOthers } = looking;
  if (plannedAs(looking, row)?.deletedBy !== undefined) return false;
  if (reported.has(row.id)) return false;
  const key = row.actual?.[before.resource(row.model).collection.key] ?? '';
  if (ownedByOthers?.has(ownedKey(row.model, key))) return false;
  const shown = describeRow(before, row);
  return !ignored.takes(row.model, [...names, shown, String(key)], shown);
}

/** The same object as the entries leave it; undefined where the plan has not looked at it. */
export function plannedAs({ planned }: Looking, { model, actual }: OverlayRow): OverlayRow | undefined {
  return planned.rowBefore([model], actual && planned.pkOf(model, actual));
}

function isNone(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

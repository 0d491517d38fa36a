import { refsIn } from '../../blueprint/later.ts';
import { refsOf } from './changes.ts';
import { cameAlong } from '../overlay/along.ts';
import { linksTo } from '../overlay/links.ts';
import { sortByDependency } from '../../semantics/sort-by-dependency.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { claimsOnServer } from './claims-on-server.ts';
import type { Draft } from './draft.ts';
import { type OnServer, orderAround } from './order-around.ts';
import { RulesBefore } from './rules-before.ts';
import { splitCircle } from './split-circle.ts';
import { ServerLinks } from '../overlay/server-links.ts';
import { namesIn } from '../overlay/unfinished.ts';
import { claim } from '../overlay/unique.ts';
import { groupBy } from '../../source/group-by.ts';

/*
 * Which changes must be done before which. Changes run concurrently, so every order that matters is an edge:
 *
 * | first                                                | then                                     |
 * |------------------------------------------------------|------------------------------------------|
 * | the create of an object                              | whatever refers to it                    |
 * | the change or delete that frees a unique value       | the change that takes it                 |
 * | the change that clears what only one object may have | the change that sets it for another      |
 * | the update that moves a link away from an object     | the delete that would cascade along it   |
 * | the delete of an object that points at another       | the delete of that other                 |
 * | the delete of an object                              | the create of its successor of that name |
 * | the create of an object                              | what the server makes along with it      |
 * | what nobody can read of what came along              | the change that takes the mark away      |
 * | what is before it in its file                        | a blueprint that the server applies      |
 * | a blueprint that an entry requires to be applied     | what is after that entry in its file     |
 * | what its content finds or needs, planned before      | a blueprint that the server applies      |
 * | a blueprint that the server applies                  | what its content may find, planned after |
 *
 * The two about files follow from the order of the file, not from the data: where they would close a circle they are
 * left out. Objects that are in each other's lists and are all deleted (a group and its user) cannot come
 * before each other and need not: the server takes them out of the lists itself.
 */

/**
 * Changes with their dependencies, sorted. A link that closes a circle is written by a second change of its
 * object. `stuck`: changes in a circle that cannot be broken that way. `byLists`: whether deletes also wait
 * for deletes of objects that only have theirs in a list.
 */
export function arrange(
  overlay: Overlay,
  changes: readonly Draft[],
  server: OnServer,
  byLists = true,
): { sorted: readonly Draft[]; stuck: readonly Draft[] } {
  const open = changes.flatMap((change) => splitFromItself(overlay, change));
  const needed = withDependencies(overlay, open, server, byLists);
  const applying = needed.filter((change) => change.applies !== undefined);
  const meant =
    applying.length === 0
      ? needed
      : needed.map((change) => ({
          ...change,
          dependsOn: [
            ...new Set([
              ...change.dependsOn,
              ...meantFirst(overlay, change, change.applies ? needed : applying),
            ]),
          ],
        }));
  const inAll = sortByDependency(meant);
  const linked = inAll.stuck.length === 0 ? meant : needed;
  const result = inAll.stuck.length === 0 ? inAll : sortByDependency(needed);
  if (byLists && result.stuck.some(({ action }) => action === 'delete'))
    return arrange(overlay, open, server, false);
  const stuck = new Set(result.stuck.map((change) => change.id));
  for (const change of result.stuck) {
    const parts = splitCircle(overlay, change, stuck);
    if (parts.length > 1)
      return arrange(
        overlay,
        linked.flatMap((one) => (one === change ? parts : [one])),
        server,
        byLists,
      );
  }
  return result;
}

/** A create whose links lead to the very object that it makes cannot be sent: such a link is written after it. */
function splitFromItself(overlay: Overlay, change: Draft): Draft[] {
  const isOwn = Object.values(change.body).some((value) =>
    refsIn(value).some((ref) => ref.row === change.row),
  );
  return isOwn ? splitCircle(overlay, change, new Set([change.row])) : [change];
}

function withDependencies(
  overlay: Overlay,
  ours: readonly Draft[],
  { theirs, applied }: OnServer,
  byLists: boolean,
): Draft[] {
  const changes = [...ours, ...theirs];
  const applying = new Map(ours.filter((change) => change.applies).map((change) => [change.row, change]));
  const doneBy = ({ by, id }: Draft): string => (by === undefined ? id : (applying.get(by)?.id ?? id));
  const needs = new Map<string, Set<string>>(ours.map((change) => [change.id, new Set<string>()]));
  const byRow = new Map<string, Draft>();
  // An object that the server makes is there once it has applied the blueprint.
  for (const change of [...theirs.filter(({ action }) => action === 'create'), ...changes])
    if (!byRow.has(change.row)) byRow.set(change.row, change);
  const add = (later: Draft, earlier: Draft | undefined): void => {
    if (earlier && doneBy(earlier) !== doneBy(later)) needs.get(doneBy(later))?.add(doneBy(earlier));
  };
  const claims = claimsOnServer(overlay, changes);
  const deletes = new Map(
    changes
      .filter((change) => change.action === 'delete')
      .map((change) => [`${change.model} ${change.key}`, change]),
  );
  const links = new ServerLinks(overlay);
  const rules = new RulesBefore(overlay, changes);
  const goneWith = rowsByDelete(overlay);
  for (const change of changes) {
    const row = overlay.row(change.row);
    if (!row) continue;
    if (change.action !== 'create') add(change, madeBy(change, byRow));
    for (const id of neededBy(overlay, change, row)) add(change, byRow.get(id));
    if (change.action === 'create') add(change, deletes.get(`${change.model} ${change.key}`));
    if (change.action === 'delete') {
      const gone = goneWith.get(row.id) ?? [row];
      for (const earlier of beforeDelete(overlay, links, row, gone, byLists))
        add(change, byRow.get(earlier.id));
    } else {
      for (const other of [...rules.blocking(change, row), ...ownersBefore(overlay, claims, row)])
        add(change, byRow.get(other.deletedBy ?? other.id));
    }
  }
  for (const [index, one] of applied.entries()) {
    const change = applying.get(one.row.id);
    if (!change) continue;
    orderAround(overlay, one, change, ours, add);
    for (const { row } of applied.slice(0, index)) add(change, applying.get(row.id));
  }
  return ours.map((change) => ({ ...change, dependsOn: [...(needs.get(change.id) ?? [])] }));
}

/** The rows of what must be there before a change: what it refers to, or what makes that along with itself. */
function neededBy(overlay: Overlay, change: Draft, row: OverlayRow): string[] {
  return [
    ...(row.along ? [row.along.with.id] : []),
    ...finishedFirst(overlay, row).map(({ id }) => id),
    ...refsOf(change).map((ref) => overlay.row(ref)?.along?.with.id ?? ref),
  ];
}

/** What came along with an object and has to be finished before the mark of that is taken away. */
function finishedFirst(overlay: Overlay, row: OverlayRow): readonly OverlayRow[] {
  const { brings = [] } = overlay.resource(row.model);
  const isMarked = brings.some(({ mark }) => mark !== undefined && namesIn(row.actual?.[mark]).length > 0);
  return isMarked ? cameAlong(overlay, row) : [];
}

/** The change that an object must be made by, or written by first, before this one can be. */
function madeBy({ id, row }: Draft, byRow: ReadonlyMap<string, Draft>): Draft | undefined {
  const made = byRow.get(row);
  return made?.action === 'create' || id !== row ? made : undefined;
}

/**
 * The objects that each delete removes, the deleted one included, by the id of the row that an entry deletes.
 */
function rowsByDelete(overlay: Overlay): ReadonlyMap<string, readonly OverlayRow[]> {
  return groupBy(overlay.allRows(), ({ deletedBy }) => deletedBy);
}

/**
 * The ids of the changes that come before this one because of the order of the file: entries before a
 * blueprint that the server applies, and a blueprint that must be applied first before what follows.
 */
function meantFirst(overlay: Overlay, change: Draft, changes: readonly Draft[]): string[] {
  return changes.flatMap((other) => {
    if (other.row === change.row) return [];
    const isAfterOther = change.applies !== undefined && isBefore(other, change);
    const isRequiredFirst =
      other.applies !== undefined &&
      (overlay.row(other.row)?.applying?.before ?? []).some((provenance) => isBefore(provenance, change));
    return isAfterOther || isRequiredFirst ? [other.id] : [];
  });
}

/** Whether both are in one file, the first before the second. */
function isBefore(one: Placed, other: Placed): boolean {
  return (
    one.place !== undefined &&
    one.place.file === other.place?.file &&
    (one.entry?.index ?? 0) < (other.entry?.index ?? 0)
  );
}

type Placed = Pick<Draft, 'place' | 'entry'>;

/** The objects that have, on the server now, unique values that a row takes. */
function* ownersBefore(
  overlay: Overlay,
  claims: ReadonlyMap<string, OverlayRow>,
  row: OverlayRow,
): Generator<OverlayRow> {
  for (const rule of overlay.resource(row.model).unique) {
    const taken = claim(overlay, rule, row.model, (field) => overlay.value(row, field));
    const owner = claims.get(taken ?? '');
    if (owner && owner !== row) yield owner;
  }
}

/**
 * Objects whose own change must come before this delete. `gone`: the object and what is deleted along with
 * it; `byLists`: include deletes of objects that only have it in a list.
 */
function* beforeDelete(
  overlay: Overlay,
  links: ServerLinks,
  row: OverlayRow,
  gone: readonly OverlayRow[],
  byLists: boolean,
): Generator<OverlayRow> {
  for (const one of gone) {
    const key = one.actual && overlay.pkOf(one.model, one.actual);
    if (key === undefined) continue;
    for (const link of linksTo(overlay.catalog, one.model)) {
      for (const other of links.pointingAt(link, key)) {
        if (other === row || other.deletedBy === row.id) continue;
        const taker = other.deletedBy === other.id ? undefined : overlay.row(other.deletedBy ?? '');
        // What goes along with either goes with the first: where that is not deleted, the second must not be.
        if (taker && link.field.onDelete === 'cascade') yield taker;
        if (
          (other.deletedBy === other.id && (byLists || link.field.type !== 'array')) ||
          (other.deletedBy === undefined && link.field.onDelete === 'cascade')
        )
          yield other;
      }
    }
  }
}

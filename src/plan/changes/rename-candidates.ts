import { isOpen } from '../../blueprint/value.ts';
import { isOwnMark } from '../../catalog/managed.ts';
import type { Resource } from '../../catalog/model.ts';
import { likeness } from '../../diagnostics/spelling.ts';
import { sameValue } from '../../forms/normal.ts';
import { cameWith } from '../overlay/along.ts';
import { formerText, hasSame, type Two } from '../overlay/former-comment.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { findConflict } from '../overlay/unique.ts';
import { isHidden } from '../value/secret-field.ts';
import type { Draft } from './draft.ts';

/** How like two names must be, from 0 to 1, to tell something. */
const NEAR = 0.5;

/** So many pairs of a new object and one of the server are looked at; more are no rename. */
const MOST = 20_000;

/** An object of the server that a new one may be under another name. */
interface Candidate {
  readonly row: OverlayRow;
  /** What a comment has to say: `slug=grafana`. */
  readonly was: string;
}

/**
 * For each new object the one that it may be, where exactly one may, and that no other new object may be. Of one that
 * claims what another has, that is an error already.
 */
export function renameCandidates(overlay: Overlay, drafts: readonly Draft[]): ReadonlyMap<Draft, Candidate> {
  const creates = createsAmong(overlay, drafts);
  const contested = new Set<OverlayRow>();
  for (;;) {
    const before = contested.size;
    const found = candidatesWithout(overlay, creates, contested);
    // What links to one that two may be was compared by a guess.
    if (contested.size === before) return found;
  }
}

/** An object that the plan makes, with those that it may be. */
interface Create {
  readonly draft: Draft;
  readonly made: OverlayRow;
  readonly undeclared: readonly Undeclared[];
}

function createsAmong(overlay: Overlay, drafts: readonly Draft[]): Create[] {
  const creates = drafts.flatMap((draft) => {
    const made = draft.action === 'create' && draft.id === draft.row ? overlay.row(draft.row) : undefined;
    return made?.identifiedBy ? [{ draft, made }] : [];
  });
  const counts = new Map<string, number>();
  for (const { made } of creates) counts.set(made.model, (counts.get(made.model) ?? 0) + 1);
  const undeclared = new Map(
    [...counts].map(([name, count]) => [name, undeclaredOf(overlay, overlay.resource(name), count)]),
  );
  return creates.flatMap(({ draft, made }) => {
    const others = undeclared.get(made.model) ?? [];
    if (others.length === 0 || findConflict(overlay, made, new Set(made.set.keys()))) return [];
    return [{ draft, made, undeclared: others }];
  });
}

/** The same without some objects; those that more than one may be are added to these. */
function candidatesWithout(
  overlay: Overlay,
  creates: readonly Create[],
  contested: Set<OverlayRow>,
): ReadonlyMap<Draft, Candidate> {
  const found = new Map<Draft, Candidate>();
  const claimed = new Set<OverlayRow>();
  /** The ids of the objects that new ones may be, by their own. */
  const same = new Map<string, string>();
  for (const { draft, made, undeclared } of creates) {
    const all = candidatesFor(overlay, overlay.resource(made.model), undeclared, { made, same });
    for (const { row } of all) (claimed.has(row) ? contested : claimed).add(row);
    const [only, other] = all;
    if (!only || other || contested.has(only.row)) continue;
    found.set(draft, only);
    same.set(made.id, only.row.id);
  }
  return found;
}

function candidatesFor(
  overlay: Overlay,
  model: Resource,
  undeclared: readonly Undeclared[],
  { made, same }: Omit<Two, 'row'>,
): Candidate[] {
  return undeclared.flatMap(({ row, isOwned }) => {
    if (!isAlike(overlay, model, { made, row, same }, isOwned) || comesAlong(overlay, row)) return [];
    const was = formerText(overlay, { made, row, same });
    return was === undefined ? [] : [{ row, was }];
  });
}

/** An object of the server that no entry has to do with; `isOwned`: the project made or adopted it. */
interface Undeclared {
  readonly row: OverlayRow;
  readonly isOwned: boolean;
}

/**
 * The objects of a model that nobody but the server has to do with, and that are not the server's own. Of a model that
 * is read in parts, where nobody knows whether there are others, and where many are made beside many (`count`), only
 * those that the project owns.
 */
function undeclaredOf(overlay: Overlay, { name }: Resource, count: number): Undeclared[] {
  const rows = overlay.rowsBefore(name);
  const isWhole = overlay.hasRead({ model: name }) && rows.length * count <= MOST;
  return rows.flatMap((row) => {
    if (!isUndeclared(row)) return [];
    const isOwned = overlay.owned(row) !== undefined;
    return isWhole || isOwned ? [{ row, isOwned }] : [];
  });
}

function isUndeclared({ actual, declared, refused, set, deletedBy, pruned, owner }: OverlayRow): boolean {
  if (!actual || declared || refused || set.size > 0) return false;
  return pruned || (deletedBy === undefined && !owner && !isOwnMark(actual['managed']));
}

/** Whether the server made an object along with another, or may have. */
function comesAlong(overlay: Overlay, row: OverlayRow): boolean {
  const bringing = Object.values(overlay.catalog.models).filter(
    (model) => model.kind === 'resource' && model.brings?.some(({ model: brought }) => brought === row.model),
  );
  return bringing.length > 0 && bringing.every(({ name }) => overlay.hasRead({ model: name }))
    ? cameWith(overlay, row).length > 0
    : false;
}

/**
 * Whether all that the entry sets, and all links, but for what identifies the object, are as the server has them; and something tells
 * that it is no chance: the project owns it, a value is another than every new object has, or all else is the same and
 * the name is like the other.
 */
function isAlike(overlay: Overlay, model: Resource, two: Two, isOwned: boolean): boolean {
  const { made } = two;
  let tells = isOwned;
  let isPlain = true;
  for (const [name, field] of Object.entries(model.fields)) {
    if (field.readOnly || field.writeOnly || field.volatile || isHidden(field) || isIdentity(made, name))
      continue;
    const value = made.set.get(name);
    // What a new object gets by itself is not always known.
    if (value === undefined && isOpen(overlay.value(made, name) ?? null)) continue;
    const isSame = hasSame(overlay, field, name, two);
    // A link that the new object does not have makes it another; members are often added by hand.
    const isLink = field.references !== undefined && field.type !== 'array';
    if ((value !== undefined || isLink) && !isSame) return false;
    if (!isSame) isPlain = false;
    if (value !== undefined && !sameValue(field, value, overlay.valueBefore(made, name), overlay.keyOf))
      tells = true;
  }
  return tells || (isPlain && isNear(two));
}

/** Whether a text that identifies the two is nearly the same. */
function isNear({ made, row }: Two): boolean {
  return (made.identifiedBy ?? []).some((name) => {
    const [now, before] = [made.set.get(name), row.actual?.[name]];
    return typeof now === 'string' && typeof before === 'string' && likeness(now, before) >= NEAR;
  });
}

function isIdentity(made: OverlayRow, name: string): boolean {
  return made.identifiedBy?.includes(name) === true;
}

import { isOpen, Ref, type Value } from '../../blueprint/value.ts';
import { isOwnMark } from '../../catalog/managed.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import { likeness } from '../../diagnostics/spelling.ts';
import { sameValue } from '../../forms/normal.ts';
import { cameWith } from '../overlay/along.ts';
import { rowsMeant } from '../overlay/links.ts';
import { findText } from '../overlay/natural.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { isHidden } from '../value/secret-field.ts';
import type { Draft } from './draft.ts';

/** How like two names must be, from 0 to 1, to tell something. */
const NEAR = 0.5;

/** An object of the server that a new one may be under another name. */
interface Candidate {
  readonly row: OverlayRow;
  /** What a comment has to say: `slug=grafana`. */
  readonly was: string;
}

/** For each new object the one that it may be, where exactly one may, and that no other new object may be. */
export function renameCandidates(overlay: Overlay, drafts: readonly Draft[]): ReadonlyMap<Draft, Candidate> {
  const found = new Map<Draft, Candidate>();
  const claims = new Map<OverlayRow, number>();
  /** The ids of the objects that new ones may be, by their own. */
  const same = new Map<string, string>();
  for (const draft of drafts) {
    if (draft.action !== 'create' || draft.id !== draft.row) continue;
    const made = overlay.row(draft.row);
    const model = overlay.resource(draft.model);
    if (!made?.identifiedBy) continue;
    const all = candidatesFor(overlay, model, made, same);
    for (const { row } of all) claims.set(row, (claims.get(row) ?? 0) + 1);
    const [only, other] = all;
    if (!only || other) continue;
    found.set(draft, only);
    same.set(made.id, only.row.id);
  }
  return new Map([...found].filter(([, { row }]) => claims.get(row) === 1));
}

function candidatesFor(
  overlay: Overlay,
  model: Resource,
  made: OverlayRow,
  same: ReadonlyMap<string, string>,
): Candidate[] {
  const isWhole = overlay.hasRead({ model: model.name });
  return overlay.rowsBefore(model.name).flatMap((row) => {
    const isOwned = overlay.owned(row) !== undefined;
    // Of a model that is read in parts, nobody knows whether there are others.
    if (!(isWhole || isOwned) || !isUndeclared(overlay, row)) return [];
    if (!isAlike(overlay, model, { made, row, same }, isOwned)) return [];
    const was = formerText(overlay, model, { made, row, same });
    return was === undefined ? [] : [{ row, was }];
  });
}

/** Whether nobody but the server has to do with an object, and it is not the server's own. */
function isUndeclared(overlay: Overlay, row: OverlayRow): boolean {
  if (!row.actual || row.declared || row.refused || row.set.size > 0) return false;
  if (row.deletedBy !== undefined && !row.pruned) return false;
  if (row.owner && !row.pruned) return false;
  return !isOwnMark(row.actual['managed']) && !comesAlong(overlay, row);
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

/** A new object and one of the server; `same`: see `renameCandidates`. */
interface Two {
  readonly made: OverlayRow;
  readonly row: OverlayRow;
  readonly same: ReadonlyMap<string, string>;
}

/**
 * Whether all that the entry sets, but for what identifies the object, is as the server has it; and something tells
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
    const isSame = hasSame(overlay, field, name, two);
    if (value !== undefined && !isSame) return false;
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

function hasSame(overlay: Overlay, field: Field, name: string, { made, row, same }: Two): boolean {
  return sameValue(field, overlay.value(made, name), row.actual?.[name], (models, key) => {
    const id = overlay.keyOf(models, key);
    return id === undefined ? undefined : (same.get(id) ?? id);
  });
}

/**
 * What a comment has to say for a new object to be this one; undefined where that cannot be written, or nothing is
 * different.
 */
function formerText(overlay: Overlay, model: Resource, two: Two): string | undefined {
  const { made, row } = two;
  const parts: string[] = [];
  for (const name of made.identifiedBy ?? []) {
    const field = model.fields[name];
    if (!field || isHidden(field) || made.from.has(name)) return undefined;
    if (hasSame(overlay, field, name, two)) continue;
    const text = valueText(overlay, field, row.actual?.[name], made.set.get(name));
    if (text === undefined) return undefined;
    parts.push(`${name}=${text}`);
  }
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** A value as a comment has it; of a link to something new it is not said, as that may be renamed itself. */
function valueText(
  overlay: Overlay,
  field: Field,
  value: Value | undefined,
  now: Value | undefined,
): string | undefined {
  if (now === undefined || now instanceof Ref || isOpen(now)) return undefined;
  if (field.references) {
    const [meant] = rowsMeant(overlay, field, value);
    return meant && findText(overlay, meant);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? plainText(value) : undefined;
}

function plainText(value: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*( [\w.-]+)*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

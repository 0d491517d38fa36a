import type { Catalog, Json, Resource } from '../catalog/model.ts';
import type { Inventory, InventoryRow } from '../ownership/inventory.ts';
import { fieldHash } from '../ownership/field-hash.ts';
import { identifiersOf } from '../plan/value/identifiers.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import type { Sources } from '../plan/value/sources.ts';
import { decodeChange } from './decode-change.ts';
import { InventoryRows } from './inventory-rows.ts';
import type { Outcome, Undo } from './outcome.ts';
import { type Made, type MadeKey, resolveValue } from './resolve.ts';

/*
 * What the inventory of a project says before a run has written anything, and afterwards. A run that is cut off in
 * between leaves its intentions, so that the next one knows what may be half done.
 */

/** What the rows of an inventory are made from. */
export interface RunFacts {
  readonly catalog: Catalog;
  /** The id of the run. */
  readonly run: string;
  readonly sources: Sources;
  /** `AK_BLUEPRINT_KEY`; undefined: no hashes are kept. */
  readonly key: string | undefined;
}

/** The inventory with what a plan is about to do. */
export function intendedInventory(inventory: Inventory, plan: Plan, facts: RunFacts): Inventory {
  const rows = new InventoryRows(inventory);
  for (const change of plan.changes) {
    const model = modelOf(change, facts);
    if (!model || !isWritten(change)) continue;
    const before = rows.of(change);
    const row = before ?? newRow(change, model);
    // What is deleted and was never owned, is not owned in between.
    if (!row || (change.action === 'delete' && !before)) continue;
    rows.put(change, {
      ...row,
      open: change.action === 'noop' ? undefined : change.action,
      pending: pendingOf(change, model, before),
    });
  }
  return { ...inventory, rows: rows.all, run: facts.run };
}

/**
 * The inventory after a run. `before`: as it was before the intentions. What was only meant and not done is as it
 * was; what may have been done keeps its intention.
 */
export function inventoryAfter(
  before: Inventory,
  plan: Plan,
  outcomes: readonly Outcome[],
  facts: RunFacts,
): Inventory {
  const rows = new InventoryRows(before);
  const run = { project: before.project.id, made: madeIn(outcomes), ...facts };
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.change.id, outcome]));
  for (const change of plan.changes) {
    const model = modelOf(change, facts);
    if (!model || change.leftAlone) continue;
    const outcome = outcomeOf.get(change.id);
    if (change.action === 'noop') rows.put(change, asItIs(change, model, rows.of(change)));
    else if (outcome) rows.put(change, rowAfter(change, model, outcome, rows.of(change), run));
    if (change.action === 'delete' && outcome?.state === 'applied') takeAlong(rows, change, facts);
  }
  return { ...before, rows: rows.all, run: facts.run };
}

/** Takes out what the server deleted along with an object, where its primary key is its key in paths. */
function takeAlong(rows: InventoryRows, { cascades }: Change, { catalog }: RunFacts): void {
  for (const { model: name, keys } of cascades) {
    const model = catalog.models[name];
    if (model?.kind !== 'resource' || model.collection.key !== model.collection.pk) continue;
    for (const key of keys) rows.drop(name, key);
  }
}

/** A run that is over. `project`: its id; `made`: the keys of what it made and changed. */
type DoneRun = RunFacts & { readonly project: string; readonly made: Made };

function madeIn(outcomes: readonly Outcome[]): Made {
  const made = new Map<string, MadeKey>();
  for (const outcome of outcomes)
    if ('made' in outcome && outcome.made) made.set(outcome.change.row, outcome.made);
  return made;
}

/** The hashes of what was last applied to the fields of an object: those that were written have other ones now. */
function hashesAfter(
  change: Change,
  object: string,
  before: InventoryRow | undefined,
  { key, project, sources, made }: DoneRun,
): InventoryRow['hashes'] {
  const { body, setters } = decodeChange(change, sources);
  const written = [...Object.entries(body), ...setters.map(({ field, value }) => [field, value] as const)];
  const hashes = new Map(Object.entries(before?.hashes ?? {}));
  for (const [field, sent] of written) {
    const value = resolveValue(sent, made);
    const hash =
      key === undefined || value === undefined
        ? undefined
        : fieldHash(key, { project, model: change.model, object, field, value });
    if (hash === undefined) hashes.delete(field);
    else hashes.set(field, hash);
  }
  return hashes.size > 0 ? Object.fromEntries(hashes) : undefined;
}

function modelOf({ model: name, by }: Change, { catalog }: RunFacts): Resource | undefined {
  const model = catalog.models[name];
  return model?.kind === 'resource' && by === undefined ? model : undefined;
}

/** The row of an object that is not in the inventory yet; undefined where nothing says which object it is. */
function newRow(change: Change, model: Resource): InventoryRow | undefined {
  const { action, itemKey, before, body } = change;
  if (itemKey === undefined && action !== 'create') return undefined;
  return {
    model: model.name,
    key: itemKey === undefined ? '' : String(itemKey),
    identifiers: identifiersOf(model, plainValues(before ?? body)),
    by: action === 'create' ? 'made' : 'adopted',
  };
}

/** The values that a plan holds as they are: no references to secrets or to what is not made yet. */
function plainValues(values: Readonly<Record<string, unknown>>): Record<string, Json> {
  const plain = Object.entries(values).filter(([, value]) => typeof value !== 'object' || value === null);
  return Object.fromEntries(plain) as Record<string, Json>;
}

/** The fields whose values nobody can read and that are to be written: these, and those of an earlier run. */
function pendingOf(
  { action, setters, body }: Change,
  model: Resource,
  before: InventoryRow | undefined,
): readonly string[] | undefined {
  if (action === 'delete') return before?.pending;
  const hidden = Object.keys(body).filter((name) => model.fields[name]?.writeOnly);
  const names = new Set([...(before?.pending ?? []), ...setters.map(({ field }) => field), ...hidden]);
  return names.size > 0 ? [...names] : undefined;
}

/** An object that is declared, and is as it is to be. */
function asItIs(change: Change, model: Resource, before: InventoryRow | undefined): InventoryRow | undefined {
  const row = before ?? newRow(change, model);
  if (!row) return undefined;
  const left = new Set(change.unverified?.map(({ path }) => path));
  const pending = row.pending?.filter((name) => left.has(name)) ?? [];
  return {
    ...row,
    key: String(change.itemKey ?? row.key),
    identifiers: change.before ? identifiersOf(model, plainValues(change.before)) : row.identifiers,
    pending: pending.length > 0 ? pending : undefined,
    open: undefined,
  };
}

/** The row of an object after a change; undefined where the project does not own it, or it is gone. */
function rowAfter(
  change: Change,
  model: Resource,
  outcome: Outcome,
  before: InventoryRow | undefined,
  run: DoneRun,
): InventoryRow | undefined {
  if (outcome.state === 'skipped' || outcome.state === 'stale') return before;
  if (outcome.state === 'undone') return rowUndone(change, model, before, outcome.undo);
  const isUnknown = outcome.state === 'unknown';
  if (change.action === 'delete') {
    if (outcome.state === 'applied') return undefined;
    return before && { ...before, open: isUnknown ? 'delete' : undefined };
  }
  const row = rowOfMade(before ?? newRow(change, model), model, change, outcome.made);
  // What was refused was not made; for what may have been made, the next run looks.
  if (!row || (row.key === '' && !isUnknown)) return before;
  if (outcome.state === 'applied')
    return {
      ...row,
      hashes: hashesAfter(change, row.key, before, run),
      pending: undefined,
      open: undefined,
    };
  const meant = change.action === 'create' ? 'create' : 'update';
  return { ...row, pending: pendingOf(change, model, before), open: isUnknown ? meant : undefined };
}

/**
 * The row of an object that is as it was before the run: hidden values of it that the run has written are pending,
 * as nobody knows whether they are to stay.
 */
function rowUndone(
  { action }: Change,
  model: Resource,
  before: InventoryRow | undefined,
  { lostFields }: Undo,
): InventoryRow | undefined {
  // An earlier run may have meant to make it, and had not.
  if (action === 'create') return before?.key === '' ? undefined : before;
  const hidden = lostFields.filter((name) => model.fields[name]?.writeOnly);
  if (!before || hidden.length === 0) return before;
  const hashes = Object.entries(before.hashes ?? {}).filter(([name]) => !hidden.includes(name));
  return {
    ...before,
    pending: [...new Set([...(before.pending ?? []), ...hidden])],
    hashes: hashes.length > 0 ? Object.fromEntries(hashes) : undefined,
  };
}

/** A row with the key and the identifiers that its object has now. */
function rowOfMade(
  row: InventoryRow | undefined,
  model: Resource,
  { itemKey, action, before, fields }: Change,
  made: MadeKey | undefined,
): InventoryRow | undefined {
  const key = made?.key ?? itemKey;
  if (key === undefined) return row;
  const known = before ? identifiersOf(model, plainValues(before)) : row?.identifiers;
  const shown = made?.identifiers ?? known ?? {};
  // An object whose name comes from a secret is known by its key alone. A plan has no such value of an object.
  const isSecret = (name: string): boolean =>
    fields.some(({ path, secret }) => secret && path === name) ||
    (action !== 'create' && before !== undefined && !Object.hasOwn(before, name));
  const identifiers = Object.keys(shown).some(isSecret) ? {} : shown;
  return { ...(row ?? { model: model.name, by: 'adopted' }), key: String(key), identifiers };
}

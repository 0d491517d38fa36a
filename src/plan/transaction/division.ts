import { refsIn } from '../../blueprint/later.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import { type Change, isWritten, type Plan } from '../value/plan.ts';
import { decodeDict, decodeValue } from '../value/plan-value.ts';
import { type Circumstances, obstaclesOf } from './obstacles.ts';

/** Which changes of a plan the server's importer makes all or nothing, and which go over REST after them. */
export interface Division {
  /** In the order in which they are made. Their setters and what else is `rest` of them stay behind. */
  readonly together: readonly Change[];
  /** In the order of the plan, with a clause for people that says why. */
  readonly afterwards: readonly Afterwards[];
  /**
   * Changes that would have to come after one that goes afterwards, though they go in the transaction themselves:
   * with one of these the order cannot be kept.
   */
  readonly forbidden: readonly { readonly change: Change; readonly needs: Change; readonly why: string }[];
}

/** What goes afterwards: a change, or the `rest` of one whose object goes in the transaction. */
interface Afterwards {
  readonly change: Change;
  readonly part: 'whole' | 'rest';
  readonly why: string;
}

/** What of a server decides: of which of `modelsToAsk` it has an object. */
export interface PushingServer {
  readonly pushesTo: readonly ModelName[] | 'unknown';
}

/**
 * Divides the changes of a plan, so that as many as can go in one transaction do. What refers to an object that is
 * made afterwards is moved along. `impossible`: why the release cannot be asked for one.
 */
export function divide(
  { changes }: Pick<Plan, 'changes'>,
  catalog: Catalog,
  server: PushingServer,
): Division | { readonly impossible: string } {
  const { importer } = catalog;
  if (catalog.standsInFor !== undefined)
    return { impossible: `nothing is known of the importer of ${catalog.standsInFor}` };
  if (!importer)
    return { impossible: `${catalog.release} cannot be asked to make changes in one transaction` };
  const written = changes.filter(isWritten);
  const there = new Set(server.pushesTo === 'unknown' ? [] : server.pushesTo);
  for (const { action, model } of written) if (action === 'create') there.add(model);
  const where: Circumstances = {
    catalog,
    importer,
    thereIs: (model) => server.pushesTo === 'unknown' || there.has(model),
    along: new Set(changes.flatMap(({ brings = [] }) => brings.map(({ row }) => row))),
    marks: marksOf(written),
  };
  const obstacles = new Map(written.map((change) => [change.id, obstaclesOf(change, where)]));
  const whole = new Map<string, string>();
  for (const [id, { whole: why }] of obstacles) if (why !== undefined) whole.set(id, why);
  const laterGrants = moveAlong(written, whole);
  const together = inOrder(written.filter(({ id }) => !whole.has(id)));
  const afterwards = written.flatMap((change): Afterwards[] => {
    const why = whole.get(change.id);
    if (why !== undefined) return [{ change, part: 'whole', why }];
    const rest = [...(obstacles.get(change.id)?.rest ?? []), ...(laterGrants.get(change.id) ?? [])];
    return rest.length > 0 ? [{ change, part: 'rest', why: rest.join('; ') }] : [];
  });
  return { together, afterwards, forbidden: forbiddenIn(together, written, whole, laterGrants) };
}

/** The fields in which new objects are marked, by row: by themselves, or for what the server makes along with them. */
function marksOf(written: readonly Change[]): ReadonlyMap<string, readonly string[]> {
  const marks = new Map<string, string[]>();
  const add = (row: string, field: string | undefined): void => {
    if (field !== undefined) marks.set(row, [...(marks.get(row) ?? []), field]);
  };
  for (const { row, markedIn, unmarks } of written) {
    add(row, markedIn);
    if (unmarks) add(unmarks.row, unmarks.field);
  }
  return marks;
}

/**
 * Adds the changes that need the key of what is made afterwards, or must come after what the server applies. Gives
 * those of which only the permissions have to wait.
 */
function moveAlong(written: readonly Change[], whole: Map<string, string>): ReadonlyMap<string, string[]> {
  const byId = new Map(written.map((change) => [change.id, change]));
  const laterGrants = new Map<string, string[]>();
  for (let found = true; found; ) {
    found = false;
    for (const change of written) {
      if (whole.has(change.id)) continue;
      for (const id of change.dependsOn) {
        const earlier = byId.get(id);
        if (!earlier || !whole.has(id)) continue;
        const why = reasonToMove(change, earlier);
        if (why === undefined) continue;
        whole.set(change.id, why);
        found = true;
        break;
      }
    }
  }
  for (const change of written) {
    if (whole.has(change.id)) continue;
    const waits = change.dependsOn.flatMap((id) => {
      const earlier = byId.get(id);
      return earlier && whole.has(id) && holdersOf(change).has(earlier.row)
        ? [`${earlier.model} ${earlier.key}, who is given permissions, comes afterwards`]
        : [];
    });
    if (waits.length > 0) laterGrants.set(change.id, waits);
  }
  return laterGrants;
}

/** Why a change cannot come before another one that goes afterwards, and goes afterwards itself. */
function reasonToMove(change: Change, earlier: Change): string | undefined {
  const name = `${earlier.model} ${earlier.key}`;
  if (change.row === earlier.row) return 'its object is made afterwards';
  if (referredIn(change).has(earlier.row)) return `it refers to ${name}, which is made afterwards`;
  return earlier.applies ? `it comes after the server applies ${name}` : undefined;
}

/** The rows whose keys a change writes. */
function referredIn({ body, companions }: Change): ReadonlySet<string> {
  const secret = (): Value => '';
  return new Set(
    [decodeDict(body, secret), decodeDict(companions, secret)].flatMap((one) =>
      refsIn(one).map(({ row }) => row),
    ),
  );
}

/** The rows of those who are given permissions. */
function holdersOf({ grants }: Change): ReadonlySet<string> {
  return new Set(grants.flatMap(({ key }) => refsIn(decodeValue(key)).map(({ row }) => row)));
}

function forbiddenIn(
  together: readonly Change[],
  written: readonly Change[],
  whole: ReadonlyMap<string, string>,
  laterGrants: ReadonlyMap<string, unknown>,
): Division['forbidden'] {
  const byId = new Map(written.map((change) => [change.id, change]));
  return together.flatMap((change) =>
    change.dependsOn.flatMap((id) => {
      const needs = byId.get(id);
      if (!needs || !whole.has(id)) return [];
      if (laterGrants.has(change.id) && holdersOf(change).has(needs.row)) return [];
      const why = `it must come after ${needs.model} ${needs.key}, which goes afterwards: ${whole.get(id) ?? ''}`;
      return [{ change, needs, why }];
    }),
  );
}

/** In the order of the plan, with deletes last where nothing needs them earlier. */
function inOrder(changes: readonly Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const sorted = new Set<Change>();
  const add = (change: Change): void => {
    if (sorted.has(change)) return;
    for (const id of change.dependsOn) {
      const earlier = byId.get(id);
      if (earlier) add(earlier);
    }
    sorted.add(change);
  };
  for (const change of changes) if (change.action !== 'delete') add(change);
  for (const change of changes) add(change);
  return [...sorted];
}

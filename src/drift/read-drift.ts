import { type EventLog, eventLogOf } from '../catalog/event-log.ts';
import type { Catalog, Resource } from '../catalog/model.ts';
import type { Client } from '../client/client.ts';
import type { Inventory } from '../ownership/inventory.ts';
import type { Child } from '../plan/unmanaged/report-children.ts';
import type { Plan } from '../plan/value/plan.ts';
import type { PlanValue } from '../plan/value/plan-value.ts';
import type { Beside, Difference, Drift } from './drift.ts';
import { EventReader } from './event-reader.ts';
import type { Found } from './find-differences.ts';
import { otherEnds } from './other-ends.ts';
import { belongingOf, eventsOfMissing, fateOf } from './missing.ts';
import { type EventTrail, type OwnMarks, type Trail, trailOf } from './trail.ts';

/** What is known before the log is asked. */
export interface DriftRequest {
  readonly plan: Plan;
  /** What differs in it. */
  readonly found: readonly Found[];
  /** What hangs on declared objects and is in no file. */
  readonly children: readonly Child[];
  /** The missing objects that are there under another name, by row. */
  readonly renamed: ReadonlySet<string>;
  readonly catalog: Catalog;
  /** What the project owns; undefined where nobody keeps that. */
  readonly owned: Inventory | undefined;
  /** Whether what is owned and not declared was looked for. */
  readonly isOwned: boolean;
  /** The user of the token in use. */
  readonly user: string;
  /** When a run last wrote on the server; undefined where nobody knows. */
  readonly lastRun: number | undefined;
  /** Of how many objects the log is asked at most; `offline`: there is no server to ask. */
  readonly most: number | 'offline';
}

/**
 * What differs, with who changed it and when: at most one request an object, and some for each model of which objects
 * are missing. Sends only GET. A log that cannot be read is said, and no error.
 */
export async function readDrift(client: Client, request: DriftRequest): Promise<Drift> {
  const { plan, found, catalog, most } = request;
  const log = eventLogOf(catalog);
  const read = most === 'offline' || !log ? undefined : new TrailReader(client, log, request);
  const limit = most === 'offline' ? 0 : most;
  const why = whyNotAsked(most, log);
  const differences: Difference[] = [];
  const ask = async (one: Found, index: number): Promise<void> => {
    const isAsked = read !== undefined && index < limit;
    differences[index] = isAsked
      ? await read.of(one)
      : { ...one, trail: { kind: 'not-asked', why }, fate: undefined };
  };
  // The first one shows whether the log may be read at all.
  for (const one of found.slice(0, 1)) await ask(one, 0);
  await Promise.all(found.slice(1).map((one, index) => ask(one, index + 1)));
  const left = Math.max(0, limit - found.length);
  const beside = await Promise.all(
    request.children.map(async (child, index): Promise<Beside> => {
      const isAsked = read !== undefined && index < left;
      return { child, trail: isAsked ? await read.ofChild(child) : { kind: 'not-asked', why } };
    }),
  );
  const refused = read?.refused;
  const asked = found.length + beside.length;
  const isLeftOut = asked > limit || !read;
  return {
    differences,
    beside,
    models: [...new Set(plan.changes.map(({ model }) => model))].sort(),
    isOwned: request.isOwned,
    unchanged: plan.summary.unchanged,
    names: new Map(plan.changes.map(({ row, key }) => [row, key])),
    notAsked: refused ?? (asked > 0 && isLeftOut ? why : undefined),
  };
}

function whyNotAsked(most: number | 'offline', log: EventLog | undefined): string {
  if (most === 'offline') return 'a snapshot has no events';
  if (!log) return 'this release lists no events';
  return most === 0
    ? 'the events were not to be read'
    : `the events of ${most} objects were read, and not of more`;
}

/** Finds who changed objects. */
class TrailReader {
  readonly #events: EventReader;
  readonly #request: DriftRequest;
  readonly #marks: OwnMarks;
  readonly #nothing: string;

  constructor(client: Client, log: EventLog, request: DriftRequest) {
    this.#events = new EventReader(client, log);
    this.#request = request;
    this.#marks = { keepsUserAgent: log.keepsUserAgent, user: request.user, lastRun: request.lastRun };
    this.#nothing =
      log.ofTokens === 'none'
        ? 'the server has no event of it: this release keeps none of what is done with an API token'
        : 'the server has no event of it: it keeps none of this, or none any more';
  }

  get refused(): string | undefined {
    return this.#events.refused;
  }

  async of(found: Found): Promise<Difference> {
    const model = this.#request.catalog.models[found.change.model];
    if (model?.kind !== 'resource') return { ...found, trail: this.#none(), fate: undefined };
    return found.kind === 'missing' ? this.#ofMissing(found, model) : this.#ofThere(found, model);
  }

  /** Who wrote a part that no file names. */
  async ofChild({ model, pk }: Child): Promise<Trail> {
    const key = typeof pk === 'string' || typeof pk === 'number' ? pk : undefined;
    const read = key === undefined ? undefined : await this.#events.ofObject(model, key);
    return (read && trailOf(read.events, this.#marks, read.isMore)) ?? this.#none();
  }

  async #ofThere(found: Found, model: Resource): Promise<Difference> {
    const key = keyIn(found.change.before?.[model.collection.pk]);
    const read = key === undefined ? undefined : await this.#events.ofObject(model.name, key);
    const own = read && trailOf(read.events, this.#marks, read.isMore);
    // Nobody wrote the object itself: what is in a list of it may have been put there from the other side.
    const through = own && own.since > 0 ? undefined : await this.#through(found, model);
    return { ...found, trail: through ?? own ?? this.#none(), fate: undefined };
  }

  /** Who wrote the objects that were put into lists of this one, or taken out; undefined where nobody did since. */
  async #through(found: Found, model: Resource): Promise<EventTrail | undefined> {
    for (const { models, key, name } of otherEnds(found.change, model))
      for (const other of models) {
        if (this.#request.catalog.models[other]?.kind !== 'resource') continue;
        const read = await this.#events.ofObject(other, key);
        const trail = read && trailOf(read.events, this.#marks, read.isMore);
        if (trail && trail.since > 0) return { ...trail, through: name };
      }
    return undefined;
  }

  async #ofMissing(found: Found, model: Resource): Promise<Difference> {
    const { change } = found;
    const belonging = belongingOf(change, model, this.#request.owned);
    const read = await this.#events.ofModel(model.name);
    const events = read ? eventsOfMissing(read.events, change, model, belonging) : [];
    const trail = trailOf(events, this.#marks, false);
    const fate = fateOf(trail, belonging);
    const isThere = this.#request.renamed.has(change.row) && trail?.last.action !== 'deleted';
    return { ...found, trail: trail ?? this.#none(), fate: isThere ? 'moved' : fate };
  }

  #none(): Trail {
    const { refused } = this.#events;
    return refused === undefined ? { kind: 'none', why: this.#nothing } : { kind: 'not-asked', why: refused };
  }
}

function keyIn(value: PlanValue | undefined): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

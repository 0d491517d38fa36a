import type { Catalog } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { Inventory } from '../ownership/inventory.ts';
import { readInventory } from '../ownership/inventory-document.ts';
import { type InventoryStore, serverStore } from '../ownership/inventory-store.ts';
import { type HeldLock, isForbidden, takeLock } from '../ownership/lock.ts';
import { instancesOf, RUNS } from '../ownership/own-instances.ts';
import {
  hasMoved,
  type InstancesApi,
  instanceNamed,
  makeInstance,
  readTraces,
  type Traces,
  writeInstance,
} from '../ownership/traces.ts';
import { ownedKey } from '../ownership/owned-key.ts';
import { fileStore } from './inventory-file.ts';
import type { Io } from './io.ts';
import type { OpenProject } from './project.ts';
import { runPlace } from './run-place.ts';
import type { Connection } from './server.ts';
import { LockWait } from './wait-for-lock.ts';

/** Options of commands that take the lock. */
export interface LockOptions {
  readonly lock: 'server' | 'none';
  /** Seconds to wait for another run that holds it. */
  readonly lockTimeout: number;
  readonly breakLock?: boolean | undefined;
}

/** What a run needs to know what is its own. */
export interface OwnershipParts {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly project: OpenProject | undefined;
  /** Undefined: the run writes nothing, or to a server that only it knows. */
  readonly lock: LockOptions | undefined;
}

/** What may be left out. */
type Part = 'lock' | 'inventory';

/**
 * What a run has on the server for itself: the lock, and the inventory of its project. What this server or this
 * token cannot have is left out, and said in one line.
 */
export class Ownership {
  readonly #parts: OwnershipParts;
  readonly #io: Io;
  readonly #api: InstancesApi | undefined;
  readonly #wait: LockWait;
  readonly #off = new Map<Part, string>();
  readonly #said = new Set<Part>();
  #store: InventoryStore | undefined;
  #stored: Inventory | undefined;
  #traces: Traces = { instances: [], now: undefined };
  #lock: HeldLock | undefined;

  constructor(parts: OwnershipParts, io: Io) {
    this.#parts = parts;
    this.#io = io;
    const { catalog, connection, lock } = parts;
    const instances = instancesOf(catalog);
    const model = instances === undefined ? undefined : catalog.models[instances];
    // Before 2023.1 an instance has no text of its own.
    const isPossible = model?.kind === 'resource' && model.fields['content'] !== undefined;
    this.#api = isPossible ? { client: connection.client, model } : undefined;
    this.#store = this.#storeOf();
    this.#wait = new LockWait(lock?.lockTimeout ?? 0, connection.interrupts.stop.soft, io);
  }

  /** What the project owns; undefined where that is not kept. */
  get inventory(): Inventory | undefined {
    const project = this.#parts.project?.project.identity;
    return project && this.#store && (this.#stored ?? { project, rows: [] });
  }

  /** The objects that the inventories of other projects on the server have, as `ownedKey` writes them. */
  get ownedByOthers(): ReadonlySet<string> {
    const project = this.#parts.project?.project.identity;
    const others = this.#traces.instances.flatMap(({ context }) => {
      const read = readInventory(context);
      return read.kind === 'read' && read.inventory.project.id !== project?.id ? read.inventory.rows : [];
    });
    return new Set(others.map(({ model, key }) => ownedKey(model, key)));
  }

  /** The id of the run. */
  get run(): string {
    return this.#parts.connection.log.run;
  }

  /** Is aborted once the lock is lost: nothing more may be written. Undefined where none is held. */
  get lost(): AbortSignal | undefined {
    return this.#lock?.lost;
  }

  /**
   * Reads what there is: in one request, or in none where nothing of it is needed. Waits for a lock that another
   * run holds. Throws a StaleError when it is held for longer, and a UsageError for another project's inventory.
   */
  async read(report: Report): Promise<void> {
    const { lock } = this.#parts;
    const isLocked = lock?.lock === 'server';
    if (isLocked && !this.#api) this.#off.set('lock', this.#cannot());
    if (this.#api && (isLocked || this.#isOnServer)) {
      const traces = await this.#readTraces(this.#api);
      if (traces && isLocked && !lock.breakLock) this.#traces = await this.#wait.untilFree(this.#api, traces);
      else if (traces) this.#traces = traces;
    }
    this.#readStore(report);
  }

  /** Says in one line what is left out; nothing where nothing is. */
  sayWhatIsOff(): void {
    const off = [...this.#off].filter(([part]) => !this.#said.has(part));
    if (off.length === 0) return;
    for (const [part] of off) this.#said.add(part);
    const parts = off.map(([part]) => part).join(' and ');
    const whys = [...new Set(off.map(([, why]) => why))].join('; ');
    this.#io.err(`${this.#io.paintErr.yellow('warning')}: this run goes without ${parts}: ${whys}`);
  }

  /**
   * Takes the lock, where there is to be one, and says whether another run has written since `read`, or held the
   * lock and did not give it back. Throws a StaleError when another run holds it.
   */
  async take(): Promise<boolean> {
    const api = this.#api;
    const options = this.#parts.lock;
    if (!api || options?.lock !== 'server' || this.#off.has('lock')) return false;
    const before = this.#traces;
    for (let traces = before; ; ) {
      const taking = await takeLock({ api, me: this.#me(), isBroken: options.breakLock === true }, traces);
      if (taking.kind === 'off') {
        this.#off.set('lock', taking.why);
        return false;
      }
      if (taking.kind === 'held') {
        this.#lock = taking.lock;
        this.#traces = await readTraces(api);
        this.#readStore(() => undefined);
        return taking.wasTakenOver || hasMoved(before, this.#traces);
      }
      traces = await this.#wait.untilFree(api, taking.traces);
    }
  }

  /**
   * Writes the inventory, or where there is none on the server a trace of this run, so that others see that it
   * wrote. Throws an ApiError or a UsageError when it cannot be written.
   */
  async write(inventory: Inventory | undefined): Promise<void> {
    try {
      if (inventory) await this.keep(inventory);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.#off.set('inventory', whyOf(error));
      this.#store = undefined;
    }
    if (!(inventory && this.#store && this.#isOnServer) && this.#lock && this.#api)
      await this.#leaveTrace(this.#api);
  }

  /** Writes the inventory, where there is one. Throws an ApiError or a UsageError when it cannot be written. */
  async keep(inventory: Inventory): Promise<void> {
    if (!this.#store) return;
    await this.#store.write(inventory);
    this.#stored = inventory;
  }

  /** Gives the lock back, if it is held; says so where that cannot be done. */
  async release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    try {
      await lock?.release();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#io.err(
        `${this.#io.paintErr.yellow('warning')}: the lock could not be given back, and ends by itself in two minutes: ${error.message}`,
      );
    }
  }

  get #isOnServer(): boolean {
    const project = this.#parts.project?.project;
    return project?.identity !== undefined && (project.inventory ?? 'server') === 'server';
  }

  #storeOf(): InventoryStore | undefined {
    const { project } = this.#parts;
    const identity = project?.project.identity;
    if (!project || !identity || project.project.inventory === 'off') return undefined;
    if (project.project.inventory === 'file') return fileStore(identity, project.absolute, this.#io);
    if (this.#api) return serverStore(this.#api, identity);
    this.#off.set('inventory', this.#cannot());
    return undefined;
  }

  #readStore(report: Report): void {
    const read = this.#store?.read(this.#traces);
    this.#stored = read?.inventory;
    if (read?.damaged !== undefined && this.#store)
      report({
        code: 'inventory-damaged',
        message: `${this.#store.name} cannot be read (${read.damaged}), so nothing counts as owned`,
      });
  }

  async #readTraces(api: InstancesApi): Promise<Traces | undefined> {
    try {
      return await readTraces(api);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      if (this.#parts.lock?.lock === 'server') this.#off.set('lock', whyOf(error));
      if (this.#isOnServer) {
        this.#off.set('inventory', whyOf(error));
        this.#store = undefined;
      }
      return undefined;
    }
  }

  async #leaveTrace(api: InstancesApi): Promise<void> {
    const there = instanceNamed(this.#traces, RUNS);
    const { project, run, place } = this.#me();
    const context = { tool: 'ak-blueprint', project, run, place };
    await (there ? writeInstance(api, there, context) : makeInstance(api, RUNS, context));
  }

  #me(): { readonly project: string | null; readonly run: string; readonly place: string } {
    const project = this.#parts.project?.project.identity?.name ?? null;
    return { project, run: this.run, place: runPlace(this.#io.env) };
  }

  #cannot(): string {
    return `authentik ${this.#parts.catalog.release} has no place for them`;
  }
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

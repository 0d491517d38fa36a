import { partAt } from '../catalog/json-mapping.ts';
import type { Json, ModelName } from '../catalog/model.ts';
import { isSince, isWithin } from '../catalog/release.ts';
import { LAST_OUTSIDE, QUEUED, type QueueEvent, type QueueRule } from './behaviour/shared/queued.ts';
import type { Database } from './database.ts';
import { followAll } from './links.ts';
import type { Release } from './release.ts';
import type { Pk, Row } from './row.ts';

/** A task that was given to the server's worker, about the object that had this key. */
export interface QueuedTask {
  readonly task: string;
  readonly on: QueueEvent;
  readonly model: ModelName;
  readonly key: Pk;
}

/**
 * The tasks that writes gave to the worker, oldest first. The sandbox has no worker: nothing is ever done. Up to
 * 2025.6 the queue is no part of the database: a transaction that is taken back leaves its tasks.
 */
export class Queue {
  readonly #database: Database;
  readonly #rules: readonly QueueRule[];
  readonly #isOutside: boolean;
  #tasks: readonly QueuedTask[] = [];
  #written: { readonly on: QueueEvent; readonly row: Row }[] = [];

  constructor(database: Database, { catalog }: Pick<Release, 'catalog'>) {
    this.#database = database;
    this.#rules = QUEUED.filter((rule) => isWithin(catalog.release, rule));
    this.#isOutside = isSince(LAST_OUTSIDE, catalog.release);
  }

  get tasks(): readonly QueuedTask[] {
    return this.#tasks;
  }

  /** Queues what follows from what happened to an object; `before`: what it was, where it was changed. */
  note(on: QueueEvent, row: Row, before?: Row): void {
    const { model, pk, values } = row;
    this.#written.push({ on, row });
    const due = this.#rules.filter(
      (rule) =>
        rule.model === model &&
        rule.on.includes(on) &&
        (rule.changes?.some((path) => has(values, path) !== has(before?.values ?? {}, path)) ?? true) &&
        this.#isUsed(rule),
    );
    if (due.length > 0)
      this.#tasks = [...this.#tasks, ...due.map(({ task }) => ({ task, on, model, key: pk }))];
  }

  /** What was noted since this was last called, oldest first, also of what was taken back. */
  takeWritten(): readonly { readonly on: QueueEvent; readonly row: Row }[] {
    const written = this.#written;
    this.#written = [];
    return written;
  }

  /** Takes the tasks of a transaction back, in releases in which they are a part of it. */
  rollback(before: readonly QueuedTask[]): void {
    if (!this.#isOutside) this.#tasks = before;
  }

  clear(): void {
    this.#tasks = [];
  }

  #isUsed({ while: needed }: QueueRule): boolean {
    if (!needed) return true;
    const { store } = this.#database;
    const { model, by, usedIn } = needed;
    if (store.list([model]).length === 0) return false;
    const isUsedIn = (row: Row): boolean =>
      usedIn.some((field) => followAll(this.#database, row, field).some((one) => one.model === model));
    return usedIn.length === 0 || store.list([by]).some(isUsedIn);
  }
}

/** A value in a row, or in a mapping of it, as a text that can be compared. */
function has(values: Readonly<Record<string, Json>>, path: string): string {
  return String(partAt(values, path.split('.')));
}

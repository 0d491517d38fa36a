import type { Json } from '../catalog/model.ts';
import { isSince } from '../catalog/release.ts';
import type { Caller } from './auth.ts';
import {
  EVENT_ACTIONS,
  MEMBERS_SINCE,
  PLACES,
  REQUEST_SINCE,
  WITHOUT_EVENTS,
} from './behaviour/shared/events.ts';
import { eventName } from './event-name.ts';
import type { QueueEvent } from './behaviour/shared/queued.ts';
import { makeUuid, type Random } from './random.ts';
import type { SandboxRequest } from './request.ts';
import type { Pk, Row } from './row.ts';
import type { WriteParts } from './validation/context.ts';
import { createRow } from './write/create-row.ts';

/** What was done to an object; `row`: as it was left, or as it was before it was deleted. */
export interface Written {
  readonly on: QueueEvent;
  readonly row: Row;
}

/** Writes the events of what requests did. `random`: where keys of events come from, and nothing else. */
export class EventLog {
  readonly #parts: WriteParts;
  readonly #random: Random;
  #last = '';
  #within = 0;

  constructor(parts: WriteParts, random: Random) {
    this.#parts = parts;
    this.#random = random;
  }

  /** Writes an event of each object that a request wrote, but for what was taken back. */
  write(written: readonly Written[], caller: Caller, request: SandboxRequest): void {
    const { models, store } = this.#parts.database;
    const model = models.find(models.wellKnown.event);
    if (!model) return;
    const gone = written.filter(({ on }) => on === 'delete').map(({ row }) => row);
    const hasMembers = isSince(this.#parts.release.catalog.release, MEMBERS_SINCE);
    for (const { on, row } of written) {
      if (on === 'members' && !hasMembers) continue;
      const there = store.get(row.model, row.pk);
      const isDone = on === 'delete' ? there === undefined : there !== undefined;
      if (!isDone || WITHOUT_EVENTS.has(row.model) || !models.find(row.model)) continue;
      store.put(
        createRow(
          {
            ...this.#parts,
            model,
            row: undefined,
            caller,
            partial: false,
            key: makeUuid(this.#random),
          },
          {
            user: userOf(caller),
            action: EVENT_ACTIONS[on],
            app: 'authentik.events.middleware',
            context: { model: this.#modelOf(row, gone), http_request: this.#requestOf(request) },
            client_ip: '127.0.0.1',
            created: this.#moment(),
            ...this.#place(),
          },
        ),
      );
    }
  }

  /** The time, to a part of a millisecond that no earlier event has. */
  #moment(): string {
    const millisecond = this.#parts.environment.clock().toISOString().slice(0, -1);
    this.#within = this.#last === millisecond ? Math.min(this.#within + 1, 999) : 0;
    this.#last = millisecond;
    return `${millisecond}${String(this.#within).padStart(3, '0')}Z`;
  }

  #modelOf(row: Row, gone: readonly Row[]): { [name: string]: Json } {
    const [app = '', model_name = ''] = row.model.split('.');
    const { database, release } = this.#parts;
    return { pk: keyIn(row.pk), app, name: eventName(database, release.behaviour, row, gone), model_name };
  }

  #requestOf(request: SandboxRequest): { [name: string]: Json } {
    const { release } = this.#parts.release.catalog;
    const shown: { [name: string]: Json } = {
      args: Object.fromEntries(request.query),
      path: request.path,
      method: request.method,
    };
    if (isSince(release, REQUEST_SINCE.request_id))
      shown['request_id'] = makeUuid(this.#random).replaceAll('-', '');
    if (isSince(release, REQUEST_SINCE.user_agent)) shown['user_agent'] = request.headers['user-agent'] ?? '';
    return shown;
  }

  #place(): Record<string, Json> {
    const { models, store } = this.#parts.database;
    const columns = models.find(models.wellKnown.event)?.columns ?? {};
    const place = PLACES.find(({ column }) => column in columns);
    if (!place) return {};
    const [app = '', name = ''] = place.model.split('.');
    const [first] = store.list([place.model]);
    return {
      [place.column]: { pk: first ? keyIn(first.pk) : '', app, name: place.name, model_name: name },
    };
  }
}

function userOf({ user: { pk, values } }: Caller): { [name: string]: Json } {
  return { pk, email: values['email'] ?? '', username: values['username'] ?? '' };
}

/** A key as events have it: a UUID without dashes. */
function keyIn(pk: Pk): Pk {
  return typeof pk === 'string' ? pk.replaceAll('-', '') : pk;
}

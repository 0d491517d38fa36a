import type { EventLog } from '../catalog/event-log.ts';
import type { ModelName } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { eventKey, type ObjectEvent, toObjectEvent } from './object-event.ts';

/** Some of the events of an object or a model, the newest first. */
export interface SomeEvents {
  readonly events: readonly ObjectEvent[];
  /** Whether there are older ones. */
  readonly isMore: boolean;
}

/** As many events of one object are read: the last one, and how many there are. */
const OF_OBJECT = 20;
/** As many events of one model are read where objects cannot be asked for by key, a page at a time. */
const OF_MODEL = { page: 100, pages: 3 };

/** Reads parts of a server's log: never the whole of it, which has years of everything. */
export class EventReader {
  readonly #client: Client;
  readonly #log: EventLog;
  readonly #ofModel = new Map<ModelName, Promise<SomeEvents>>();
  #refused: string | undefined;

  constructor(client: Client, log: EventLog) {
    this.#client = client;
    this.#log = log;
  }

  /** Why nothing more is asked; undefined as long as the server answers. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** The last events of an object by its primary key; undefined where the server does not say. */
  async ofObject(model: ModelName, key: string | number): Promise<SomeEvents | undefined> {
    if (typeof key === 'number' && !this.#log.findsNumbers) {
      const found = await this.ofModel(model);
      return found && { ...found, events: found.events.filter((event) => event.key === eventKey(key)) };
    }
    return this.#answer(() => this.#read(model, OF_OBJECT, 1, { context_model_pk: eventKey(key) }));
  }

  /** The last events of all objects of a model, some hundred; undefined where the server does not say. */
  async ofModel(model: ModelName): Promise<SomeEvents | undefined> {
    return this.#answer(() => {
      let read = this.#ofModel.get(model);
      if (!read) this.#ofModel.set(model, (read = this.#read(model, OF_MODEL.page, OF_MODEL.pages)));
      return read;
    });
  }

  /** That the log cannot be read takes nothing from what differs. Throws the ApiError of a run that is to stop. */
  async #answer(read: () => Promise<SomeEvents>): Promise<SomeEvents | undefined> {
    if (this.#refused !== undefined) return undefined;
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind === 'interrupted') throw error;
      this.#refused =
        error.kind === 'forbidden' ? 'the user of the token may not read the events' : error.message;
      return undefined;
    }
  }

  async #read(
    model: ModelName,
    size: number,
    pages: number,
    where: Readonly<Record<string, string>> = {},
  ): Promise<SomeEvents> {
    const [app = '', name = ''] = model.split('.');
    const query = {
      action: this.#log.ofObjects,
      context_model_app: app,
      context_model_name: name,
      ...where,
      ordering: '-created',
      page_size: String(size),
    };
    const events: ObjectEvent[] = [];
    for (let page = 1; ; page += 1) {
      const read = await this.#client.page(
        this.#log.path,
        page === 1 ? query : { ...query, page: String(page) },
      );
      events.push(...read.items.flatMap((item) => toObjectEvent(item, this.#log) ?? []));
      if (read.next === 0 || page === pages) return { events, isMore: read.next !== 0 };
    }
  }
}

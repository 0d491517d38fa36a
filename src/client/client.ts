import type { Json } from '../catalog/model.ts';
import type { TokenUser } from './answers.ts';
import type { Item, Page } from './page.ts';

/** A response to a write that need not show the object: of 2xx, but for `ask`. */
export interface Reply {
  readonly status: number;
  /** What it says, as JSON; undefined: nothing. */
  readonly body: Json | undefined;
}

/** Numbers of requests. */
interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/**
 * The part of authentik's REST API that is needed here. Every method throws an ApiError when its request
 * fails.
 */
export interface Client {
  /** The address without `/api/v3`. */
  readonly url: string;
  /**
   * The server's release, from `GET /admin/version/`; where the token may not read that, from the server's
   * own document.
   */
  release(): Promise<string>;
  /** The server's own OpenAPI document, from `GET /schema/`: some megabytes of JSON. */
  document(): Promise<string>;
  /** The user behind the token, from `GET /core/users/me/`. */
  me(): Promise<TokenUser>;
  /**
   * Whether the server has a valid licence, from `GET /enterprise/license/summary/` (since 2023.8); undefined
   * where there is no such endpoint.
   */
  licensed(): Promise<boolean | undefined>;
  /** One page of a list. */
  page(path: string, query: Readonly<Record<string, string>>): Promise<Page>;
  /**
   * A GET of JSON that is no page of a list. `seconds`: a shorter time limit than the usual one, after which it
   * is not repeated.
   */
  read(path: string, query?: Readonly<Record<string, string>>, seconds?: number): Promise<Json>;
  /** A GET of a file that is no JSON. */
  text(path: string): Promise<string>;
  /**
   * Creates an object; `body` is JSON text. Never repeated, also not after "busy": a caller that repeats it must
   * look the object up first, see create-once.ts.
   */
  create(path: string, body: string): Promise<Item>;
  update(path: string, body: string): Promise<Item>;
  remove(path: string): Promise<Reply>;
  /**
   * A POST or PATCH that may be repeated, as it has the same effect when it is done twice (`set_key`,
   * `set_icon_url`, …).
   */
  call(path: string, body: string, method?: 'POST' | 'PATCH'): Promise<Reply>;
  /**
   * A POST whose body and answer are secret as a whole: nothing of them is recorded. It is to change nothing, so it
   * may be repeated; not when it took longer than `seconds` (or the usual time limit, where that is longer). Gives
   * the answer also where it refuses: 400, and 405, which is a crash where it has no body.
   */
  ask(path: string, body: string, seconds: number): Promise<Reply>;
  /** Uploads a file as a form. Never repeated. */
  upload(path: string, file: { readonly name: string; readonly text: string }): Promise<Json>;
  /**
   * Waits before the repetition number `attempt` (from 1), or as many seconds as the server asks for. Gives
   * false, at once, when the run is to stop: nothing is to be repeated then.
   */
  pause(attempt: number, retryAfter?: number): Promise<boolean>;
  /**
   * A DELETE that is sent once, with a short time limit, also where the run was told to stop: for what must not
   * be left behind.
   */
  removeAtEnd(path: string): Promise<void>;
  /**
   * The server's clock, in milliseconds: the `Date` of its last answer, and the time that has passed since;
   * undefined where no answer had one. To a second.
   */
  serverTime(): number | undefined;
  /** The requests so far. */
  requests(): Requests;
}

import type { Json } from '../catalog/model.ts';

/** An answer before it becomes bytes; `body` undefined: empty. */
export interface Reply {
  readonly status: number;
  readonly body?: Json;
  /** Text that is sent as it stands, with its media type. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Thrown where a request ends early; the router answers with it. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`answered with ${reply.status}`);
    this.reply = reply;
  }
}

/** A refusal with one text, as the framework gives it. */
export function detail(status: number, text: string): Refusal {
  return new Refusal({ status, body: { detail: text } });
}

/** A body that was refused: messages by field. */
export function invalid(body: Json): Refusal {
  return new Refusal({ status: 400, body });
}

/** There is no such object; `label`: the kind, where the release names it. */
export const notFound = (label?: string): Refusal =>
  detail(404, label === undefined ? 'Not found.' : `No ${label} matches the given query.`);

export const forbidden = (): Refusal => detail(403, 'You do not have permission to perform this action.');

/**
 * The server failed: 405, an empty body, and an Allow header without the method (recorded: "event_matcher
 * only name").
 */
export const crash = (): Refusal =>
  new Refusal({
    status: 405,
    text: { type: 'text/html; charset=utf-8', content: '' },
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });

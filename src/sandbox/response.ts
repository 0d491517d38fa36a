import type { Json } from '../catalog/model.ts';

/** A response before it becomes text; without `body` and `text` it is empty. */
export interface SandboxResponse {
  readonly status: number;
  readonly body?: Json | undefined;
  /** Text that is sent as it stands, with its media type. */
  readonly text?: { readonly type: string; readonly content: string } | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A response as it is sent. */
export interface EncodedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Thrown where a request is refused; the router sends its response. */
export class HttpError extends Error {
  readonly response: SandboxResponse;

  constructor(response: SandboxResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

/** A successful response with a body. */
export const ok = (body: Json): SandboxResponse => ({ status: 200, body });

/** A text in HTML, or what the server sends as such. */
export const html = (status: number, content: string): SandboxResponse => ({
  status,
  text: { type: 'text/html; charset=utf-8', content },
});

/** A refusal with one text, as the framework gives it. */
export function detail(status: number, text: string): HttpError {
  return new HttpError({ status, body: { detail: text } });
}

/** The body or the query is refused; messages by field. */
export function invalid(body: Json): HttpError {
  return new HttpError({ status: 400, body });
}

/** The object does not exist; `label`: its kind, in releases whose message names it. */
export const notFound = (label?: string): HttpError =>
  detail(404, label === undefined ? 'Not found.' : `No ${label} matches the given query.`);

export const forbidden = (): HttpError => detail(403, 'You do not have permission to perform this action.');

/**
 * The server failed: 405, an empty body, and an Allow header without the method (recorded: "event_matcher
 * only name").
 */
export const crash = (): HttpError =>
  new HttpError({ ...html(405, ''), headers: { allow: 'GET, HEAD, OPTIONS' } });

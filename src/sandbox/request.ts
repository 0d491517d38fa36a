import { parseJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import { detail, invalid } from './response.ts';

/** The part of every path before the API's own. */
export const API_ROOT = '/api/v3';

/** One request, taken apart. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Scheme and host that the client used, e.g. `http://127.0.0.1:9000`. */
  readonly origin: string;
}

/** A request as Node gives it; where `url` is only a path, the origin comes from the Host header. */
export function parseRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): SandboxRequest {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const origin = /^https?:\/\//.test(url) ? new URL(url).origin : `http://${lower['host'] ?? 'localhost'}`;
  const parsed = new URL(url, origin);
  return {
    method: method.toUpperCase(),
    path: parsed.pathname,
    query: parsed.searchParams,
    headers: lower,
    body,
    origin,
  };
}

const mediaTypeOf = (request: SandboxRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

/** The body as an object; refuses every other JSON with 400. */
export function readObjectBody(request: SandboxRequest): Readonly<Record<string, Json>> {
  const body = readJsonBody(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] });
  return body;
}

/**
 * The body as JSON; an empty one is `{}`. Refuses other media types (415) and broken JSON (400) as the server
 * does.
 */
export function readJsonBody(request: SandboxRequest): Json {
  if (request.body === '') return {};
  const type = mediaTypeOf(request);
  if (type !== 'application/json') throw detail(415, `Unsupported media type "${type}" in request.`);
  try {
    return parseJson(request.body);
  } catch (error) {
    throw invalid({
      detail: `JSON parse error - ${error instanceof Error ? error.message : 'Expecting value'}`,
    });
  }
}

/** Refuses every body that is not a form with 415. */
export function requireForm(request: SandboxRequest): void {
  const type = mediaTypeOf(request);
  if (type !== 'multipart/form-data') throw detail(415, `Unsupported media type "${type}" in request.`);
}

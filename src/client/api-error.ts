/** One message of the server about a part of what was sent. */
export interface FieldMessage {
  /** Where in the body: field, index, nested field. `non_field_errors` is an empty path. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type ApiErrorKind =
  /**
   * No response of authentik: the address, the network, the certificate, the time limit; a proxy without a
   * server behind it.
   */
  | 'unreachable'
  /** 401 or 403 before anything was allowed: the token. */
  | 'refused'
  /** 403 of a token that was good for something else: what its user may do. */
  | 'forbidden'
  | 'not-found'
  /** 400: what was sent. */
  | 'invalid'
  /** The server failed while it worked on the request. */
  | 'crashed'
  | 'unexpected';

/** A request that did not do what it should. The message is for people; nothing secret is in it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  readonly fields: readonly FieldMessage[];
  /** Nobody waited for the end: the server may still be at it. */
  readonly mayStillRun: boolean;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: ApiErrorKind,
    message: string,
    more: {
      status?: number | undefined;
      hint?: string | undefined;
      fields?: readonly FieldMessage[];
      mayStillRun?: boolean;
      retryAfter?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.status = more.status;
    this.hint = more.hint;
    this.fields = more.fields ?? [];
    this.mayStillRun = more.mayStillRun ?? false;
    this.retryAfter = more.retryAfter;
  }
}

/** Words of DRF for messages that belong to no field. */
const WHOLE = new Set(['non_field_errors', '__all__', 'detail']);

/**
 * The messages in the body of a 400, whatever its shape: a text, a list, a mapping, lists of mappings
 * (measured 2023.2.3 and 2025.12.4).
 */
export function fieldMessages(body: unknown, path: readonly (string | number)[] = []): FieldMessage[] {
  if (typeof body === 'string') return [{ path, message: body }];
  if (Array.isArray(body)) {
    return body.flatMap((item: unknown, index) =>
      typeof item === 'string' ? [{ path, message: item }] : fieldMessages(item, [...path, index]),
    );
  }
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, part]) =>
    fieldMessages(part, WHOLE.has(key) ? path : [...path, key]),
  );
}

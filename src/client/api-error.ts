import { oneLine } from './one-line.ts';

/** One message of the server about a part of what was sent. */
export interface FieldMessage {
  /** The path within the body: field, index, nested field. For `non_field_errors` it is empty. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Why a request failed. */
export type ApiErrorKind =
  /**
   * There was no response of authentik: because of the address, the network, the certificate, the time limit,
   * or a proxy without a server behind it.
   */
  | 'unreachable'
  /** 401 or 403 before any request was allowed: the token is wrong. */
  | 'refused'
  /** 403 for a token that was accepted before: its user lacks a permission. */
  | 'forbidden'
  | 'not-found'
  /** 400: the server refused what was sent. */
  | 'invalid'
  /** The server failed while it processed the request. */
  | 'crashed'
  /**
   * The run was told to stop at once: the request was cut while it was in flight (`mayBeDone` for a write), or
   * never sent.
   */
  | 'interrupted'
  /** An answer that is not one of authentik's. */
  | 'unexpected';

/** What an ApiError says besides its kind and its message. */
export interface ApiErrorDetails {
  readonly status?: number | undefined;
  readonly hint?: string | undefined;
  readonly fields?: readonly FieldMessage[] | undefined;
  readonly mayStillRun?: boolean | undefined;
  readonly mayBeDone?: boolean | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** A request that failed. The message is for people and contains no secrets. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  readonly fields: readonly FieldMessage[];
  /** Whether the server may still be processing the request, as nobody waited for its end. */
  readonly mayStillRun: boolean;
  /**
   * Whether a write may have been done, now or by an earlier try: it was sent, and the answer does not say that
   * it was refused. Never for a read.
   */
  readonly mayBeDone: boolean;
  /**
   * Seconds that the server asks to wait (429, 503). It says that it did nothing; what stands before it may say
   * so after the server has done it.
   */
  readonly retryAfter: number | undefined;

  constructor(kind: ApiErrorKind, message: string, more: ApiErrorDetails = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.status = more.status;
    this.hint = more.hint;
    this.fields = more.fields ?? [];
    this.mayStillRun = more.mayStillRun ?? false;
    this.mayBeDone = more.mayBeDone ?? false;
    this.retryAfter = more.retryAfter;
  }

  /** This error, with some details replaced. */
  with(more: Omit<ApiErrorDetails, 'cause'>): ApiError {
    return new ApiError(this.kind, this.message, { ...this, cause: this.cause, ...more });
  }
}

/** Keys of Django REST framework for messages that belong to no field. */
const WHOLE: ReadonlySet<string> = new Set(['non_field_errors', '__all__', 'detail']);

/** Longer than the name of any field. */
const LONGEST_NAME = 200;
/** As many messages of one answer are kept. */
const MOST_MESSAGES = 100;

/**
 * The messages in the body of a 400, which may be a text, a list, a mapping, or lists of mappings (measured
 * 2023.2.3 and 2025.12.4): each on one line, and no more than somebody would read.
 */
export function fieldMessages(body: unknown): FieldMessage[] {
  const found: FieldMessage[] = [];
  collect(body, [], found);
  return found;
}

function collect(body: unknown, path: readonly (string | number)[], found: FieldMessage[]): void {
  if (found.length >= MOST_MESSAGES) return;
  if (typeof body === 'string') found.push({ path, message: oneLine(body) });
  else if (Array.isArray(body))
    for (const [index, item] of body.entries())
      collect(item, typeof item === 'string' ? path : [...path, index], found);
  else if (typeof body === 'object' && body !== null)
    for (const [key, part] of Object.entries(body))
      collect(part, WHOLE.has(key) ? path : [...path, oneLine(key, LONGEST_NAME)], found);
}

/** A connection that failed at the proxy, and not at the server behind it. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** What the proxy answered to CONNECT; undefined where it did not answer. */
  readonly status: number | undefined;

  constructor(status: number | undefined, cause?: unknown) {
    super('the proxy failed', { cause });
    this.status = status;
  }
}

/** The error of a proxy that is the cause of another error; undefined where there is none. */
export function proxyErrorIn(error: unknown): ProxyError | undefined {
  if (error instanceof ProxyError) return error;
  return error instanceof Error && error.cause !== undefined ? proxyErrorIn(error.cause) : undefined;
}

/** How a run is told to stop: gently first, then at once. `hard` is never aborted before `soft`. */
export interface Stop {
  /** Pauses end and nothing is repeated any more; a request in flight is finished within its time limit. */
  readonly soft: AbortSignal;
  /** Requests in flight are cut, and no other is sent. */
  readonly hard: AbortSignal;
}

/**
 * Waits. Gives whether the wait went to its end; false as soon as `signal` is aborted, also when it was
 * before.
 */
export async function waitFor(seconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return false;
  return new Promise((resolve) => {
    const end = (isOver: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(isOver);
    };
    const onAbort = (): void => end(false);
    const timer = setTimeout(() => end(true), seconds * 1000);
    signal?.addEventListener('abort', onAbort);
  });
}

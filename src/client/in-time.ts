/*
 * A signal that is given to a Request is lost when memory is collected (measured on Node 20, 22 and 24), and a
 * fetch may ignore its signal. So the limit is a timer of our own, and nobody waits for the work beyond it.
 */

/** Work that was given up after its time limit; the name is that of an AbortSignal's own error. */
class TimeLimitError extends Error {
  override readonly name = 'TimeoutError';
}

/** Work that was cut since the run is to stop at once. */
export class CutError extends Error {
  override readonly name = 'CutError';
}

/**
 * Does work that takes at most so many seconds, and ends at once when `stop` is aborted. Rejects with a
 * TimeLimitError or a CutError then, whatever becomes of the work; the work's own signal is aborted, too.
 */
export async function inTime<T>(
  seconds: number,
  stop: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (stop?.aborted) throw new CutError('stopped');
  const cut = new AbortController();
  let onStop = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    const end = (reason: Error): void => {
      reject(reason);
      cut.abort(reason);
    };
    timer = setTimeout(() => end(new TimeLimitError(`took longer than ${seconds} s`)), seconds * 1000);
    onStop = () => end(new CutError('stopped'));
    stop?.addEventListener('abort', onStop);
  });
  try {
    return await Promise.race([work(cut.signal), ended]);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', onStop);
  }
}

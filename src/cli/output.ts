import { messageOf } from '../diagnostics/errors.ts';

/** Why a stream takes nothing more: its reader has gone, as with `| head`, or it cannot be written. */
export type Broken = { readonly kind: 'closed' } | { readonly kind: 'unwritable'; readonly error: Error };

/** Errors that say that nobody reads any more: a pipe without a reader, a terminal that was closed. */
const CLOSED = new Set([
  'EPIPE',
  'EIO',
  'EBADF',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * Standard output or standard error. Unlike Node's streams it never ends the process: what it cannot write is
 * lost, or goes elsewhere, and whoever wants to know is told.
 */
export class Output {
  readonly #open: () => NodeJS.WriteStream;
  /** Called once, when it is found out that nothing can be written any more. */
  readonly #onBroken: () => void;
  #stream: NodeJS.WriteStream | undefined;
  #broken: Broken | undefined;
  readonly #pending = new Set<Promise<void>>();

  /** `open`: gives the stream, at the first use, as that takes Node a while. */
  constructor(open: () => NodeJS.WriteStream, onBroken: () => void = () => undefined) {
    this.#open = open;
    this.#onBroken = onBroken;
  }

  /** Why it takes nothing more; undefined as long as it does. */
  get broken(): Broken | undefined {
    return this.#broken;
  }

  /** The stream itself; its errors are taken care of. */
  get stream(): NodeJS.WriteStream {
    if (!this.#stream) {
      this.#stream = this.#open();
      this.#stream.on('error', (error: Error) => this.#break(error));
    }
    return this.#stream;
  }

  /** Writes a text; `instead` is called where that was not possible, perhaps later. */
  write(text: string, instead: () => void = () => undefined): void {
    if (this.#broken) return instead();
    const written = new Promise<void>((done) => {
      const settle = (error?: Error | null): void => {
        if (error) {
          this.#break(error);
          instead();
        }
        done();
      };
      try {
        this.stream.write(text, settle);
      } catch (error) {
        // A file is written at once, and Node 20 throws what goes wrong.
        settle(error instanceof Error ? error : new Error(String(error)));
      }
    });
    this.#pending.add(written);
    void written.then(() => this.#pending.delete(written));
  }

  /** Waits until all that was written has been taken, or it is known that it was not. */
  async flush(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #break(error: Error): void {
    if (this.#broken) return;
    const code = 'code' in error ? String(error.code) : '';
    this.#broken = CLOSED.has(code) ? { kind: 'closed' } : { kind: 'unwritable', error };
    this.#onBroken();
  }
}

/** The error of a stream that could not be written: `standard output cannot be written: the disk is full`. */
export function cannotWrite(name: string, error: Error): string {
  return `${name} cannot be written: ${messageOf(error)}`;
}

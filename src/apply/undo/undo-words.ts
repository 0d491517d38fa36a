import type { ApiError } from '../../client/api-error.ts';
import type { Undo } from '../outcome.ts';

/** A change that stays as it was done. `why`: for people. */
export function notUndone(why: string): Undo {
  return { isDone: false, why, lost: [], lostFields: [] };
}

/** What the server says of a request that failed, on one line. */
export function saidBy({ fields, message }: ApiError): string {
  const said = fields.map(({ path, message: one }) => (path.length > 0 ? `${path.join('.')}: ${one}` : one));
  return said.join('; ') || message;
}

/** What of an object does not come back, for people. */
export class Losses {
  readonly #texts: string[] = [];
  readonly #fields: string[] = [];

  /** A field is not as it was; `why`: in brackets after its name. */
  field(name: string, why: string): void {
    this.#fields.push(name);
    this.#texts.push(`${name} (${why})`);
  }

  other(text: string): void {
    this.#texts.push(text);
  }

  /** The change is taken back, but for these; or not, for this reason. */
  undo(why?: string): Undo {
    return { isDone: why === undefined, why, lost: this.#texts, lostFields: this.#fields };
  }
}

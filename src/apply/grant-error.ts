import { ApiError } from '../client/api-error.ts';
import type { GrantChange } from '../plan/value/grant-change.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';

/**
 * The server refused permissions after the object itself was written, or it is not known whether it granted
 * them.
 */
export class GrantError extends ApiError {
  readonly grants: readonly GrantChange[];
  /** Whether it is not known if they were written. */
  readonly isUnknown: boolean;

  constructor(grants: readonly GrantChange[], error: ApiError) {
    const said = error.fields.map(({ message }) => message).join('; ');
    super(error.kind, said || error.message, {
      status: error.status,
      hint: error.hint,
    });
    this.grants = grants;
    this.isUnknown = error instanceof UnconfirmedError;
  }
}

import { ApiError } from '../client/api-error.ts';
import type { GrantChange } from '../plan/value/plan.ts';

/** The server refused permissions after the object itself was written. */
export class GrantError extends ApiError {
  readonly grants: readonly GrantChange[];

  constructor(grants: readonly GrantChange[], error: ApiError) {
    const said = error.fields.map(({ message }) => message).join('; ');
    super(error.kind, said || error.message, {
      status: error.status,
      hint: error.hint,
    });
    this.grants = grants;
  }
}

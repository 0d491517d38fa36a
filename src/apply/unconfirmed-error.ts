import { ApiError } from '../client/api-error.ts';

/**
 * Neither the answer to a write nor a read afterwards says whether it was done. `why`: what makes it unknown,
 * for people.
 */
export class UnconfirmedError extends ApiError {
  constructor(error: ApiError, why: string) {
    super(error.kind, error.message, {
      status: error.status,
      hint: why,
      mayStillRun: error.mayStillRun,
      mayBeDone: true,
    });
  }
}

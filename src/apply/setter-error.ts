import { ApiError } from '../client/api-error.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';

/**
 * The server refused the value of a field with an endpoint of its own, or it is not known whether it took it;
 * every message is about that field.
 */
export class SetterError extends ApiError {
  readonly field: string;
  /** Whether it is not known if the value was written. */
  readonly isUnknown: boolean;

  constructor(field: string, sentAs: string, error: ApiError) {
    const fields = error.fields.map(({ path, message }) => {
      const below = path[0] === sentAs ? path.slice(1) : path;
      return { path: [field, ...below], message };
    });
    super(error.kind, error.message, {
      status: error.status,
      hint: error.hint,
      fields: fields.length > 0 ? fields : [{ path: [field], message: error.message }],
    });
    this.field = field;
    this.isUnknown = error instanceof UnconfirmedError;
  }
}

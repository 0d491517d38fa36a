import type { ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

/** How all endpoints of a release respond. */
export interface Conventions extends Seen {
  /** The number of objects on a page by default, and the most that a request can set; missing: no limit. */
  readonly page: { readonly size: number; readonly cap?: number };
  /** Lists also say which fields a query may name. */
  readonly autocomplete?: true;
  /** The response to a list call of a user without rights: an empty list, or a 403. */
  readonly denied: 'nothing' | 'refused';
  /** The message of a 404 names the kind of object; missing: it is `Not found.` */
  readonly namesMissing?: true;
  /** A path without its slash at the end redirects to the path with it, or is unknown as any other path. */
  readonly missingSlash: 'redirect' | 'unknown';
  /** The error message for an Authorization header with another scheme than Bearer. */
  readonly badScheme: string;
  /**
   * A missing password or key is refused with a message that names the field. Otherwise a password may be
   * missing, and a missing key is refused without a message.
   */
  readonly namesSecrets?: true;
  /** Whether `used_by` names the consequences of a delete in upper or lower case. */
  readonly actionNames: 'upper' | 'lower';
}

/**
 * Models that the engine itself works with, for authentication, for rights and for bindings of policies. All
 * other models are only known from tables.
 */
export interface WellKnown {
  readonly user: ModelName;
  readonly token: ModelName;
  readonly group: ModelName;
  /** The group's link to its parent, or to its parents. */
  readonly above: string;
  readonly binding: ModelName;
  /**
   * The base class of objects that policies can be bound to; `targetId` is the field with their id as such.
   */
  readonly target: ModelName;
  readonly policy: ModelName;
  readonly targetId: string;
  /** The application whose permissions `users/me` lists; missing in releases without such permissions. */
  readonly systemApp?: string;
  /** The class of permissions, which are not in the store. */
  readonly permission?: ModelName;
  /** The class of entries in the log of events. */
  readonly event: ModelName;
  /** The `intent` of tokens that give access to the API. */
  readonly intent: string;
}

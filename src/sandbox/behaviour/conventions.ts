import type { ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

/** What every endpoint of a release does alike. */
export interface Conventions extends Seen {
  /**
   * How many objects a page has unless it is asked for, and the most it ever has; missing: as many as are
   * asked for.
   */
  readonly page: { readonly size: number; readonly cap?: number };
  /** Lists also tell which fields a query may name. */
  readonly autocomplete?: true;
  /** What somebody without rights gets from a list: nothing, with 200, or 403. */
  readonly denied: 'nothing' | 'refused';
  /** A missing object is named by its kind in the refusal; missing: `Not found.` */
  readonly namesMissing?: true;
  /** A path without its slash at the end is sent on to the path with it, or is one more unknown path. */
  readonly missingSlash: 'redirect' | 'unknown';
  /** The refusal of an Authorization header of a kind other than Bearer. */
  readonly badScheme: string;
  /** A URL's port may have one digit. */
  readonly shortPorts?: true;
  /**
   * A password or key that is missing is named in the refusal; missing: passwords may be, keys are refused
   * without a word.
   */
  readonly namesSecrets?: true;
  /** What `used_by` calls the consequences of a delete. */
  readonly actionNames: 'upper' | 'lower';
}

/** How the release's importer of blueprints deals with what it cannot apply. */
export interface ImporterConventions extends Seen {
  /** A list or an empty mapping is a blueprint without entries. */
  readonly emptyBlueprints?: true;
  /** What it logs at the end when an entry cannot be written. */
  readonly verdict?: string;
}

/**
 * Models with a part in the engine itself: who asks, with which token, with which rights, and what policies
 * are bound to.
 */
export interface WellKnown {
  readonly user: ModelName;
  readonly token: ModelName;
  readonly group: ModelName;
  /** The group's link to the group above it, or to those. */
  readonly above: string;
  readonly binding: ModelName;
  /**
   * The base class of what a policy can be bound to, and the field that shows an object's id as such a
   * target.
   */
  readonly target: ModelName;
  readonly policy: ModelName;
  readonly targetId: string;
  /** The application whose permissions `users/me` tells; missing where there are no such permissions. */
  readonly systemApp?: string;
  /** The class of permissions, which are no objects of the store. */
  readonly permission?: ModelName;
  /** The value of a token's `intent` that opens the API. */
  readonly intent: string;
}

import type { Dict, Value } from '../../blueprint/value.ts';
import type { Json } from '../../catalog/model.ts';
import type { Place } from '../../source/source-file.ts';
import type { Change, FieldChange, Unverified } from '../value/plan.ts';
import type { GrantChange } from '../value/grant-change.ts';

/*
 * Changes while they are planned: with evaluated values, secrets included, and places in files. At the end
 * each becomes a Change, which is JSON (encode-change.ts).
 */

/** A change while it is planned. */
export interface Draft
  extends Omit<
    Change,
    | 'before'
    | 'unordered'
    | 'body'
    | 'companions'
    | 'setters'
    | 'unmarks'
    | 'grants'
    | 'fields'
    | 'unverified'
    | 'place'
  > {
  /** The object as the server has it, see `Change.before`. */
  readonly before: Readonly<Record<string, Json>> | undefined;
  readonly body: Dict;
  readonly companions: Dict;
  readonly setters: readonly { readonly field: string; readonly value: Value }[];
  /** The mark that is taken away afterwards: of the draft that makes the object which holds it. */
  readonly unmarking?: { readonly of: Draft; readonly field: string; readonly value: Value } | undefined;
  readonly grants: readonly DraftGrant[];
  readonly fields: readonly DraftField[];
  readonly unverified: readonly DraftUnverified[];
  readonly place: Place | undefined;
  /** Fields whose values must not be shown, whatever the catalog says of them. */
  readonly hidden: ReadonlySet<string>;
}

/** A difference of a draft. */
export interface DraftField extends Omit<FieldChange, 'before' | 'after' | 'added' | 'place'> {
  readonly before: Json | undefined;
  readonly after: Value;
  readonly added: readonly Value[] | undefined;
  readonly place: Place | undefined;
}

/** A value of a draft that cannot be compared. */
interface DraftUnverified extends Omit<Unverified, 'place'> {
  readonly place: Place;
}

/** A permission of a draft. */
export interface DraftGrant extends Omit<GrantChange, 'key' | 'place'> {
  readonly key: Value;
  readonly place: Place | undefined;
}

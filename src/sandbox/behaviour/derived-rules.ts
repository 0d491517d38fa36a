import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

export type Derivation =
  | { readonly kind: 'pk' }
  /** The address of the picture that a field names. */
  | { readonly kind: 'picture'; readonly of: string; readonly empty: Json }
  | { readonly kind: 'names'; readonly part: 'component' | 'one' | 'many' | 'model' }
  | { readonly kind: 'follow'; readonly via: string; readonly field: string; readonly omit?: true }
  | { readonly kind: 'back'; readonly model: ModelName; readonly via: string; readonly field: string }
  | { readonly kind: 'object'; readonly via: string; readonly shape?: Shape }
  | { readonly kind: 'objects'; readonly via: string; readonly shape?: Shape; readonly include?: Include }
  | { readonly kind: 'referrers'; readonly model: ModelName; readonly via: string; readonly field: string }
  | {
      readonly kind: 'referrer-objects';
      readonly model: ModelName;
      readonly via: string;
      readonly field: string;
      readonly shape?: Shape;
      readonly include?: Include;
    }
  | { readonly kind: 'count'; readonly of: readonly { readonly model: ModelName; readonly via: string }[] }
  | { readonly kind: 'template'; readonly text: string; readonly host?: true }
  | { readonly kind: 'constant'; readonly value: Json }
  /** A picture; `asIs`: addresses with any scheme are shown unchanged, or only those of the web. */
  | { readonly kind: 'asset'; readonly empty: Json; readonly asIs: 'any' | 'http' }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'computed'; readonly name: string }
  /** What the recorded state showed; left out where that showed nothing. */
  | { readonly kind: 'recorded' };

/** A query parameter that turns a list on or off (off: the field is null); `usual`: it is on by default. */
export interface Include {
  readonly by: string;
  readonly usual?: true;
}

/** How an object looks inside another one. */
export interface Shape {
  readonly fields?: readonly string[];
  /** It has the names of its base class: always, or in the response to the request that made it. */
  readonly masked?: 'always' | 'created';
}

export interface DerivedRule extends Seen {
  /** A model, a base class or `*`. */
  readonly model: ModelName;
  readonly field: string;
  readonly how: Derivation;
}

/** A rule for one field of a model; `seen`: where it was seen. */
export function derived(model: ModelName, field: string, how: Derivation, seen: string): DerivedRule {
  return { model, field, how, seen };
}

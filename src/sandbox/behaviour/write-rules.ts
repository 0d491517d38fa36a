import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

/** What the server makes for a field of a new object that was not given. */
export interface GeneratedRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly make:
    | { readonly alphabet: 'letters' | 'printable'; readonly length: number }
    | { readonly value: Json }
    | { readonly minutes: number }
    | 'now'
    | 'uuid';
}

/** A list of links that is stored with the objects at its other end: in a list there, or in a single link. */
export interface MirrorRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly of: ModelName;
  readonly via: string;
}

/** A value that the server itself sets at a write. */
export type EffectRule = Seen & { readonly model: ModelName } & (
    | { readonly kind: 'mappings'; readonly field: string; readonly managed: readonly string[] }
    | {
        readonly kind: 'callbacks';
        readonly field: string;
        readonly from: string;
        readonly path: string;
        readonly suffix: string;
        /** The way of matching that is stored with each address; missing: the release stores none. */
        readonly mode?: string;
      }
    | { readonly kind: 'fixed'; readonly field: string; readonly value: Json }
    | { readonly kind: 'caller'; readonly field: string }
    | { readonly kind: 'caller-on-create'; readonly field: string }
    | { readonly kind: 'reset'; readonly field: string; readonly value: Json }
    /** For such objects, every write sets the time so many minutes from now. */
    | {
        readonly kind: 'lifetime';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
      }
    | { readonly kind: 'timestamp'; readonly field: string; readonly on: 'create' | 'write' }
  );

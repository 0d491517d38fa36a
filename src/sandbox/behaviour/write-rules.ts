import type { Json, ModelName } from '../../catalog/model.ts';
import type { Seen } from './seen.ts';

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

/** A list that is stored with the other side: in a list there, or in a link. */
export interface MirrorRule extends Seen {
  readonly model: ModelName;
  readonly field: string;
  readonly of: ModelName;
  readonly via: string;
}

export type EffectRule = Seen & { readonly model: ModelName } & (
    | { readonly kind: 'mappings'; readonly field: string; readonly managed: readonly string[] }
    | {
        readonly kind: 'callbacks';
        readonly field: string;
        readonly from: string;
        readonly path: string;
        readonly suffix: string /** How the addresses are matched, where a release keeps that beside each. */;
        readonly mode?: string;
      }
    | { readonly kind: 'fixed'; readonly field: string; readonly value: Json }
    | { readonly kind: 'caller'; readonly field: string }
    | { readonly kind: 'caller-on-create'; readonly field: string }
    | { readonly kind: 'reset'; readonly field: string; readonly value: Json }
    /** The moment so many minutes from now, at every write, for such objects. */
    | {
        readonly kind: 'lifetime';
        readonly field: string;
        readonly when: string;
        readonly is: readonly Json[];
        readonly minutes: number;
      }
    | { readonly kind: 'timestamp'; readonly field: string; readonly on: 'create' | 'write' }
  );

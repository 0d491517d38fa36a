import type { Json } from '../../catalog/model.ts';
import type { SandboxField, SandboxModel } from '../model-table.ts';
import type { Pk, Row } from '../store.ts';
import type { Caller, World } from '../world.ts';

/**
 * What became of one value: the value as it is stored, or the server's error texts (for lists: by position).
 */
export type Checked = { readonly value: Json } | { readonly errors: Json };

export type Values = Readonly<Record<string, Json>>;

export interface Writing {
  /** The primary key of a new object; missing: the server makes one. */
  readonly key?: Pk;
  readonly world: World;
  readonly model: SandboxModel;
  readonly row: Row | undefined;
  readonly caller: Caller;
  /** PATCH: what is missing stays. */
  readonly partial: boolean;
}

/** Where a value is checked. */
export interface Place {
  readonly world: World;
  readonly model: SandboxModel;
  readonly field: SandboxField;
  /** The object that is changed; missing on create. */
  readonly row: Row | undefined;
  readonly caller: Caller;
  /** The whole body, as it came. */
  readonly body: Readonly<Record<string, Json>>;
  readonly partial: boolean;
}

/** A value that is refused, with the server's messages. */
export const bad = (...errors: string[]): Checked => ({ errors });

import type { ModelName } from '../model.ts';
import type { FieldFact } from './model-facts.ts';
import type { SeenSince } from './seen.ts';

/** A column as read; `many`: it holds a list of links. */
export type ReadField = FieldFact & { readonly many?: true };

/** What was read of a class. Of a class that is described elsewhere, only `fields`. */
export interface ReadClass extends SeenSince {
  readonly model: ModelName;
  readonly bases?: readonly ModelName[];
  /** The primary key's name in the database, where it is called otherwise in the API. */
  readonly pk?: string;
  readonly unique?: readonly (readonly string[])[];
  readonly fields: Readonly<Record<string, ReadField>>;
}

/** A link to a flow that need not be there. */
export const FLOW: ReadField = {
  to: 'authentik_flows.flow',
  onDelete: 'setNull',
  nullable: true,
  default: null,
};
/** What a policy can be bound to. */
export const BINDABLE = 'authentik_policies.policybindingmodel';
/** A text that is trimmed. */
export const TEXT: ReadField = { trim: true };
/** A text that is trimmed, and empty where it is not given. */
export const OPTIONAL_TEXT: ReadField = { trim: true, default: '' };

import type { Code } from '../../../diagnostics/codes.ts';
import type { ModelName } from '../../model.ts';
import type { ObjectRule } from '../../object-rule.ts';
import type { ReleaseSpan } from '../../release.ts';
import type { Seen } from '../seen.ts';

/**
 * One check that the classes behind a model make of what is written: a `validate` or `validate_x` of a
 * serializer, a `clean`, a validator or a constraint. `npm run generate` counts them by release.
 */
export interface ServerCheck extends Seen, ReleaseSpan {
  /** The same in every release; unique. */
  readonly name: string;
  readonly models: readonly ModelName[];
  /** The fields without which a model does not have this check. */
  readonly fields: readonly string[];
  /** What is refused: a short sentence for people. */
  readonly refuses: string;
  readonly found: Found;
}

/** How this project finds what a check refuses. */
type Found =
  /** By a rule about the object as a whole. */
  | { readonly by: 'rule'; readonly rule: Omit<ObjectRule, 'name'> }
  /** By the form of the field: its format, pattern, bounds or choices. */
  | { readonly by: 'form' }
  /** By the rule that objects share no value. */
  | { readonly by: 'unique' }
  /** By what a create must have. */
  | { readonly by: 'required' }
  /** By a finding of its own, which other things than the object's values decide. */
  | { readonly by: 'code'; readonly code: Code }
  /** Not at all: it cannot be reached over REST, or only the server has what it compares with. */
  | { readonly by: 'none'; readonly why: string };

import type { Person } from '../world.ts';

/** Whom a policy is asked about: nobody who is signed in, a name that nobody has, or somebody. */
export type Subject = 'nobody' | 'pretended' | Person;

/** A value while an expression is evaluated. */
export type PyValue =
  | null
  | boolean
  | number
  | string
  /** An object of which nothing is known but that there is one. */
  | { readonly kind: 'object' }
  | { readonly kind: 'request' }
  | { readonly kind: 'flow-plan' }
  | { readonly kind: 'context' }
  | { readonly kind: 'subject'; readonly subject: Subject };

/** What an expression is asked with. */
export interface ExpressionScope {
  /** `request.user`. */
  readonly user: Subject;
  /** The user whose login it is; undefined: none yet. */
  readonly pending: Subject | undefined;
  /** He has given a password or another proof, and the object shows it. */
  readonly hasBackend: boolean | undefined;
  /** `auth_method` of the context; null: none, undefined: not known. */
  readonly method: string | null | undefined;
  /** It is asked about a stage, and not about a flow. */
  readonly hasPlan: boolean;
  /** Whether somebody has filled in a prompt. */
  readonly hasPromptData: boolean;
  readonly isSuperuser: (subject: Subject) => boolean | undefined;
  /** Whether somebody is a member of the group of this name. */
  readonly isMember: (subject: Subject, group: string) => boolean | undefined;
}

/** The expression raises. */
export class Raised extends Error {}

/** What the expression does is not known. */
export class Unsure extends Error {}

/** Whether a value is true to Python. */
export function isTrue(value: PyValue): boolean {
  return typeof value === 'object' && value !== null ? true : Boolean(value);
}

import type { Json } from '../catalog/model.ts';
import type { PolicyKind, StageKind } from '../catalog/login-role.ts';
import type { LoginRules } from './login-rules.ts';

/*
 * What a login depends on, as values. Everything may be unknown, which is undefined: what nobody has read, and
 * what only the server will know.
 */

/** Identifies an object of a world. */
export type Id = string;

/** The settings of a domain: which flow its visitors sign in by. */
export interface Brand {
  readonly id: Id;
  readonly domain: string | undefined;
  readonly isDefault: boolean | undefined;
  /** Null: it has none. */
  readonly flow: Id | null | undefined;
}

export type Mode = 'any' | 'all';

/** What must be so before a flow begins. */
export interface Flow {
  readonly id: Id;
  /** For people. */
  readonly name: string;
  readonly slug: string | undefined;
  readonly designation: string | undefined;
  /** Who may begin it: `none`, `require_authenticated` … */
  readonly authentication: string | undefined;
  readonly mode: Mode | undefined;
}

/** A stage's place in a flow. */
export interface StageBinding {
  readonly id: Id;
  readonly stage: Id | undefined;
  readonly order: number | undefined;
  /** Its policies are asked when the flow begins. */
  readonly onPlan: boolean | undefined;
  /** Its policies are asked when its turn comes. */
  readonly again: boolean | undefined;
  readonly mode: Mode | undefined;
}

export interface Stage {
  readonly id: Id;
  /** For people. */
  readonly name: string;
  /** Undefined: one whose effect is not known. */
  readonly kind: StageKind | undefined;
  /** The value of a field; undefined: not known, or there is no such field. */
  readonly value: (field: string) => Json | undefined;
  /** The objects that a field points at. */
  readonly links: (field: string) => readonly Id[] | undefined;
}

/** What a binding asks. */
export type Asked =
  | { readonly kind: 'group'; readonly id: Id }
  | { readonly kind: 'user'; readonly id: Id }
  | { readonly kind: 'policy'; readonly id: Id };

/** A condition on a flow or on a stage's place in it. */
export interface PolicyBinding {
  readonly id: Id;
  readonly enabled: boolean | undefined;
  readonly negate: boolean | undefined;
  /** What counts where the policy raises; of releases that have it. */
  readonly failureResult: boolean | undefined;
  readonly asks: Asked | undefined;
}

export interface Policy {
  readonly id: Id;
  readonly kind: PolicyKind | undefined;
  readonly value: (field: string) => Json | undefined;
}

export interface Group {
  readonly id: Id;
  readonly name: string | undefined;
  readonly isSuperuser: boolean | undefined;
  readonly parents: readonly Id[] | undefined;
}

/** Somebody who may sign in. */
export interface Person {
  readonly id: Id;
  /** For people. */
  readonly name: string;
  readonly username: string | undefined;
  /** Empty: none. */
  readonly email: string | undefined;
  /** The other name that identification may ask for; empty: none. */
  readonly upn: string | undefined;
  readonly isActive: boolean | undefined;
  /** Whether there is a password that he can sign in with. */
  readonly hasPassword: boolean | undefined;
  /** The groups that he is a member of himself. */
  readonly groups: readonly Id[] | undefined;
}

/** What logins depend on; a question whose answer has not been read is undefined. */
export interface World {
  readonly rules: LoginRules;
  readonly brands: () => readonly Brand[] | undefined;
  readonly flows: () => readonly Flow[] | undefined;
  readonly flow: (id: Id) => Flow | undefined;
  readonly stagesOf: (flow: Id) => readonly StageBinding[] | undefined;
  readonly stage: (id: Id) => Stage | undefined;
  /** The conditions on a flow or on a stage's place in one. */
  readonly policiesOf: (target: Id) => readonly PolicyBinding[] | undefined;
  readonly policy: (id: Id) => Policy | undefined;
  readonly group: (id: Id) => Group | undefined;
  /** Everybody who is known, all superusers among them. */
  readonly people: () => readonly Person[] | undefined;
  /** The classes of the second factors that somebody has: `totp`, `webauthn` … */
  readonly devicesOf: (person: Person) => readonly string[] | undefined;
  readonly hasAppPassword: (person: Person) => boolean | undefined;
  /** Whether somebody's password may be checked elsewhere, by a way that a stage names. */
  readonly hasPasswordElsewhere: (backend: string) => boolean | undefined;
}

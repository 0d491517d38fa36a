import type { HolderKind, ModelName } from '../../catalog/model.ts';
import type { EntryRef } from '../../diagnostics/diagnostic.ts';
import type { FilePlace } from '../../source/file-place.ts';
import type { PlanDict, PlanValue } from './plan-value.ts';

/**
 * What apply would do: a value, complete, made without any I/O. It is JSON: what is read again of
 * `JSON.stringify` plans the same run. Secrets stand in it as references only; they and the files are given
 * beside it (`Sources`).
 */
export interface Plan {
  /** The authentik release it is for. */
  readonly target: string;
  /** SHA-256 of all that is written, secrets by reference; see `digestOf`. */
  readonly digest: string;
  /** In an order in which they could be done one after the other. */
  readonly changes: readonly Change[];
  readonly summary: PlanSummary;
}

interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly unchanged: number;
  readonly leftAlone: number;
  /** Permissions that the server has and no entry declares, where entries declare some. */
  readonly undeclared: number;
}

export type Action = 'create' | 'update' | 'delete' | 'noop';

/** What happens to one object. */
export interface Change {
  /** Names the object within the plan; the `row` of a `$ref` points at it. */
  readonly row: string;
  /** Names the change: `row`, or `row#2` where one object needs a second write. */
  readonly id: string;
  readonly action: Action;
  readonly model: ModelName;
  /**
   * The object's name for people: its natural identifier, e.g. `grafana-admins` or
   * `default-authentication-flow / 10`.
   */
  readonly key: string;
  /** The value that goes into the item path; undefined for a create. */
  readonly itemKey?: string | number | undefined;
  /**
   * Of the object as it is: its keys, what tells it from others, and the fields that were compared, without
   * secrets; undefined for a create.
   */
  readonly before?: PlanDict | undefined;
  /**
   * What the main write sends (API field names), references to objects-to-be included; empty when there is
   * only a setter to call, and for a delete.
   */
  readonly body: PlanDict;
  /** Live values that a PATCH must repeat. */
  readonly companions: PlanDict;
  /** Fields written through an endpoint of their own after the main write. */
  readonly setters: readonly { readonly field: string; readonly value: PlanValue }[];
  /** The object is a blueprint of the server, which is told to apply it after it is written. */
  readonly applies?: ServerApply | undefined;
  /** Permissions on the object, and those that it holds everywhere. */
  readonly grants: readonly GrantChange[];
  /** The differences, for people. */
  readonly fields: readonly FieldChange[];
  /** Why, where it is not obvious. */
  readonly reason?: ChangeReason | undefined;
  /** A protected object would have changed: nothing of it is written, or not these fields. */
  readonly leftAlone: boolean;
  /** What the server deletes by itself when this object goes. */
  readonly cascades: readonly Cascaded[];
  /** Changes that must be done first, by `id`. */
  readonly dependsOn: readonly string[];
  /** Where an entry says so; undefined where none does: an object may also be deleted because none is left. */
  readonly place?: FilePlace | undefined;
  readonly entry?: EntryRef | undefined;
}

/** Why a change is as it is. */
export type ChangeReason =
  /** A protection keeps it, or a part of it, from being done. `allow`: what `--allow-protected` must say. */
  | { readonly kind: 'left-alone'; readonly why: string; readonly allow: string }
  /** The second of two writes of an object that others refer to and that refers to them. */
  | { readonly kind: 'circle' };

/** Objects that go with another one. */
export interface Cascaded {
  readonly model: ModelName;
  readonly count: number;
}

/** A blueprint that the server applies itself. */
export interface ServerApply {
  /** Why it is not as the server should have it. */
  readonly because: ApplyReason;
  /**
   * What it says, where the plan does not write it and the API shows it: of files and addresses it shows
   * nothing. Without its secrets.
   */
  readonly content?: string | undefined;
}

/** Why the server must apply one of its blueprints. */
export type ApplyReason =
  | { readonly kind: 'new' | 'never-applied' | 'content-changed' }
  | { readonly kind: 'written'; readonly fields: readonly string[] }
  | { readonly kind: 'failed-last'; readonly status: string }
  | { readonly kind: 'file-changed'; readonly path: string };

export interface FieldChange {
  /** API field name. */
  readonly path: string;
  /** What the server has; null for a secret that it has. */
  readonly before?: PlanValue | undefined;
  /** After evaluation; `$ref`, `$format` and `$unknown` are "known after apply". */
  readonly after?: PlanValue | undefined;
  /** Of a list that the blueprints add to and do not own: the items that are new in it; the others stay. */
  readonly added?: readonly PlanValue[] | undefined;
  /** Where a reference points, for people: `default-authentication-flow`. */
  readonly beforeNames?: Readonly<Record<string, string>> | undefined;
  readonly secret: boolean;
  /** Not written because the object is protected. */
  readonly leftAlone: boolean;
  /** The attribute (or identifier) in the file that says so. */
  readonly place?: FilePlace | undefined;
}

/** What happens to a permission. */
export interface GrantChange {
  /**
   * `grant` and `revoke` are written; `kept`: it is as an entry says; `undeclared`: the server has it, and no
   * entry says so.
   */
  readonly action: 'grant' | 'revoke' | 'kept' | 'undeclared';
  /** `view_application` on the object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  /** Held by the object itself, for all objects; else it is one on the object. */
  readonly everywhere: boolean;
  readonly holder: HolderKind;
  readonly key: PlanValue;
  /** The holder's name for people. */
  readonly name: string;
  /** The write of the object takes it away: it is given again. */
  readonly again: boolean;
  /** The item of the list in the file that says so. */
  readonly place?: FilePlace | undefined;
}

/** Whether a change writes anything. */
export function isWritten({ action, leftAlone }: Pick<Change, 'action' | 'leftAlone'>): boolean {
  return action !== 'noop' && !leftAlone;
}

/** What is written of a permission; undefined for one that stays as it is. */
export function writtenGrant({
  action,
  again,
}: Pick<GrantChange, 'action' | 'again'>): 'grant' | 'revoke' | undefined {
  if (action === 'revoke') return 'revoke';
  return action === 'grant' || again ? 'grant' : undefined;
}

import type { Dict, Value } from '../blueprint/value.ts';
import type { HolderKind, Json, ModelName } from '../catalog/model.ts';
import type { Diagnostic, EntryRef } from '../diagnostics/diagnostic.ts';
import type { Place, Span } from '../source/source-file.ts';

/** What apply would do: a value, complete, made without any I/O. */
export interface Plan {
  /** The authentik release it is for. */
  readonly target: string;
  /** In an order in which they could be done one after the other. */
  readonly changes: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
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

type Action = 'create' | 'update' | 'delete' | 'noop';

/** What happens to one object. */
export interface Change {
  /** Names the object within the plan; a Ref's `row` points at it. */
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
  readonly itemKey: string | number | undefined;
  /** The object as it is; undefined for a create. */
  readonly before: Readonly<Record<string, Json>> | undefined;
  /**
   * What the main write sends (API field names), Refs included; empty when there is only a setter to call,
   * and for a delete.
   */
  readonly body: Dict;
  /** Live values that a PATCH must repeat. */
  readonly companions: Dict;
  /** Fields written through an endpoint of their own after the main write. */
  readonly setters: readonly { readonly field: string; readonly value: Value }[];
  /** The object is a blueprint of the server, which is told to apply it after it is written. */
  readonly applies: ServerApply | undefined;
  /** Permissions on the object, and those that it holds everywhere. */
  readonly grants: readonly GrantChange[];
  /** The differences, for people. */
  readonly fields: readonly FieldChange[];
  /** Why, where it is not obvious: `replaced`, `left alone: …`. */
  readonly reason: string | undefined;
  /** A protected object would have changed: nothing of it is written, or not these fields. */
  readonly leftAlone: boolean;
  /** What the server deletes or clears by itself when this object goes. */
  readonly cascades: readonly string[];
  /** Changes that must be done first, by `id`. */
  readonly dependsOn: readonly string[];
  readonly place: Place | undefined;
  readonly entry: EntryRef | undefined;
}

/** A blueprint that the server applies itself. */
export interface ServerApply {
  /** Why it is not as the server should have it, for people. */
  readonly because: string;
  /**
   * What it says, where the plan does not write it and the API shows it: of files and addresses it shows
   * nothing. Without its secrets.
   */
  readonly content?: string;
}

export interface FieldChange {
  /** API field name. */
  readonly path: string;
  readonly before: Json | undefined;
  /** After evaluation; Ref and Unknown are "known after apply". */
  readonly after: Value | undefined;
  /** Of a list that the blueprints add to and do not own: the items that are new in it; the others stay. */
  readonly added?: readonly Value[];
  /** Where a reference points, for people: `default-authentication-flow`. */
  readonly beforeNames?: Readonly<Record<string, string>>;
  readonly secret: boolean;
  /** Not written because the object is protected. */
  readonly leftAlone: boolean;
  /** The attribute (or identifier) in the file that says so. */
  readonly span: Span | undefined;
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
  readonly key: Value;
  /** The holder's name for people. */
  readonly name: string;
  /** The write of the object takes it away: it is given again. */
  readonly again: boolean;
  /** The item of the list in the file that says so. */
  readonly span: Span | undefined;
}

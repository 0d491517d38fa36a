import type { ModelName } from '../../catalog/model.ts';
import type { EntryRef } from '../../diagnostics/diagnostic.ts';
import type { FilePlace } from '../../source/file-place.ts';
import type { GrantChange } from './grant-change.ts';
import type { PlanDict, PlanValue } from './plan-value.ts';

/**
 * What apply would do, complete, and made without any I/O. It is JSON: `JSON.parse(JSON.stringify(plan))` is
 * the same plan. It holds secrets as references only; the secrets and the files are passed separately
 * (`Sources`).
 */
export interface Plan {
  /** The authentik release it is for. */
  readonly target: string;
  /** SHA-256 of all that is written, secrets by reference, with a key by their hashes; see `digestOf`. */
  readonly digest: string;
  /**
   * The keyed hashes of the secrets that are written, by their references; undefined without a key: then the
   * digest says nothing of their values.
   */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** In an order in which they could be done one after the other. */
  readonly changes: readonly Change[];
  readonly summary: PlanSummary;
}

/** Numbers of changes by action, those left alone apart. */
interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly unchanged: number;
  /** Of those unchanged, the ones that have values which the server does not show. */
  readonly unverified: number;
  /** Values of existing objects that entries set and that cannot be compared. */
  readonly uncompared: number;
  readonly leftAlone: number;
  /** What the server does while it applies blueprints of its own, as far as it can be told. */
  readonly byServer: number;
  /** Permissions that the server has and no entry declares, where entries declare some. */
  readonly undeclared: number;
  /** The changes of entries that are left out; undefined where all are planned. */
  readonly leftOut?: number | undefined;
}

/** What is done to an object; `noop`: nothing. */
export type Action = 'create' | 'update' | 'delete' | 'noop';

/** What happens to one object. */
export interface Change {
  /** Identifies the object within the plan; the `row` of a `$ref` points at it. */
  readonly row: string;
  /** Identifies the change: `row`, or `row#2` where one object needs a second write. */
  readonly id: string;
  readonly action: Action;
  /**
   * The `row` of the blueprint instance whose application makes the change, on the server; undefined where we
   * make it.
   */
  readonly by?: string | undefined;
  readonly model: ModelName;
  /**
   * The object's name for people: its natural identifier, e.g. `grafana-admins` or
   * `default-authentication-flow / 10`.
   */
  readonly key: string;
  /** The value that goes into the item path; undefined for a create. */
  readonly itemKey?: string | number | undefined;
  /**
   * Of a create, the fields whose values tell whether the object exists already: those that the entry
   * identifies it by. Undefined where they are not all written.
   */
  readonly identifiedBy?: readonly string[] | undefined;
  /**
   * The object as the server has it: its keys, its unique fields and the fields that were compared, of a delete
   * all that can be written, without secrets and what the server changes by itself; undefined for a create.
   */
  readonly before?: PlanDict | undefined;
  /** The fields in `before` and `body` that are lists whose order says nothing: the server gives them in any. */
  readonly unordered?: readonly string[] | undefined;
  /**
   * What the main write sends, by API field name, references to objects that the plan creates included; empty
   * for a delete, and when only setters are called.
   */
  readonly body: PlanDict;
  /** Values of the server that a PATCH must repeat. */
  readonly companions: PlanDict;
  /** Fields written through an endpoint of their own: after a create, before an update. */
  readonly setters: readonly { readonly field: string; readonly value: PlanValue }[];
  /**
   * Of a create, the field in which the object is marked until its setters have been called; see unfinished.ts.
   */
  readonly markedIn?: string | undefined;
  /** Of a create, what the server makes along with the object and other changes need: see `Brought`. */
  readonly brings?: readonly ComesAlong[] | undefined;
  /**
   * The mark in another object that is taken away once the setters have been called, and the value that its field
   * has then: see along-changes.ts.
   */
  readonly unmarks?: Unmarks | undefined;
  /** Set where the object is a blueprint instance that the server is told to apply after the write. */
  readonly applies?: ServerApply | undefined;
  /** What happens to the permissions on the object, and to those that it holds everywhere. */
  readonly grants: readonly GrantChange[];
  /** The differences, for people. */
  readonly fields: readonly FieldChange[];
  /** Values that entries set, that the server does not show, and that are not written: they may be others. */
  readonly unverified?: readonly Unverified[] | undefined;
  /** Why, where it is not obvious. */
  readonly reason?: ChangeReason | undefined;
  /** The object is protected and would have changed: nothing of it is written. */
  readonly leftAlone: boolean;
  /** What the server deletes by itself along with this object. */
  readonly cascades: readonly Cascaded[];
  /** Of a delete, the links to the object that the server clears. */
  readonly clears?: readonly Cleared[] | undefined;
  /** The `id`s of the changes that must be done first. */
  readonly dependsOn: readonly string[];
  /**
   * Where the entry is; undefined where there is none, as for an object that is deleted because its entry is
   * gone.
   */
  readonly place?: FilePlace | undefined;
  readonly entry?: EntryRef | undefined;
}

/** An object that comes along with a new one: it is looked for by these values once that one is there. */
interface ComesAlong {
  readonly row: string;
  readonly model: ModelName;
  readonly values: PlanDict;
}

/** A mark in another object, which is taken away. */
export interface Unmarks {
  readonly row: string;
  readonly model: ModelName;
  readonly field: string;
  readonly value: PlanValue;
}

/** A value that an entry sets and that cannot be compared. */
export interface Unverified {
  /** API field name. */
  readonly path: string;
  readonly secret: boolean;
  readonly place: FilePlace;
}

/** Why a change is as it is. */
export type ChangeReason =
  /**
   * A protection prevents all or a part of it. `allow`: the value of `--allow-protected` that would allow it,
   * or several, as words.
   */
  | { readonly kind: 'left-alone'; readonly why: string; readonly allow: string }
  /** A run was cut off before it had written these fields, whose values nobody can read. */
  | { readonly kind: 'unfinished'; readonly fields: readonly string[] }
  /** The server makes the object along with another that the plan creates. */
  | { readonly kind: 'along'; readonly model: ModelName; readonly key: string }
  /** The second of two writes of an object that others refer to and that refers to them. */
  | { readonly kind: 'circle' }
  /** The project owns the object, and no entry declares it any more. */
  | { readonly kind: 'orphan' };

/** The objects of a model that are deleted along with another object. */
export interface Cascaded {
  readonly model: ModelName;
  readonly count: number;
  /** Their primary keys, in order. */
  readonly keys: readonly string[];
  /** Their names for people, in order. */
  readonly names: readonly string[];
}

/** The objects of a model that a delete takes the link to its object from, by their primary keys, in order. */
export interface Cleared {
  readonly model: ModelName;
  readonly field: string;
  readonly keys: readonly string[];
}

/** A blueprint that the server applies itself. */
export interface ServerApply {
  /** Why it must be applied. */
  readonly because: ApplyReason;
  /**
   * Its text without secrets, where the plan does not write it and the API shows it; the API does not show
   * the text of files and registries.
   */
  readonly content?: string | undefined;
}

/** Why the server must apply one of its blueprints. */
export type ApplyReason =
  | { readonly kind: 'new' | 'never-applied' | 'content-changed' }
  | { readonly kind: 'written'; readonly fields: readonly string[] }
  | { readonly kind: 'failed-last'; readonly status: string }
  | { readonly kind: 'file-changed'; readonly path: string };

/** The difference in one field of an object, for people. */
export interface FieldChange {
  /** API field name. */
  readonly path: string;
  /** What the server has; null for a secret that it has. */
  readonly before?: PlanValue | undefined;
  /** After evaluation; `$ref`, `$format` and `$unknown` are "known after apply". */
  readonly after?: PlanValue | undefined;
  /** For a merged list: the items that are new in it; the others stay. */
  readonly added?: readonly PlanValue[] | undefined;
  /**
   * The names of the objects that the values refer to, for people, by key or by row:
   * `default-authentication-flow`.
   */
  readonly beforeNames?: Readonly<Record<string, string>> | undefined;
  readonly secret: boolean;
  /** Not written because the object is protected. */
  readonly leftAlone: boolean;
  /** The attribute or identifier in the file that sets the value. */
  readonly place?: FilePlace | undefined;
}

/** Whether we write anything for a change. */
export function isWritten({ action, leftAlone, by }: Pick<Change, 'action' | 'leftAlone' | 'by'>): boolean {
  return action !== 'noop' && !leftAlone && by === undefined;
}

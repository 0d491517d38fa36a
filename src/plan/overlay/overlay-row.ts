import type { Node } from '../../blueprint/blueprint.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Brought, HolderKind, Json, ModelName } from '../../catalog/model.ts';
import type { EntryRef, Note } from '../../diagnostics/diagnostic.ts';
import type { Place, Span } from '../../source/source-file.ts';

/** Where a value was set: the place in a file and its entry, for the diff and for messages. */
export interface Provenance {
  readonly span: Span | undefined;
  readonly place: Place;
  readonly entry: EntryRef;
  /** The names of what the value is made of and must not be shown, see `sensitiveSources`. */
  readonly from?: readonly string[] | undefined;
  /** What the file has as the value. */
  readonly node?: Node | undefined;
  /**
   * The id of the row of the blueprint instance whose application sets it, on the server; undefined where an
   * entry of a file does, and so we.
   */
  readonly by?: string | undefined;
}

/**
 * One object as the entries planned so far leave it: an object of the server, or one that does not exist yet.
 */
export interface OverlayRow {
  /** Identifies the row within the plan; what a Ref points at. */
  readonly id: string;
  readonly model: ModelName;
  readonly actual: Readonly<Record<string, Json>> | undefined;
  /** Set where the server makes the object along with another that the plan creates. */
  readonly along: Along | undefined;
  /** The values that entries set, by API field name; every other field is as in `actual`. */
  readonly set: Map<string, Value>;
  /** Where each value of `set` was set, by API field name. */
  readonly provenanceOf: Map<string, Provenance>;
  /**
   * The fields whose values entries make of what must not be shown, with the names of that: what the server
   * has in them is the same, or becomes it.
   */
  readonly from: Map<string, readonly string[]>;
  /** The items that entries add to lists that they merge, by field. */
  readonly added: Map<string, Value[]>;
  /** Fields that the delete of another object cleared: the server does that by itself. */
  readonly cleared: Map<string, Value>;
  /** Whether an entry declares the object, whatever it does to it and whether or not its conditions are met. */
  declared: boolean;
  /** Whether it is deleted because its project owns it and no entry declares it any more. */
  pruned: boolean;
  /** The comment by which an entry gives it other identifiers than it had. */
  renamedBy: Provenance | undefined;
  /** The first entry that managed the row. */
  owner: Provenance | undefined;
  /** Of an object that does not exist yet, the fields that tell whether it does, see `Change.identifiedBy`. */
  identifiedBy: readonly string[] | undefined;
  /** The id of the row whose delete also deletes this one (its own id when an entry deletes it). */
  deletedBy: string | undefined;
  /** Its name for people before it was deleted, when what it links was still there. */
  goneAs: string | undefined;
  /** Its delete also deletes other objects, or clears links to it. */
  deleteAffectsOthers: boolean;
  /** The links to it that its delete clears. */
  clears: readonly { readonly row: OverlayRow; readonly field: string }[];
  /** Values that cannot be read back, and are therefore neither compared nor written. */
  readonly uncompared: Map<string, Provenance>;
  /**
   * Set where the row is a blueprint instance that the server must apply: because an entry manages it, or
   * because entries (`before`) require it to be applied before what comes after them.
   */
  applying: { readonly before: readonly Provenance[] } | undefined;
  /**
   * The permissions that entries declare: those on the object, and those that the object itself holds
   * everywhere.
   */
  readonly grants: Grants;
  /** The change that a protection prevented. */
  refused: Refusal | undefined;
  /** When entries of files changed it: their numbers in the order of planning. */
  readonly steps: number[];
  /** The fields that both a file and a stored blueprint set, to different values. */
  readonly contested: Set<string>;
}

/** An object that the server makes along with another. */
export interface Along {
  /** The row of that other object. */
  readonly with: OverlayRow;
  readonly brings: Brought;
  /** What the server makes it with, by field. */
  readonly values: Readonly<Record<string, Value>>;
}

/** A row as it is before any entry has changed it. */
export function newRow(
  id: string,
  model: ModelName,
  actual: OverlayRow['actual'],
  along?: Along,
): OverlayRow {
  return {
    id,
    model,
    actual,
    along,
    set: new Map(),
    provenanceOf: new Map(),
    from: new Map(),
    added: new Map(),
    cleared: new Map(),
    uncompared: new Map(),
    declared: false,
    pruned: false,
    renamedBy: undefined,
    owner: undefined,
    identifiedBy: undefined,
    deletedBy: undefined,
    goneAs: undefined,
    deleteAffectsOthers: false,
    clears: [],
    applying: undefined,
    grants: { object: undefined, everywhere: undefined },
    refused: undefined,
    steps: [],
    contested: new Set(),
  };
}

/** Whether an entry has to do with an object: of a file, or of a blueprint that the server stores. */
export function isDeclared(row: OverlayRow): boolean {
  return row.declared || row.owner !== undefined || row.refused !== undefined || row.set.size > 0;
}

/** What the server has of an object, or will have once it has made it along with another; undefined: nothing. */
export function storedOf({ actual, along }: OverlayRow): Readonly<Record<string, Value>> | undefined {
  return actual ?? along?.values;
}

/** A change that a protection prevented, for the plan to show. */
export interface Refusal {
  readonly action: 'update' | 'delete';
  /** The reason, for people. */
  readonly why: string;
  /** The value of `--allow-protected` that would allow it. */
  readonly allow: string;
  readonly fields: Map<string, { readonly value: Value; readonly provenance: Provenance }>;
  readonly provenance: Provenance;
  /** What in particular would have been changed, and where that is said. */
  readonly notes?: readonly Note[] | undefined;
}

/** The permissions that entries declare; undefined as long as no entry declares any. */
interface Grants {
  object: DesiredGrant[] | undefined;
  everywhere: DesiredGrant[] | undefined;
}

/** A permission that an entry declares. */
export interface DesiredGrant {
  /** `view_application` on the object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  readonly holder: HolderKind;
  /** The holder's primary key; a Ref where the plan creates the holder. */
  readonly key: Value;
  readonly provenance: Provenance;
}

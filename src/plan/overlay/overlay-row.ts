import type { Value } from '../../blueprint/value.ts';
import type { HolderKind, Json, ModelName } from '../../catalog/model.ts';
import type { EntryRef } from '../../diagnostics/diagnostic.ts';
import type { Place, Span } from '../../source/source-file.ts';

/** Who wrote a field of a row, for the diff and for messages. */
export interface Provenance {
  readonly span: Span | undefined;
  readonly place: Place;
  readonly entry: EntryRef;
  /** The value is made of what the context calls a secret. */
  readonly secret?: boolean | undefined;
}

/** One object as the entries so far have made it: an object of the server, or one that does not exist yet. */
export interface OverlayRow {
  /** Names the row within the plan; what a Ref points at. */
  readonly id: string;
  readonly model: ModelName;
  readonly actual: Readonly<Record<string, Json>> | undefined;
  /** What the entries set, by API field name; everything else is still as in `actual`. */
  readonly set: Map<string, Value>;
  readonly provenances: Map<string, Provenance>;
  /** What entries add to lists that they do not own, by field. */
  readonly added: Map<string, Value[]>;
  /** What a delete elsewhere cleared in this row: the server does that by itself. */
  readonly cleared: Map<string, Value>;
  /** The first entry that managed the row. */
  owner: Provenance | undefined;
  /** The id of the row whose delete took this one along (its own id when an entry deletes it). */
  deletedBy: string | undefined;
  /** Its delete takes other objects along, or clears links to it. */
  missed: boolean;
  /** Values that cannot be read back, and were therefore neither compared nor written. */
  readonly uncompared: Map<string, Provenance>;
  /**
   * Entries want this blueprint of the server applied: one makes it, or others (`before`) want it applied
   * before what comes after them.
   */
  applying: { readonly before: readonly Provenance[] } | undefined;
  /** The permissions that entries grant: on the object, and those that it holds itself everywhere. */
  readonly grants: Grants;
  /** What a protection kept from being done. */
  refused: Refusal | undefined;
}

/** A row that no entry has touched. */
export function newRow(id: string, model: ModelName, actual: OverlayRow['actual']): OverlayRow {
  return {
    id,
    model,
    actual,
    set: new Map(),
    provenances: new Map(),
    added: new Map(),
    cleared: new Map(),
    uncompared: new Map(),
    owner: undefined,
    deletedBy: undefined,
    missed: false,
    applying: undefined,
    grants: { object: undefined, everywhere: undefined },
    refused: undefined,
  };
}

/** A change that a protection kept from being written, for the plan to show. */
export interface Refusal {
  readonly action: 'update' | 'delete';
  /** Why, for people. */
  readonly why: string;
  /** What `--allow-protected` must say. */
  readonly allow: string;
  readonly fields: Map<string, { readonly value: Value; readonly provenance: Provenance }>;
  readonly provenance: Provenance;
}

/** What entries say of permissions; undefined as long as none says anything. */
interface Grants {
  object: WantedGrant[] | undefined;
  everywhere: WantedGrant[] | undefined;
}

/** A permission that an entry grants. */
export interface WantedGrant {
  /** `view_application` on the object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  readonly holder: HolderKind;
  /** The holder's primary key, a Ref where the plan makes it. */
  readonly key: Value;
  readonly provenance: Provenance;
}

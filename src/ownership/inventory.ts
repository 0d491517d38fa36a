import type { Json, ModelName } from '../catalog/model.ts';

/** A project, as `project:` of its file says: the id is random, so that two of one name are not taken for one. */
export interface ProjectId {
  readonly name: string;
  readonly id: string;
}

/** An object that the project owns. It counts only while its key and its identifiers match one of the server. */
export interface InventoryRow {
  readonly model: ModelName;
  /** The key of the object in API paths, as text. */
  readonly key: string;
  /** The values that identify it for people, by API field name; never a secret. */
  readonly identifiers: Readonly<Record<string, Json>>;
  /** Whether the project made it, or took what was there. */
  readonly by: 'made' | 'adopted';
  /** Of each field that was last applied its keyed hash; only where there is an `AK_BLUEPRINT_KEY`. */
  readonly hashes?: Readonly<Record<string, string>> | undefined;
  /** Fields with endpoints of their own (`password`, `key`) that a run meant to write, and nobody confirmed. */
  readonly pending?: readonly string[] | undefined;
  /** What a run meant to do and has not said how it ended. */
  readonly open?: 'create' | 'update' | 'delete' | undefined;
}

/** What a project owns on one server. */
export interface Inventory {
  readonly project: ProjectId;
  readonly rows: readonly InventoryRow[];
  /** The id of the run that wrote it last. */
  readonly run?: string | undefined;
}

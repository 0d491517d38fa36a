import type { Json } from '../catalog/model.ts';
import type { Caller } from './auth.ts';

/** Imports a blueprint as this user; `dry`: finds out whether it would work, and changes nothing. */
export type Importer = (text: string, caller: Caller, dry: boolean) => BlueprintRun;

/** What became of a blueprint that was imported. */
export interface BlueprintRun {
  /**
   * `unreadable`: not YAML, or without entries; `refused`: of another version; `failed`: an entry cannot be
   * written; `crashed`: the server's importer itself fails; or `applied`.
   */
  readonly result: 'unreadable' | 'refused' | 'failed' | 'crashed' | 'applied';
  /** The blueprint's own metadata: its name and labels. */
  readonly metadata: Readonly<Record<string, Json>>;
  /** What the importer logs where it does not apply the blueprint. */
  readonly messages: readonly LogMessage[];
}

/** A line of the importer's log, with the entry that it is about. */
export interface LogMessage {
  readonly event: string;
  readonly entry?: Json | undefined;
}

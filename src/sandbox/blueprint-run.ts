import type { Json } from '../catalog/model.ts';
import type { Caller } from './auth.ts';

/** Imports a blueprint as this user; `dry`: finds out whether it would work, and changes nothing. */
export type Importer = (text: string, caller: Caller, dry: boolean) => BlueprintRun;

/** What became of a blueprint that was imported. */
export interface BlueprintRun {
  /**
   * `unreadable`: not YAML, or not of the form of a blueprint; `refused`: of another version; `failed`: an entry
   * cannot be written; `crashed`: the server's importer itself fails; or `applied`.
   */
  readonly result: 'unreadable' | 'refused' | 'failed' | 'crashed' | 'applied';
  /** The blueprint's own metadata: its name and labels. */
  readonly metadata: Readonly<Record<string, Json>>;
  /** What the importer logs where it does not apply the blueprint. */
  readonly messages: readonly LogMessage[];
  /** Where it crashed: the error that a check of a field shows in place of a crash. */
  readonly invalid?: string | undefined;
  /** Where the server fails: its log of events has it. */
  readonly isReported?: boolean | undefined;
}

/** A line of the importer's log, with what it is about: an entry and its error, or a model. */
export interface LogMessage {
  readonly event: string;
  readonly attributes?: Readonly<Record<string, Json>> | undefined;
}

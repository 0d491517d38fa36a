import type { Json } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import type { Importer } from '../blueprint-run.ts';
import type { Database } from '../database.ts';
import type { Environment } from '../environment.ts';
import type { SandboxModel } from '../model-table.ts';
import type { Queue } from '../queue.ts';
import type { Release } from '../release.ts';
import type { SandboxField } from '../sandbox-field.ts';
import type { Pk, Row } from '../row.ts';

/**
 * What came of one value: the value as it is stored, or the server's error messages (for lists: by position).
 */
export type Checked = { readonly value: Json } | { readonly errors: Json };

export type Values = Readonly<Record<string, Json>>;

/** What writes work with, whatever they write. */
export interface WriteParts {
  readonly database: Database;
  readonly release: Release;
  readonly environment: Environment;
  /** The tasks that writes give to the worker. */
  readonly queue: Queue;
  /** Finds out whether a blueprint that is written into an object could be applied. */
  readonly importer: Importer;
}

/** One object to be made or changed. */
export interface Write extends WriteParts {
  readonly model: SandboxModel;
  /** The object that is changed; undefined: a new one is made. */
  readonly row: Row | undefined;
  readonly caller: Caller;
  /** PATCH: fields that the body does not have stay as they are. */
  readonly partial: boolean;
  /** The primary key of a new object; undefined: the server makes one. */
  readonly key?: Pk | undefined;
}

/** One field of an object to be written. */
export interface FieldContext extends Write {
  readonly field: SandboxField;
  /** The whole body, as it was sent. */
  readonly body: Values;
}

/** A value that is refused, with the server's messages. */
export const bad = (...errors: string[]): Checked => ({ errors });

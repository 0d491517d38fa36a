import type { HolderKind, Json, ModelName } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';
import type { Report } from '../diagnostics/collector.ts';

/** An object as the API shows it. */
export type Row = Readonly<Record<string, Json>>;

/** What has been read of a server. Plain JSON: it can be saved and loaded. */
export interface Snapshot {
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelRows>>;
  /** The user of the token; undefined when it has not been read. */
  readonly me: Me | undefined;
  /** The answers to questions about permissions on objects and of holders, by `questionKey`. */
  readonly granted?: Readonly<Record<string, readonly Granted[]>>;
  /** Whether permissions that were asked for by name exist, by `questionKey`. */
  readonly named?: Readonly<Record<string, boolean>>;
  /** Whether there is a valid enterprise licence; null: the server does not say, missing: nobody has asked. */
  readonly licensed?: boolean | null | undefined;
  /** Secrets are masked (source/masked.ts), as it comes from a file: what they are is not known. */
  readonly masked?: true | undefined;
  /** The items of lists without pages that were read, by path; null: the server does not show the list. */
  readonly listed?: Readonly<Record<string, readonly Row[] | null>>;
}

/**
 * Gives a snapshot with the answers to questions added: by reading a server, or from a snapshot in a file. What
 * there is no answer to is reported, and thrown without `report`.
 */
export type ReadAnswers = (
  questions: readonly Question[],
  before: Snapshot,
  report?: Report,
) => Promise<Snapshot>;

/** A permission that somebody holds. */
export interface Granted {
  /** `view_application` on an object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  readonly holder: HolderKind;
  readonly key: string | number;
  /** The holder's name for people. */
  readonly name: string;
  /** The object that it is on, where the question did not name it. */
  readonly on?: { readonly model: ModelName; readonly key: string } | undefined;
}

/** The rows of a model that have been read. */
export interface ModelRows {
  /** Whether `rows` has every object of the model. */
  readonly complete: boolean;
  /** The questions that `rows` answers when it is not complete, by `questionKey`. */
  readonly answered: readonly string[];
  readonly rows: readonly Row[];
}

/** The user behind the token. */
export interface Me {
  readonly pk: number;
  readonly username: string;
  readonly isSuperuser: boolean;
  readonly groups: readonly string[];
}

/** A snapshot in which nothing has been read. */
export function emptySnapshot(release: string): Snapshot {
  return { release, models: {}, me: undefined };
}

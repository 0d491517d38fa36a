import type { Json, ModelName } from '../catalog/model.ts';

/** An object as the API shows it. */
export type Row = Readonly<Record<string, Json>>;

/** What has been read of a server. Plain JSON: it can be saved and loaded. */
export interface Snapshot {
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelRows>>;
  /** Who the token speaks for; undefined when nobody asked. */
  readonly me: Me | undefined;
}

export interface ModelRows {
  /** Every object of the model is in `rows`. */
  readonly complete: boolean;
  /** The questions that have been answered when it is not complete, by `questionKey`. */
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

/** What a plan lacks: all objects of a model, or those where these API fields have these values. */
export interface Question {
  readonly model: ModelName;
  readonly where?: Readonly<Record<string, string | number | boolean>>;
}

/** A question as a stable text. */
export function questionKey(question: Question): string {
  const where = Object.entries(question.where ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${question.model}?${where.map(([field, value]) => `${field}=${JSON.stringify(value)}`).join('&')}`;
}

/** A snapshot in which nothing has been asked. */
export function emptySnapshot(release: string): Snapshot {
  return { release, models: {}, me: undefined };
}

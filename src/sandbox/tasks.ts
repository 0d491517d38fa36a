import type { LogMessage } from './blueprint-run.ts';

/** The result of the last task about each blueprint instance, by the instance's primary key. */
export type TaskLog = Map<string, TaskResult>;

/** The result of a task that applied a blueprint instance. */
export interface TaskResult {
  /** The primary key of the instance. */
  readonly instance: string;
  /** The instance's name as a slug, which is part of the task's name. */
  readonly slug: string;
  readonly failed: boolean;
  readonly messages: readonly LogMessage[];
  /** When it ended, as the API writes it. */
  readonly time: string;
}

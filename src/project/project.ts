import type { Code, Severity } from '../diagnostics/codes.ts';
import type { SourceFile, Span } from '../source/source-file.ts';

/** The name under which a project file is looked for. */
export const PROJECT_FILE = 'ak-blueprint.yaml';

/** What a project makes of the findings of a code. */
export type RuleSeverities = ReadonlyMap<Code, Severity | 'off'>;

/**
 * A text of the project file with its place, so that what turns out to be wrong with it later can be shown
 * there.
 */
export interface Written {
  readonly text: string;
  readonly span: Span;
}

/**
 * What a project file says; keys that cannot be read have been reported and are as if they were not there.
 */
export interface Project {
  readonly file: SourceFile;
  /**
   * Files, folders and globs, relative to the project file; one that starts with `!` takes files out again.
   */
  readonly files: readonly Written[];
  readonly target: Written | undefined;
  readonly rules: RuleSeverities;
  /**
   * Lists that the project only adds to (`lists: { authentik_core.group.users: merge }`), as written: a model
   * and its field.
   */
  readonly lists: readonly Written[];
}

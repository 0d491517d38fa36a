import type { Code, Severity } from '../diagnostics/codes.ts';
import type { SourceFile, Span } from '../source/source-file.ts';

/** The name of project files. */
export const PROJECT_FILE = 'ak-blueprint.yaml';

/** The severities that a project gives to codes; `off`: not reported. */
export type RuleSeverities = ReadonlyMap<Code, Severity | 'off'>;

/** A text of the project file with its place, for findings about it that are made later. */
export interface Written {
  readonly text: string;
  readonly span: Span;
}

/** The content of a project file. Keys that cannot be read have been reported and are left out. */
export interface Project {
  readonly file: SourceFile;
  /** Files, folders and globs, relative to the project file; one that starts with `!` excludes files. */
  readonly files: readonly Written[];
  readonly target: Written | undefined;
  readonly rules: RuleSeverities;
  /**
   * Lists that the project only adds to (`lists: { authentik_core.group.users: merge }`), as written: a model
   * and its field.
   */
  readonly lists: readonly Written[];
  /** The variables that `!Env` may read, by name or as `PREFIX_*`; undefined: the file does not say. */
  readonly env: readonly Written[] | undefined;
}

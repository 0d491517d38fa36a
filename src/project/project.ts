import type { Code, Severity } from '../diagnostics/codes.ts';
import type { SourceFile, Span } from '../source/source-file.ts';

/** Reports one mistake of the project file. */
export type Check = (message: string, span: Span, hint?: string) => void;

/** The name of project files. */
export const PROJECT_FILE = 'ak-blueprint.yaml';

/** The severities that a project gives to codes; `off`: not reported. */
export type RuleSeverities = ReadonlyMap<Code, Severity | 'off'>;

/** A text of the project file with its place, for findings about it that are made later. */
export interface Written {
  readonly text: string;
  readonly span: Span;
}

/** Who owns objects: the id is random, so that two projects of one name are not taken for one. */
export interface ProjectIdentity {
  readonly name: string;
  readonly id: string;
}

/** Where it can be kept what the project owns. */
export const INVENTORY_PLACES = ['server', 'file', 'off'] as const;

/** Where it is kept what the project owns. */
export type InventoryPlace = (typeof INVENTORY_PLACES)[number];

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
  /** What is protected as well, as written: `model` or `model:name`. */
  readonly protect: readonly Written[];
  /** What is not noted although no file names it, as written: `model` or `model:names`. */
  readonly unmanaged: readonly Written[];
  /** Undefined: the file does not say, and the project owns nothing. */
  readonly identity: ProjectIdentity | undefined;
  /** Undefined: the file does not say; with an identity it is on the server then. */
  readonly inventory: InventoryPlace | undefined;
}

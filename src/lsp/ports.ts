import type { History } from '../catalog/history.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Pages } from '../explain/pages.ts';
import type { RuleSeverities } from '../project/project.ts';

/** What the project file of a folder says, as far as editors need it. */
export interface ProjectSettings {
  readonly target: string | undefined;
  readonly rules: RuleSeverities;
  /** The files that the project names, as absolute paths. */
  readonly files: ReadonlySet<string>;
}

/** What the language server needs of the machine; the command line passes it in. */
export interface Ports {
  /** The YAML files below a folder, as absolute paths. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /**
   * The text of a file; undefined where it cannot be read, is no text, or is really in none of these folders,
   * where a link leads to it.
   */
  readonly read: (path: string, folders: readonly string[]) => Promise<string | undefined>;
  /** The settings for a folder: those of the project file in it or above. */
  readonly project: (folder: string) => Promise<ProjectSettings | undefined>;
  /** The catalog of a release, or of the nearest one. Throws a UsageError for a text that is no release. */
  readonly catalog: (release: string) => Catalog;
  /** The catalogs of all releases, oldest first. */
  readonly history: () => History;
  /** The pages that explain things. */
  readonly pages: Pages;
  /** The address of the page about a code. */
  readonly docs: (code: Code) => string;
}

import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { UsageError } from '../diagnostics/errors.ts';
import { PROJECT_FILE } from '../project/project.ts';
import { pathOf, shownPath } from './path-of.ts';
import type { Ports, ProjectSettings } from './ports.ts';
import { type FileFacts, Session } from './session.ts';

/**
 * Which release is meant: by the command line or the editor's settings, else by the project file, else the
 * usual one.
 */
export interface Target {
  readonly wanted: string | undefined;
  readonly usual: string;
}

/** Brings the files of the workspace's folders into a session, and keeps them as they are on disk. */
export class WorkspaceFiles {
  readonly #ports: Ports;
  readonly #complain: (message: string) => void;
  #named: ReadonlySet<string> = new Set();
  #folders: readonly string[] = [];
  session: Session | undefined;

  /** `complain`: tells the user what is wrong with the settings. */
  constructor(ports: Ports, complain: (message: string) => void) {
    this.#ports = ports;
    this.#complain = complain;
  }

  /** Reads the project and all blueprints of the folders; `open`: what the editor has open. */
  async start(folders: readonly string[], target: Target, open: readonly TextDocument[]): Promise<void> {
    const settings = await this.#settings(folders);
    this.#folders = folders;
    this.#named = settings?.files ?? new Set();
    this.session = new Session(
      this.#catalog(target.wanted ?? settings?.target ?? target.usual, target.usual),
      settings?.rules ?? new Map(),
      { history: this.#ports.history, pages: this.#ports.pages },
    );
    for (const document of open) this.take(document, true);
    for (const folder of folders) for (const path of await this.#ports.list(folder)) await this.read(path);
  }

  /** A text of the editor, or of a file. */
  take(document: TextDocument, isOpen: boolean): void {
    const path = pathOf(document.uri);
    this.session?.put(document, { shown: shownPath(path, this.#folders), isOpen, role: this.#roleOf(path) });
  }

  #roleOf(path: string): FileFacts['role'] {
    if (basename(path) === PROJECT_FILE) return 'project';
    return this.#named.has(path) ? 'named' : 'any';
  }

  /**
   * Reads a file again. Only what can be a blueprint is kept: a repository may hold thousands of other YAML
   * files.
   */
  async read(path: string): Promise<void> {
    const text = await this.#ports.read(path, this.#folders);
    const isKept =
      text !== undefined &&
      (this.#named.has(path) ||
        basename(path) === PROJECT_FILE ||
        /^[ \t]*["']?(?:entries["']?\s*:|.*\bauthentik_)/m.test(text));
    if (isKept) this.take(TextDocument.create(pathToFileURL(path).href, 'yaml', 0, text), false);
    else this.session?.drop(path);
  }

  /** The editor has closed a file: what is on disk counts again. */
  async close(uri: string): Promise<void> {
    this.session?.close(pathOf(uri));
    await this.read(pathOf(uri));
  }

  async #settings(folders: readonly string[]): Promise<ProjectSettings | undefined> {
    for (const folder of folders) {
      const settings = await this.#ports.project(folder);
      if (settings) return settings;
    }
    return undefined;
  }

  #catalog(release: string, usual: string): ReturnType<Ports['catalog']> {
    try {
      return this.#ports.catalog(release);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#complain(`${error.message}; ${usual} is used`);
      return this.#ports.catalog(usual);
    }
  }
}

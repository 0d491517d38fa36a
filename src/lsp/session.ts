import type { TextDocument } from 'vscode-languageserver-textdocument';
import { INSTANTIATE, isOnRequest } from '../blueprint/labels.ts';
import { findEmbedded } from '../blueprint/embedded/find-embedded.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RuleSeverities } from '../project/project.ts';
import { refusedByProject } from '../project/variables.ts';
import { withSeverities } from '../project/severities.ts';
import { type CheckedFile, checkFile, checkProject, findAll } from './checked.ts';
import { type Draft, draftOf, isBlueprint } from './draft.ts';
import { pathOf } from './path-of.ts';
import type { Ports } from './ports.ts';
import type { Workspace } from './workspace.ts';

/** What is known of a file besides its text. */
export interface FileFacts {
  /** How findings name it. */
  readonly shown: string;
  readonly isOpen: boolean;
  /** `named`: by the project, so it is a blueprint whatever is in it. */
  readonly role: 'named' | 'project' | 'any';
}

interface Held extends FileFacts {
  readonly document: TextDocument;
  /** Of a file that is open, its text when it was opened. */
  readonly opened: string | undefined;
  draft?: Draft | undefined;
  /** Whether blueprints stand inside its values. */
  holds?: boolean | undefined;
  checked?: CheckedFile | undefined;
  /** What was found when the file could last be read as a blueprint. */
  lastRead?: CheckedFile | undefined;
}

/** The files of the workspace as they are now, and what is found in them. */
export class Session {
  readonly #catalog: Catalog;
  readonly #rules: RuleSeverities;
  readonly #knowledge: Pick<Ports, 'history' | 'pages'>;
  /** By path, since editors escape URIs in more than one way. */
  readonly #files = new Map<string, Held>();

  constructor(catalog: Catalog, rules: RuleSeverities, knowledge: Pick<Ports, 'history' | 'pages'>) {
    this.#catalog = catalog;
    this.#knowledge = knowledge;
    this.#rules = rules;
  }

  /** Takes a file in, or its new text. A file that is open is as the editor has it, whatever is on disk. */
  put(document: TextDocument, facts: FileFacts): void {
    const path = pathOf(document.uri);
    const known = this.#files.get(path);
    if (known?.isOpen && !facts.isOpen) return;
    const opened = known?.isOpen ? known.opened : document.getText();
    this.#files.set(path, {
      ...facts,
      document,
      opened: facts.isOpen ? opened : undefined,
      lastRead: known?.lastRead,
    });
  }

  /** Forgets a closed file. */
  drop(path: string): void {
    if (!this.#files.get(path)?.isOpen) this.#files.delete(path);
  }

  /** A file is no longer as the editor has it. */
  close(path: string): void {
    this.#files.delete(path);
  }

  /** The URI of a file by the path that findings have. */
  readonly uriOf = (shown: string): string => {
    for (const held of this.#files.values()) if (held.shown === shown) return held.document.uri;
    return shown;
  };

  /** A file as it is now; undefined for what is no blueprint. What is empty or only a word may become one. */
  draft(uri: string): Draft | undefined {
    const held = this.#files.get(pathOf(uri));
    const draft = held && draftFor(held);
    return draft && (isChecked(held) || draft.root === undefined || draft.root.kind === 'scalar')
      ? draft
      : undefined;
  }

  /** The text of a file when it was opened; undefined for one that is not open. */
  opened(uri: string): string | undefined {
    return this.#files.get(pathOf(uri))?.opened;
  }

  /** What questions about a place are answered from. */
  workspace(): Workspace {
    return {
      catalog: this.#catalog,
      features: features(this.#catalog.release),
      drafts: this.#blueprints().map(draftFor),
      ...this.#knowledge,
    };
  }

  /** Everything that is found, by the URI of its file; files without findings are there, too. */
  findings(): Map<string, Diagnostic[]> {
    const found = new Map<string, Diagnostic[]>(
      [...this.#files.values()].map(({ document }) => [document.uri, []]),
    );
    const files = this.#blueprints();
    const checked = files.map((held) => this.#check(held));
    const projects = [...this.#files.values()]
      .filter(({ role }) => role === 'project')
      .map((held) => checkProject(fileOf(held), this.#catalog));
    const merged = new Set(projects.flatMap((project) => [...project.merged]));
    const all = withSeverities(
      findAll(
        checked,
        files.flatMap(({ lastRead }) => lastRead ?? []),
        this.#catalog,
        merged,
        (name) =>
          projects
            .map(({ project }) => refusedByProject(project, name))
            .find((refused) => refused !== undefined),
      ),
      this.#rules,
    );
    const uris = new Map([...this.#files.values()].map(({ shown, document }) => [shown, document.uri]));
    for (const diagnostic of [...all, ...projects.flatMap(({ diagnostics }) => diagnostics)])
      found.get(uris.get(diagnostic.place?.file.path ?? '') ?? '')?.push(diagnostic);
    for (const list of found.values())
      list.sort((one, other) => (one.place?.span.start ?? 0) - (other.place?.span.start ?? 0));
    return found;
  }

  #check(held: Held): CheckedFile {
    held.checked ??= checkFile(fileOf(held), this.#catalog);
    if (held.checked.blueprints.length > 0) held.lastRead = held.checked;
    return held.checked;
  }

  /**
   * The blueprints; of those that nobody has opened only those that are applied by themselves, as when a
   * folder is validated.
   */
  #blueprints(): Held[] {
    return [...this.#files.values()].filter(
      (held) =>
        isChecked(held) &&
        (held.isOpen || held.role === 'named' || !isOnRequest(draftFor(held).labels.get(INSTANTIATE))),
    );
  }
}

/** Whether anything is said about a file: it is a blueprint, or holds some inside its values. */
function isChecked(held: Held): boolean {
  return (
    held.role === 'named' ||
    (held.role === 'any' &&
      (isBlueprint(draftFor(held)) || (held.holds ??= findEmbedded(fileOf(held)).length > 0)))
  );
}

function draftFor(held: Held): Draft {
  return (held.draft ??= draftOf(held.document));
}

function fileOf({ shown, document }: Held): { readonly path: string; readonly text: string } {
  return { path: shown, text: document.getText() };
}

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { decodeFile } from '../../blueprint/decode.ts';
import { docsOf } from '../../diagnostics/docs.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Ports } from '../../lsp/ports.ts';
import { serve } from '../../lsp/serve.ts';
import { boundsOf, realPath } from '../bounds.ts';
import { allCatalogs, loadCatalog, newestRelease } from '../catalogs.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PAGES } from '../pages.ts';
import { openProject, type OpenProject, projectFiles } from '../project.ts';
import { readWithin } from '../read-file.ts';
import { version } from '../version.ts';
import { Walk, walkFolder } from '../walk-folder.ts';

/** Options of `ak-blueprint lsp`. */
export interface LspOptions {
  readonly target?: string;
}

const ROOT = join(import.meta.dirname, '../..');
const quiet = (): void => undefined;

/**
 * `ak-blueprint lsp`: the language server on standard input and output. Ends when the editor sends `exit` or
 * closes the pipe.
 */
export function lsp(options: LspOptions, io: Io): Promise<ExitCode> {
  const connection = createConnection(process.stdin, process.stdout);
  serve(connection, ports(io), { target: options.target, usualTarget: newestRelease(), version: version() });
  // The connection ends the process.
  return new Promise(() => undefined);
}

/** The project of a folder; undefined also where its file cannot be read, or is a link that leads out. */
function openOrNone(io: Io): OpenProject | undefined {
  try {
    return openProject({}, io, quiet);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function ports(io: Io): Ports {
  return {
    list: (folder) =>
      Promise.resolve(
        walkFolder(folder, new Walk([realPath(folder) ?? folder], quiet, 'leave out')).map((path) =>
          join(folder, path),
        ),
      ),
    read: (path, folders) => {
      try {
        const bytes = readWithin(
          path,
          folders.map((folder) => realPath(folder) ?? folder),
        );
        return Promise.resolve(decodeFile(path, bytes, quiet)?.text);
      } catch {
        // Of a file that cannot be read, or that a link leads to elsewhere, an editor has nothing to say.
        return Promise.resolve(undefined);
      }
    },
    project: (folder) => {
      const at = { ...io, cwd: folder };
      const open = openOrNone(at);
      if (!open) return Promise.resolve(undefined);
      const files = projectFiles(open, at, boundsOf(open, {}, at), quiet);
      return Promise.resolve({
        target: open.project.target?.text,
        rules: open.project.rules,
        files: new Set(files.map(({ path, absolute }) => absolute ?? resolve(folder, path))),
      });
    },
    catalog: (release) => loadCatalog(release, quiet),
    history: allCatalogs,
    pages: PAGES,
    docs: (code) => pathToFileURL(join(ROOT, docsOf(code))).href,
  };
}

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { createConnection } from 'vscode-languageserver/node';
import { decodeFile } from '../../blueprint/decode.ts';
import { docsOf } from '../../diagnostics/docs.ts';
import type { Ports } from '../../lsp/ports.ts';
import { serve } from '../../lsp/serve.ts';
import { allCatalogs, loadCatalog, newestRelease } from '../catalogs.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { PAGES } from '../pages.ts';
import { openProject, projectFiles } from '../project.ts';
import { version } from '../version.ts';

/** Options of `ak-blueprint lsp`. */
export interface LspOptions {
  readonly target?: string;
}

const ROOT = join(import.meta.dirname, '../..');
const NOT_OURS = ['**/node_modules/**', '**/.git/**', '**/.venv/**'];
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

function ports(io: Io): Ports {
  return {
    list: async (folder) =>
      (
        await glob('**/*.{yaml,yml}', {
          cwd: folder,
          absolute: true,
          onlyFiles: true,
          expandDirectories: false,
          ignore: NOT_OURS,
        }).catch(() => [])
      )
        .map((path) => resolve(path))
        .sort(),
    read: async (path) => {
      const bytes = await readFile(path).catch(() => undefined);
      return bytes && decodeFile(path, bytes, quiet)?.text;
    },
    project: async (folder) => {
      const at = { ...io, cwd: folder };
      const open = await openProject({}, at, quiet);
      if (!open) return undefined;
      const files = await projectFiles(open, at, quiet);
      return {
        target: open.project.target?.text,
        rules: open.project.rules,
        files: new Set(files.map(({ path, absolute }) => absolute ?? resolve(folder, path))),
      };
    },
    catalog: (release) => loadCatalog(release, quiet),
    history: allCatalogs,
    pages: PAGES,
    docs: (code) => pathToFileURL(join(ROOT, docsOf(code))).href,
  };
}

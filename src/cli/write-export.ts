import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { envFile, readEnvFile } from '../export/env-file.ts';
import type { ExportResult } from '../export/export-result.ts';
import { FIRST_LINE } from '../export/print-file.ts';
import { ALLOW_PATH, boundsOf, isWithin, type PathOptions, realPath } from './bounds.ts';
import { argumentBounds } from './files.ts';
import type { Io } from './io.ts';
import { firstThere, leadsOut, writeWhole } from './write-file.ts';

/** Where an export is written to. */
interface Target extends PathOptions {
  readonly out: string;
  readonly all?: boolean | undefined;
  readonly secrets: 'none' | 'env-file';
  readonly force?: boolean | undefined;
}

const SECRETS = '.env';

/**
 * Writes the files of an export into a folder, and nothing outside of it. Before anything is written, throws a
 * UsageError for files that are there and that no export has written, unless `force` says that they may go.
 */
export async function writeExport(result: ExportResult, target: Target, io: Io): Promise<void> {
  const folder = resolve(io.cwd, target.out);
  const files = new Map(result.files.map(({ path, text }) => [path, text]));
  const read = (name: string): Promise<string | undefined> => readIfThere(join(folder, name));
  const withSecrets = target.secrets === 'env-file';
  if (result.variables.length > 0) {
    // What an export of one thing does not have stays; an export of everything has all.
    const keptOf = async (name: string): Promise<ReturnType<typeof readEnvFile>> =>
      target.all ? [] : readEnvFile((await read(name)) ?? '');
    files.set('.env.example', envFile(result.variables, false, await keptOf('.env.example')));
    if (withSecrets) files.set(SECRETS, envFile(result.variables, true, await keptOf(SECRETS)));
  }
  if (!target.force)
    for (const name of files.keys()) {
      const before = await read(name);
      if (before !== undefined && !before.startsWith(FIRST_LINE))
        throw new UsageError(
          `${join(target.out, name)} is there, and no export has written it; nothing was written`,
          'name another folder with --out, or overwrite it with --force',
        );
    }
  const own = await makeFolder(folder, target, io);
  const ignored = files.has(SECRETS) ? ignoring(await read('.gitignore')) : undefined;
  // First that nobody adds the secrets to git, then the secrets.
  if (ignored !== undefined) await writeWhole(join(folder, '.gitignore'), ignored, [own], OUTSIDE);
  for (const [name, text] of files)
    await writeWhole(join(folder, name), text, [own], OUTSIDE, name === SECRETS ? 0o600 : undefined);
}

const OUTSIDE = 'an export writes nothing outside of its folder';

/** A .gitignore that has the file of the secrets; undefined where it has it already. */
function ignoring(before = ''): string | undefined {
  if (before.split(/\r?\n/).some((line) => line === SECRETS || line === `/${SECRETS}`)) return undefined;
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}/${SECRETS}\n`;
}

/** Makes the folder, and gives its real path. */
async function makeFolder(folder: string, target: Target, io: Io): Promise<string> {
  const bounds = argumentBounds(folder, boundsOf(undefined, target, io));
  if (bounds && !isWithin(firstThere(folder), bounds)) throw leadsOut(target.out, ALLOW_PATH);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`the folder ${target.out} cannot be made: ${messageOf(error)}`);
  }
  const own = realPath(folder);
  if (own === undefined) throw new UsageError(`the folder ${target.out} is gone`);
  return own;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

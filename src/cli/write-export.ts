import { open, readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { envFile, readEnvFile } from '../export/env-file.ts';
import type { ExportResult } from '../export/export-result.ts';
import { FIRST_LINE } from '../export/print-file.ts';
import { ALLOW_PATH, boundsOf, isWithin, type PathOptions, realPath } from './bounds.ts';
import { argumentBounds } from './files.ts';
import type { Io } from './io.ts';
import { makeFolder } from './make-folder.ts';
import { firstThere, leadsOut, writeWhole } from './write-file.ts';

/** Where an export is written to. */
interface Target extends PathOptions {
  readonly out: string;
  readonly all?: boolean | undefined;
  readonly secrets: 'none' | 'env-file';
  readonly force?: boolean | undefined;
}

const SECRETS = '.env';

/** How many files are written at a time. */
const AT_A_TIME = 8;

/**
 * Writes the files of an export into a folder, and nothing outside of it; what is there already as it should be stays
 * untouched. Before anything is written, throws a UsageError for files that are there and that no export has
 * written, unless `force` says that they may go. Gives the files that an earlier export wrote and that an export of
 * everything does not have: their objects are gone, or are elsewhere now.
 */
export async function writeExport(
  result: ExportResult,
  target: Target,
  io: Io,
): Promise<{ readonly leftBehind: readonly string[] }> {
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
  const before = new Map<string, string | undefined>();
  await inTurns([...files.keys()], async (name) => void before.set(name, await read(name)));
  const foreign = [...files.keys()].find((name) => before.get(name)?.startsWith(FIRST_LINE) === false);
  if (foreign !== undefined && !target.force)
    throw new UsageError(
      `${join(target.out, foreign)} is there, and no export has written it; nothing was written`,
      'name another folder with --out, or overwrite it with --force',
    );
  const own = await outFolder(folder, target, io);
  const ignored = files.has(SECRETS) ? ignoring(await read('.gitignore')) : undefined;
  // First that nobody adds the secrets to git, then the secrets.
  if (ignored !== undefined) await writeWhole(join(folder, '.gitignore'), ignored, [own], OUTSIDE);
  await inTurns([...files], async ([name, text]) => {
    // The secrets are written again all the same, for nobody else to read.
    if (name !== SECRETS && before.get(name) === text) return;
    await writeWhole(join(folder, name), text, [own], OUTSIDE, name === SECRETS ? 0o600 : undefined);
  });
  return { leftBehind: target.all ? await writtenBefore(own, files) : [] };
}

/** Does something with each item, some at a time. Throws what the first that fails throws. */
async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next]; item !== undefined; item = items[next]) {
      next += 1;
      await act(item);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

/** The blueprints below a folder that an export wrote, but for these, in order. */
async function writtenBefore(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (here: string): Promise<void> => {
    for (const entry of await readdir(here, { withFileTypes: true }).catch(() => [])) {
      const path = join(here, entry.name);
      // Links are not followed: an export writes through none that leads out.
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
        await look(path);
      const name = relative(folder, path).split(sep).join('/');
      if (entry.isFile() && name.endsWith('.yaml') && !files.has(name) && (await isOurs(path)))
        found.push(name);
    }
  };
  await look(folder);
  return found.sort();
}

/** Whether a file begins as those that an export writes; one that cannot be read is not known to. */
async function isOurs(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(FIRST_LINE.length), position: 0 });
    return buffer.toString() === FIRST_LINE;
  } finally {
    await file.close();
  }
}

/** Writes secrets that were taken out of files into `.env` and `.env.example` of a folder. */
export async function writeSecrets(
  { variables }: Pick<ExportResult, 'variables'>,
  options: PathOptions,
  io: Io,
  folder = '.',
): Promise<void> {
  if (variables.length === 0) return;
  const result = { files: [], variables, leftOut: {}, references: [], incomplete: [] };
  await writeExport(result, { ...options, out: folder, secrets: 'env-file' }, io);
}

const OUTSIDE = 'an export writes nothing outside of its folder';

/** A .gitignore that has the file of the secrets; undefined where it has it already. */
function ignoring(before = ''): string | undefined {
  if (before.split(/\r?\n/).some((line) => line === SECRETS || line === `/${SECRETS}`)) return undefined;
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}/${SECRETS}\n`;
}

/** Makes the folder, and gives its real path. */
async function outFolder(folder: string, target: Target, io: Io): Promise<string> {
  const bounds = argumentBounds(folder, boundsOf(undefined, target, io));
  if (bounds && !isWithin(firstThere(folder), bounds)) throw leadsOut(target.out, ALLOW_PATH);
  try {
    await makeFolder(folder);
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

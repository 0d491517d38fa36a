import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Catalog } from '../catalog/model.ts';
import { type CheckedFile, checkFile } from './check-file.ts';
import type { NamedFile } from './files.ts';
import type { Put, Share } from './work-elsewhere.ts';

/*
 * Many files are checked on all cores. They are cut into shares; this thread and its workers take one after
 * the other, so a large file keeps nobody waiting but the one that has it. What comes out is put together in
 * the order of the files, and is what this thread alone would have found. A worker that cannot start or that
 * breaks costs time and nothing else: its share is done here.
 */

/**
 * Below so many bytes a worker takes longer to start (some 100 ms) than it saves; measured with
 * bench/whole.mjs.
 */
const WORTHWHILE_BYTES = 1_000_000;
/**
 * Bytes of a share: small enough that the last one is not waited for, large enough that sending it costs
 * nothing.
 */
const SHARE_BYTES = 128_000;
/** More workers than this would wait for the disk and for each other. */
const MAX_WORKERS = 7;

/**
 * Reads, parses and validates each file by itself, on all cores where that is worth while. In the order of
 * the files.
 */
export async function checkFiles(
  files: readonly NamedFile[],
  catalog: Catalog,
): Promise<readonly CheckedFile[]> {
  const sizes = files.map(({ absolute }) =>
    absolute === undefined ? 0 : (statSync(absolute, { throwIfNoEntry: false })?.size ?? 0),
  );
  const queue = cut(files, sizes);
  const worthwhile =
    files.every(({ isOnDisk }) => isOnDisk) && sizes.reduce((sum, size) => sum + size, 0) >= WORTHWHILE_BYTES;
  const workers = worthwhile ? Math.min(MAX_WORKERS, availableParallelism() - 1, queue.length - 1) : 0;
  const checked: CheckedFile[] = [];
  const put = ({ from }: Share, results: readonly CheckedFile[]): void =>
    results.forEach((result, index) => (checked[from + index] = result));
  // Loaded only then: most runs are over before a worker would have started.
  const elsewhere = workers > 0 ? await import('./work-elsewhere.ts') : undefined;
  const helping =
    elsewhere &&
    Promise.all(Array.from({ length: workers }, () => elsewhere.workElsewhere(queue, catalog, put)));
  await workHere(queue, catalog, put, workers > 0);
  await helping;
  // What a worker gave back after this thread had found nothing more to do.
  await workHere(queue, catalog, put, false);
  return checked;
}

/** Shares of about equal size, in order. */
function cut(files: readonly NamedFile[], sizes: readonly number[]): Share[] {
  const shares: { from: number; files: NamedFile[] }[] = [];
  let room = 0;
  for (const [index, file] of files.entries()) {
    const last = shares.at(-1);
    if (last && room > 0) last.files.push(file);
    else {
      shares.push({ from: index, files: [file] });
      room = SHARE_BYTES;
    }
    room -= sizes[index] ?? 0;
  }
  return shares;
}

/**
 * Takes shares until there are none, and does them in this thread. `helped`: answers of workers come in
 * between.
 */
async function workHere(queue: Share[], catalog: Catalog, put: Put, helped: boolean): Promise<void> {
  for (let share = queue.shift(); share; share = queue.shift()) {
    const checked: CheckedFile[] = [];
    for (const file of share.files) checked.push(await checkFile(file, catalog, false));
    put(share, checked);
    if (helped) await new Promise((done) => setImmediate(done));
  }
}

import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type CheckAgainst, type CheckedFile, checkFile } from './check-file.ts';
import type { NamedFile } from './files.ts';
import type { Put, Share } from './work-elsewhere.ts';

/*
 * Many files are checked on all cores. They are divided into shares, which this thread and its workers take
 * one after the other, so that a large file delays only the thread that has it. The results are put in the
 * order of the files and are the same as with this thread alone. If a worker cannot start or fails, its share
 * is done here.
 */

/**
 * Below this size, starting a worker (some 100 ms) takes longer than it saves; measured with bench/whole.mjs.
 */
const WORTHWHILE_BYTES = 1_000_000;
/**
 * The size of a share: small enough that the last one is not waited for long, large enough that the cost of
 * sending it does not matter.
 */
const SHARE_BYTES = 128_000;
/** More workers than this would wait for the disk and for each other. */
const MAX_WORKERS = 7;

/**
 * Reads, parses and validates each file by itself, on all cores where that is worthwhile. The results are in
 * the order of the files.
 */
export async function checkFiles(
  files: readonly NamedFile[],
  against: CheckAgainst,
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
  // Loaded only when needed: most runs are over before a worker would have started.
  const elsewhere = workers > 0 ? await import('./work-elsewhere.ts') : undefined;
  const helping =
    elsewhere &&
    Promise.all(Array.from({ length: workers }, () => elsewhere.workElsewhere(queue, against, put)));
  await workHere(queue, against, put, workers > 0);
  await helping;
  // Shares that a failed worker put back after this thread had finished.
  await workHere(queue, against, put, false);
  return checked;
}

/** Divides the files into shares of about equal size, in their order. */
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
 * Takes shares until there are none, and checks them in this thread. `helped`: whether workers are running,
 * whose results must be received meanwhile.
 */
async function workHere(queue: Share[], against: CheckAgainst, put: Put, helped: boolean): Promise<void> {
  for (let share = queue.shift(); share; share = queue.shift()) {
    const checked: CheckedFile[] = [];
    for (const file of share.files) checked.push(await checkFile(file, against));
    put(share, checked);
    if (helped) await new Promise((done) => setImmediate(done));
  }
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { markRead, markSecret } from '../source/secret-spans.ts';
import type { CheckAgainst, CheckedFile } from './check-file.ts';
import type { FileResult, FileTask } from './check-worker.ts';
import type { NamedFile } from './files.ts';

/** Consecutive files; `from` is the index of the first among all. */
export interface Share {
  readonly from: number;
  readonly files: readonly NamedFile[];
}

/** Stores the results of a share. */
export type Put = (share: Share, results: readonly CheckedFile[]) => void;

/** Takes shares until there are none, and has a worker check them; a share without a result is put back. */
export async function workElsewhere(queue: Share[], against: CheckAgainst, put: Put): Promise<void> {
  const worker = new Worker(new URL('./check-worker.js', import.meta.url), { workerData: against });
  const gone = once(worker, 'exit').then(() => Promise.reject(new Error('the worker ended')));
  let share: Share | undefined;
  try {
    await Promise.race([once(worker, 'online'), gone]);
    for (share = queue.shift(); share; share = queue.shift()) {
      worker.postMessage(share.files.map(toTask));
      const [results] = (await Promise.race([once(worker, 'message'), gone])) as [readonly FileResult[]];
      put(share, results.map(received));
    }
  } catch {
    if (share) queue.push(share);
  }
  await Promise.allSettled([worker.terminate(), gone]);
}

function toTask({ absolute = '', path, walked, bounds }: NamedFile): FileTask {
  return { absolute, path, walked, bounds };
}

function received({ findings, parts, entries, secrets }: FileResult): CheckedFile {
  for (const [index, { file }] of parts.entries()) {
    for (const secret of secrets[index] ?? []) markSecret(file, secret, secret.text);
    markRead(file);
  }
  return { findings, parts, entries };
}

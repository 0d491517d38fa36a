import { parentPort, workerData } from 'node:worker_threads';
import { type SecretSpan, secretSpans } from '../source/secret-spans.ts';
import type { Bounds } from './bounds.ts';
import { type CheckAgainst, type CheckedFile, checkFile } from './check-file.ts';
import { fileAt } from './files.ts';

/** A file for a worker to check. */
export interface FileTask {
  readonly absolute: string;
  readonly path: string;
  readonly walked: boolean;
  readonly bounds: Bounds | undefined;
}

/**
 * The result of a worker for a file. Which spans are secret is recorded per SourceFile object, which does not
 * survive the transfer, so they are sent along, for each part.
 */
export interface FileResult extends CheckedFile {
  readonly secrets: readonly (readonly SecretSpan[])[];
}

/** Checks the files that it is sent, one share at a time, and sends back the results in the same order. */
parentPort?.on('message', (share: readonly FileTask[]) => {
  void Promise.all(
    share.map(async ({ absolute, path, walked, bounds }): Promise<FileResult> => {
      const { findings, parts, entries } = await checkFile(
        fileAt(absolute, path, walked, bounds),
        workerData as CheckAgainst,
      );
      return { findings, parts, entries, secrets: parts.map(({ file }) => secretSpans(file)) };
    }),
  ).then((results) => parentPort?.postMessage(results));
});

import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../catalog/model.ts';
import type { Span } from '../source/source-file.ts';
import { secretSpans } from '../source/secret-spans.ts';
import { type CheckedFile, checkFile } from './check-file.ts';
import { fileAt } from './files.ts';

/** A file that a worker is to check. */
export interface FileTask {
  readonly absolute: string;
  readonly path: string;
  readonly walked: boolean;
}

/**
 * What a worker found in a file. What is a secret is known of an object, not of a path, so it is sent along,
 * by part.
 */
export interface FileAnswer extends CheckedFile {
  readonly secrets: readonly (readonly Span[])[];
}

/**
 * Checks the files that it is sent, a share at a time, and answers each share with what it found, in the same
 * order.
 */
parentPort?.on('message', (share: readonly FileTask[]) => {
  void Promise.all(
    share.map(async ({ absolute, path, walked }): Promise<FileAnswer> => {
      const { findings, parts, entries } = await checkFile(
        fileAt(absolute, path, walked),
        workerData as Catalog,
        false,
      );
      return { findings, parts, entries, secrets: parts.map(({ file }) => secretSpans(file)) };
    }),
  ).then((answers) => parentPort?.postMessage(answers));
});

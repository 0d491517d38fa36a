import { savedAnswers } from '../actual/saved-answers.ts';
import type { SavedSnapshot } from '../actual/saved-snapshot.ts';
import type { ReadAnswers } from '../actual/snapshot.ts';
import type { Catalog } from '../catalog/model.ts';
import { loadCatalog } from './catalogs.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { offlineClient } from './offline-client.ts';
import { readSavedSnapshot } from './read-saved-snapshot.ts';
import { type LogOptions, RunLog } from './run-log.ts';
import type { Connection } from './server.ts';

/** A snapshot that was read from a file. */
export interface OpenSnapshot {
  readonly saved: SavedSnapshot;
  /** In place of one to a server: nothing is sent. */
  readonly connection: Connection;
  /** Gives what a plan, or an export, asks of a server. */
  readonly answers: (catalog: Catalog) => ReadAnswers;
}

/** Opens a file that `ak-blueprint snapshot` wrote. Throws a UsageError where it is none. */
export function openSnapshot(path: string, options: LogOptions, io: Io): OpenSnapshot {
  const saved = readSavedSnapshot(path, io);
  const client = offlineClient(saved, path, () => loadCatalog(saved.release, () => undefined));
  const interrupts = new Interrupts(io);
  return {
    saved,
    connection: {
      client,
      credentials: [],
      interrupts,
      log: new RunLog(options, io),
      mostSeconds: 0,
      close: () => {
        interrupts.end();
        return Promise.resolve();
      },
    },
    answers: (catalog) => savedAnswers(saved, catalog, path),
  };
}

import type { ReadAnswers, Snapshot } from '../actual/snapshot.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';
import { ApiError } from '../client/api-error.ts';
import { Collector } from '../diagnostics/collector.ts';
import { Overlay } from '../plan/overlay/overlay.ts';

/** What is read from. */
interface Source {
  readonly catalog: Catalog;
  readonly read: ReadAnswers;
  /** The models of which the server does not show all that was asked for; what is found is added. */
  readonly hidden: Set<ModelName>;
}

/**
 * Answers questions that a run can do without: what the server refuses, cannot show in time, or has no list of, is
 * left unread, and noted as hidden. Throws an ApiError where the server is not there at all.
 */
export async function readShown(
  { catalog, read, hidden }: Source,
  questions: readonly Question[],
  before: Snapshot,
): Promise<Snapshot> {
  const open = (snapshot: Snapshot): Question[] => {
    const overlay = new Overlay(catalog, snapshot);
    return questions.filter((question) => !overlay.knows(question));
  };
  if (open(before).length === 0) return before;
  const { report } = new Collector();
  let snapshot = before;
  try {
    snapshot = await read(open(before), before, report);
  } catch (error) {
    if (!isAboutOneList(error)) throw error;
    // It is not known which list it was about.
    for (const question of open(before))
      snapshot = await read([question], snapshot, report).catch(unlessAboutOne(snapshot));
  }
  for (const { model } of open(snapshot)) hidden.add(model);
  return snapshot;
}

function unlessAboutOne(before: Snapshot): (error: unknown) => Snapshot {
  return (error) => {
    if (!isAboutOneList(error)) throw error;
    return before;
  };
}

/** Whether a request failed for something that need not be so for another one. */
function isAboutOneList(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.mayStillRun || ['forbidden', 'not-found', 'crashed', 'unexpected'].includes(error.kind))
  );
}

import type { Json } from '../../catalog/model.ts';
import type { LogMessage } from '../blueprint-run.ts';

const IMPORTER = 'authentik.blueprints.v1.importer';

/** A message of the importer, as lists of tasks and answers to imports show it. */
export function logEntry(
  { event, entry }: LogMessage,
  timestamp: string,
  logger: string | null = IMPORTER,
): Json {
  return { timestamp, log_level: 'warning', logger, event, attributes: entry === undefined ? {} : { entry } };
}

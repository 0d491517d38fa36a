import type { Json } from '../../catalog/model.ts';
import type { LogMessage } from '../blueprint-run.ts';

const IMPORTER = 'authentik.blueprints.v1.importer';

/** A message of the importer, as lists of tasks and answers to imports show it. `more`: what else it is about. */
export function logEntry(
  { event, attributes }: LogMessage,
  timestamp: string,
  more: Readonly<Record<string, Json>> = {},
): Json {
  return {
    timestamp,
    log_level: 'warning',
    logger: IMPORTER,
    event,
    attributes: { ...attributes, ...more },
  };
}

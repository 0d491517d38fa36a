import type { HandFacts } from '../facts/hand-facts.ts';
import type { Applying, MetaModel, ModelName } from '../model.ts';
import type { Source } from './source.ts';

/** A model that is no table, from its row. */
export function buildMeta(source: Source, row: HandFacts['meta'][number]): MetaModel {
  return {
    kind: 'meta',
    name: row.model,
    label: row.label,
    instances: row.instances,
    identifies: row.identifies,
    fields: { identifiers: { type: 'object', required: true }, required: { type: 'boolean', default: true } },
    applying: applyingOf(source, row.model),
  };
}

/** How the server applies what the model names, where the document has the endpoints for it. */
function applyingOf({ hand, paths }: Source, model: ModelName): Applying | undefined {
  const row = hand.applying.find((one) => one.model === model && paths.has(one.path) && paths.has(one.files));
  if (!row) return undefined;
  const tasks = hand.tasks.find((one) => paths.has(one.path));
  return {
    path: row.path,
    files: row.files,
    filesSeconds: row.filesSeconds,
    tasks: tasks && {
      path: tasks.path,
      query: tasks.query,
      match: tasks.match,
      time: tasks.time,
      texts: tasks.texts,
    },
  };
}

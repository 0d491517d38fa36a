import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { Entry } from './blueprint.ts';

/** An entry as findings name it; a model that is no text has no name. */
export function entryRef(entry: Entry): EntryRef {
  return {
    index: entry.index,
    model: entry.model.kind === 'scalar' && typeof entry.model.value === 'string' ? entry.model.value : '',
    ...(entry.id ? { id: entry.id.text } : {}),
  };
}

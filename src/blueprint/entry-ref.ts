import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { Entry } from './blueprint.ts';

/** An entry as findings name it; `model` is '' where it is no text. */
export function entryRef(entry: Entry): EntryRef {
  return {
    index: entry.index,
    model: entry.model.kind === 'scalar' && typeof entry.model.value === 'string' ? entry.model.value : '',
    id: entry.id?.text,
  };
}

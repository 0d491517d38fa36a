import type { ModelTable } from './model-table.ts';
import type { Store } from './store.ts';

/**
 * The stored objects and the classes that they belong to: enough to find an object and to follow its links.
 */
export interface Database {
  readonly store: Store;
  readonly models: ModelTable;
}

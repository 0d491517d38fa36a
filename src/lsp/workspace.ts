import type { Features } from '../blueprint/features.ts';
import type { History } from '../catalog/history.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Pages } from '../explain/pages.ts';
import type { Draft } from './draft.ts';

/**
 * What every answer may look at: the release that is meant, and the blueprints of the workspace as they are
 * now.
 */
export interface Workspace {
  readonly catalog: Catalog;
  readonly features: Features;
  readonly drafts: readonly Draft[];
  /** All releases, oldest first: they say since when there is what. */
  readonly history: () => History;
  readonly pages: Pages;
}

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
  /** The catalogs of all releases, oldest first, for what is said of since when something is there. */
  readonly history: () => History;
  readonly pages: Pages;
}

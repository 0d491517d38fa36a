import { loadCatalog, newestRelease } from '../src/cli/catalogs.ts';

/** The newest release that has a catalog, with its patch: what is meant where nobody names a release. */
export const NEWEST = loadCatalog(newestRelease(), () => undefined).release;

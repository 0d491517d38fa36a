import { readdirSync, readFileSync } from 'node:fs';
import type { Snapshot } from '../../src/actual/snapshot.ts';
import type { Catalog, Json } from '../../src/catalog/model.ts';
import { shared } from '../shared.ts';

type Row = Readonly<Record<string, Json>>;

/** The recorded lists of a fresh server, by the path of the list. */
function recordedLists(release: string): Map<string, readonly Row[]> {
  const lists = new Map<string, readonly Row[]>();
  for (const file of readdirSync(shared(`data/state/${release}`))) {
    const content = JSON.parse(readFileSync(shared(`data/state/${release}/${file}`), 'utf8')) as
      | Row[]
      | { path?: string; results?: Row[] };
    const rows = Array.isArray(content) ? content : content.results;
    const path = Array.isArray(content)
      ? `/${file.replace(/\.json$/, '').replaceAll('__', '/')}/`
      : content.path;
    if (path !== undefined && Array.isArray(rows)) lists.set(path, rows);
  }
  return lists;
}

/** All that a fresh server showed after it had applied its own blueprints. */
export function snapshotOf(release: string, catalog: Catalog): Snapshot {
  const lists = recordedLists(release);
  const models: Record<string, { complete: boolean; answered: string[]; rows: readonly Row[] }> = {};
  for (const model of Object.values(catalog.models)) {
    const listed = model.kind === 'base' ? model.list : undefined;
    const path = model.kind === 'resource' ? model.collection.path : listed;
    if (model.kind !== 'unmanageable')
      models[model.name] = {
        complete: true,
        answered: [],
        rows: path === undefined ? [] : (lists.get(path) ?? []),
      };
  }
  const proxies = new Set(
    (models['authentik_providers_proxy.proxyprovider']?.rows ?? []).map((row) => row['pk']),
  );
  const oauth2 = models['authentik_providers_oauth2.oauth2provider'];
  if (oauth2)
    models['authentik_providers_oauth2.oauth2provider'] = {
      ...oauth2,
      rows: oauth2.rows.filter((row) => !proxies.has(row['pk'] ?? null)),
    };
  return {
    release: catalog.release,
    models,
    me: { pk: 1, username: 'akadmin', isSuperuser: true, groups: ['authentik Admins'] },
  };
}

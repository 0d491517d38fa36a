import type { FieldLimit, ImporterFacts, ImporterLimits } from '../importer.ts';
import type { ModelName } from '../model.ts';
import type { ReleaseSpan } from '../release.ts';
import type { Seen } from './seen.ts';

/* What the server's own importer does when it is asked over the API, and what it cannot do. */

/** The importer, by release: what a row gives is so in its releases. Before 2023.1 nothing can be tried. */
export const IMPORTER: readonly (Seen & ReleaseSpan & Partial<Omit<ImporterFacts, 'import'>>)[] = [
  {
    since: '2023.1',
    dryRun: '/managed/blueprints/',
    rights: 'superuser',
    says: 'nothing',
    seconds: { dry: 0.02, import: 0.04 },
    seen: 'server-transactions, points 1, 2, 4: measured on a real 2023.2.3; `content` came with 2023.1',
  },
  {
    since: '2023.1',
    until: '2025.6',
    queues: true,
    seen: 'server-transactions, point 1: measured on a real 2023.2.3; tasks are rows of the database since 2025.8',
  },
  {
    since: '2023.10',
    mustCreate: true,
    seen: 'importers of the last patches of all releases',
  },
  {
    since: '2024.2',
    says: 'entry',
    seen: 'server-transactions, points 1, 2: measured on a real 2025.12.4; sources since 2024.2 keep logs as events',
  },
  {
    since: '2024.8',
    permissions: true,
    seen: 'importers of the last patches of all releases',
  },
  {
    since: '2025.8',
    seconds: { dry: 0.1, import: 0.1 },
    seen: 'server-transactions, point 4: measured on a real 2025.12.4',
  },
  {
    since: '2026.5',
    rights: 'each-model',
    seen: 'sources of 2026.5.0-rc1: the import asks for the rights to add, change and delete each model',
  },
];

/** A row of what the importer cannot do with a model: `base:X`, every kind of the base class X. */
type LimitRow = Seen &
  ReleaseSpan & { readonly model: ModelName } & Omit<ImporterLimits, 'fields'> & {
    readonly fields?: Readonly<Record<string, FieldLimit>>;
  };

/** Models whose objects changes of users and groups are sent to. */
const PUSHED_TO = [
  'authentik_providers_scim.scimprovider',
  'authentik_providers_google_workspace.googleworkspaceprovider',
  'authentik_providers_microsoft_entra.microsoftentraprovider',
];

/** What the importer cannot do. A row about a model or field that a release does not have does nothing there. */
export const IMPORTER_LIMITS: readonly LimitRow[] = [
  ...['authentik_core.user', 'authentik_core.group'].map((model) => ({
    model,
    since: '2023.3',
    until: '2025.6',
    pushedTo: PUSHED_TO,
    seen: 'server-transactions, point 1; signals of the last patches of 2023.3 to 2025.6',
  })),
  {
    model: 'authentik_outposts.outpost',
    until: '2025.6',
    fields: Object.fromEntries(
      ['name', 'config'].map((name) => [
        name,
        { why: 'the server would stop the old outpost although the change is taken back' },
      ]),
    ),
    seen: 'server-transactions, point 1: measured on a real 2023.2.3',
  },
];

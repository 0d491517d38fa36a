import type { ImporterFacts, ImporterLimit } from '../importer.ts';
import type { ModelName } from '../model.ts';
import type { ReleaseSpan } from '../release.ts';
import type { Seen } from './seen.ts';

/*
 * What the server's own importer does when it is asked over the API, and what it cannot do, or does otherwise than
 * the API. "Probe": each model made and changed field by field by the importers and the views of a real 2023.2.3
 * and 2025.12.4, with the same values, and all columns compared. What is in no row ended the same.
 */

/** The importer, by release: what a row gives is so in its releases. Before 2023.1 nothing can be tried. */
export const IMPORTER: readonly (Seen & ReleaseSpan & Partial<Omit<ImporterFacts, 'import'>>)[] = [
  {
    since: '2023.1',
    dryRun: '/managed/blueprints/',
    rights: 'superuser',
    says: { dry: 'nothing', import: 'nothing' },
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
    since: '2023.5',
    until: '2024.2',
    says: { dry: 'entry', import: 'nothing' },
    seen: 'sources of the last patches: the dry run gives the lines of the log, the import cannot write them as JSON',
  },
  {
    since: '2023.10',
    mustCreate: true,
    seen: 'importers of the last patches of all releases',
  },
  {
    since: '2024.4',
    until: '2024.6',
    says: { dry: 'nothing', import: 'entry' },
    seen: 'sources of the last patches: the dry run crashes where it reads the lines of the log',
  },
  {
    since: '2024.8',
    says: { dry: 'entry', import: 'entry' },
    permissions: true,
    seen: 'sources of the last patches; measured on a real 2025.12.4 and 2026.5.0-rc1',
  },
  {
    since: '2025.8',
    seconds: { dry: 0.1, import: 0.1 },
    seen: 'server-transactions, point 4: measured on a real 2025.12.4',
  },
  {
    since: '2026.5',
    rights: 'each-model',
    seen: 'measured on a real 2026.5.0-rc1',
  },
];

/**
 * What the importer cannot do, or does otherwise. `model`: missing, every model; `base:X`, every kind of the base
 * class X. A row about a model or field that a release does not have does nothing there.
 */
type LimitRow = Seen & ReleaseSpan & { readonly model?: ModelName } & ImporterLimit;

const SCIM = 'authentik_providers_scim.scimprovider';
const DIRECTORIES = [
  SCIM,
  'authentik_providers_google_workspace.googleworkspaceprovider',
  'authentik_providers_microsoft_entra.microsoftentraprovider',
];

export const IMPORTER_LIMITS: readonly LimitRow[] = [
  ...['authentik_core.user', 'authentik_core.group'].flatMap((model): LimitRow[] => [
    {
      model,
      since: '2023.3',
      until: '2024.4',
      whileThereIs: [SCIM],
      why: 'this release queues it for each SCIM provider, and such a task is not taken back with the transaction',
      seen: 'server-transactions, point 1; signals of the last patches',
    },
    {
      model,
      since: '2024.6',
      until: '2025.6',
      whileThereIs: DIRECTORIES,
      why:
        'this release queues it for each provider that sends users on, and such a task is not taken back with ' +
        'the transaction',
      seen: 'server-transactions, point 1; signals of the last patches',
    },
  ]),
  {
    model: 'authentik_core.user',
    actions: ['update'],
    sends: ['is_active'],
    values: [false],
    why: "the importer would not end the user's sessions",
    seen: 'sources of all releases: the view of the PATCH ends them, and nothing else does',
  },
  {
    model: 'authentik_outposts.outpost',
    actions: ['update'],
    until: '2025.6',
    sends: ['name', 'config'],
    why: 'this release would stop the old outpost although the change is taken back',
    seen: 'server-transactions, point 1: measured on a real 2023.2.3',
  },
  {
    model: 'authentik_core.token',
    until: '2023.2',
    why: 'the importer of this release crashes on tokens',
    seen: 'probe: it wants the request, on create, update and delete',
  },
  {
    model: 'authentik_core.token',
    since: '2023.5',
    until: '2023.5',
    why: 'the importer of this release wants the key of each token',
    seen: 'serializers of 2023.5.6',
  },
  {
    model: 'authentik_core.token',
    since: '2023.3',
    actions: ['create', 'update'],
    lacks: ['user', 'intent'],
    why: 'the importer wants to be told user and intent of a token',
    seen: 'serializers since 2023.3; probe of 2025.12.4',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    until: '2023.8',
    why: 'the importer of this release takes an invitation for something else',
    seen: 'probe of 2023.2.3: it has the serializer of consents; sources of the last patches',
  },
  {
    model: 'authentik_stages_invitation.invitation',
    since: '2023.10',
    actions: ['create'],
    why: 'the importer does not know who invites',
    seen: 'sources: the column may not be empty until 2025.10; probe of 2025.12.4: the anonymous user since',
  },
  {
    model: 'base:authentik_core.source',
    since: '2025.6',
    actions: ['delete'],
    why: 'the API keeps sources that the server manages itself, and the importer does not',
    seen: 'views of the last patches',
  },
  {
    since: '2025.4',
    until: '2025.8',
    actions: ['create'],
    whileThereIs: ['authentik_rbac.initialpermissions'],
    why: 'the importer of this release gives no initial permissions',
    seen: 'serializers of the last patches: they want the request',
  },
  {
    model: 'authentik_endpoints.deviceuserbinding',
    since: '2025.12',
    why: 'the importer takes it for a policy binding',
    seen: 'probe of 2025.12.4: it has that serializer; sources of 2026.2.2 and 2026.5.0-rc1',
  },
  {
    model: 'authentik_blueprints.blueprintinstance',
    since: '2025.8',
    sends: ['path'],
    otherThan: [''],
    why: 'the server asks its worker for the file, which answers only after the transaction',
    seen: 'serializers of the last patches: it waits for a task whose row nobody else sees before the commit',
  },
  {
    model: 'authentik_tenants.domain',
    why: 'the API wants a token of its own for it',
    seen: 'views since 2024.2',
  },
];

import type { Applying, ExtraForm, ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/* What the endpoints of a model do and want beyond what the document says. */

/** Query that a call of each list needs which takes it. */
export const LIST_QUERIES: readonly (Seen & {
  readonly query: Readonly<Record<string, string>>;
})[] = [
  {
    query: { superuser_full_list: 'true' },
    seen:
      'point 2: without it a list of a per-user cache, which ignores filters; measured on 2025.12.4: the list ' +
      'of RAC endpoints counts all, and shows those that policies let the user open',
  },
];

/**
 * Fields written through an endpoint of their own. `{key}` is the object's item key; `base:X`: every kind of
 * the base class X. `mark`: a field of people's own notes, in which a new object is marked until a value that
 * nobody can read has been written; the documents of all releases since 2022.12 take it in a create and a
 * PATCH, and show it.
 */
export const SETTERS: readonly (Seen & {
  readonly model: string;
  readonly field: string;
  readonly path: string;
  readonly body: string;
  readonly secret?: true;
  readonly mark?: string;
  readonly nullable?: true;
  readonly hashed?: true;
  /** The first release whose importer cuts white space off, and wants something to be left. */
  readonly filledSince?: string;
  readonly format?: string;
  readonly forms?: readonly ExtraForm[];
})[] = [
  {
    model: 'authentik_core.token',
    field: 'key',
    mark: 'description',
    path: '/core/tokens/{key}/set_key/',
    body: 'key',
    secret: true,
    filledSince: '2023.4',
    seen: 'point 18; serializers since 2023.4, measured with the importer of 2025.12.4: not blank',
  },
  {
    model: 'authentik_core.user',
    field: 'password',
    mark: 'attributes',
    path: '/core/users/{key}/set_password/',
    body: 'password',
    secret: true,
    nullable: true,
    hashed: true,
    filledSince: '2023.6',
    forms: ['empty'],
    seen:
      'point 18; measured with the importers of 2023.2.3 and 2025.12.4: null sets none, and so does the empty ' +
      'text until 2023.5; serializers since 2023.6: not blank',
  },
  {
    model: 'authentik_core.user',
    field: 'password_hash',
    mark: 'attributes',
    path: '/core/users/{key}/set_password_hash/',
    body: 'password',
    secret: true,
    filledSince: '2026.5',
    seen: "documents since 2026.5; authentik's documentation of models in blueprints",
  },
  {
    model: 'authentik_core.application',
    field: 'meta_icon',
    path: '/core/applications/{key}/set_icon_url/',
    body: 'url',
    format: 'picture',
    forms: ['empty'],
    seen: 'point 17',
  },
  {
    model: 'authentik_flows.flow',
    field: 'background',
    path: '/flows/instances/{key}/set_background_url/',
    body: 'url',
    format: 'picture',
    seen: 'point 17',
  },
  {
    model: 'base:authentik_core.source',
    field: 'icon',
    path: '/sources/all/{key}/set_icon_url/',
    body: 'url',
    format: 'picture',
    forms: ['empty'],
    seen: 'point 17; recording "source set_icon_url"; measured on a real 2023.2.3: the empty text clears it',
  },
];

/** Lists in which some objects are shown that belong to another model, too. */
export const SHADOWED: readonly (Seen & { readonly model: ModelName; readonly by: ModelName })[] = [
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    by: 'authentik_providers_proxy.proxyprovider',
    seen: 'point 11',
  },
  {
    model: 'authentik_providers_saml.samlprovider',
    by: 'authentik_providers_ws_federation.wsfederationprovider',
    seen: 'classes of 2026.2.2 and 2026.5.0-rc1: a kind of it, and the list shows all; not measured',
  },
];

/** Models whose objects the server gives out and takes in as files: the first row whose paths a release has. */
export const FILES: readonly (Seen & {
  readonly model: ModelName;
  readonly export: string;
  readonly import: string;
})[] = [
  {
    model: 'authentik_flows.flow',
    export: '/flows/instances/{key}/export/',
    import: '/flows/instances/import/',
    seen: 'recordings "flow export", "flow import ok (any model!)"',
  },
  {
    model: 'authentik_flows.flow',
    export: '/flows/instances/{key}/export/',
    import: '/managed/blueprints/import/',
    seen:
      'documents of 2026.5 and 2026.8: the import of flows is gone; sources of 2026.5.0-rc1: this one takes ' +
      'the same form and answers alike, and wants the rights to add, change and delete each model of the file',
  },
];

/**
 * How long to wait for the server's list of its blueprint files: it waits for its worker, at most 10 seconds in
 * 2025.12.4 (point 38), for ever in others.
 */
export const FILES_SECONDS = 15;

/** How instances of such a model are applied by the server itself. */
export const APPLYING: readonly (Seen & {
  readonly model: ModelName;
  readonly path: string;
  readonly files: string;
  readonly filesSeconds: number;
})[] = [
  {
    model: 'authentik_blueprints.metaapplyblueprint',
    path: '/managed/blueprints/{key}/apply/',
    files: '/managed/blueprints/available/',
    filesSeconds: FILES_SECONDS,
    seen: 'recordings "blueprint apply", "blueprints available"',
  },
];

/** Where a release keeps what its tasks said: the first of these that its document has. */
export const TASKS: readonly (Seen & NonNullable<Applying['tasks']>)[] = [
  {
    path: '/tasks/tasks/',
    query: { rel_obj_id: '{key}', ordering: '-mtime' },
    match: { rel_obj_id: '{key}' },
    time: 'mtime',
    texts: ['logs', 'messages'],
    seen: 'measured on a real 2025.12.4 (logs); document of 2025.8 (messages)',
  },
  {
    path: '/events/system_tasks/',
    query: { name: 'apply_blueprint', uid: '{slug}' },
    match: { name: 'apply_blueprint', uid: '{slug}' },
    time: 'finish_timestamp',
    texts: ['messages'],
    seen: 'documents of 2024.2 to 2025.6',
  },
  {
    path: '/admin/system_tasks/',
    query: {},
    match: { task_name: 'apply_blueprint:{slug}' },
    time: 'task_finish_timestamp',
    texts: ['messages'],
    seen: 'document of 2023.2.3',
  },
];

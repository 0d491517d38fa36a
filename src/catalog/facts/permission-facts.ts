import type { HolderKind, ModelName } from '../model.ts';
import type { Seen } from './seen.ts';

/*
 * What no document says of permissions. "Sources": authentik's own at the last patch of each release since
 * 2023.10, read for how they behave; "schema": the JSON schema of blueprints that authentik ships (2024.12,
 * 2025.12, 2026.2), which names every permission.
 */

/**
 * Who can be given permissions, and where. A release without these paths has no such holder. `whole`: the
 * last release whose list, asked for a model only, has everybody.
 */
export const HOLDERS: readonly (Seen & {
  readonly holder: HolderKind;
  readonly model: ModelName;
  readonly assigned: string;
  readonly own: string;
  readonly everywhere: string;
  readonly whole: string;
})[] = [
  {
    holder: 'role',
    model: 'authentik_rbac.role',
    assigned: '/rbac/permissions/assigned_by_roles/',
    own: '/rbac/permissions/roles/',
    everywhere: 'role',
    whole: '2025.10',
    seen:
      'documents; recordings of 2025.12.4 "b rbac …"; sources: since 2025.12 a role that holds a ' +
      'permission on an object only is listed with that object only',
  },
  {
    holder: 'user',
    model: 'authentik_core.user',
    assigned: '/rbac/permissions/assigned_by_users/',
    own: '/rbac/permissions/users/',
    everywhere: 'user',
    whole: '2025.6',
    seen:
      'documents up to 2025.10; sources: since 2025.8 a user who holds a permission on an object only is ' +
      'listed with that object only',
  },
];

/** Holders whose permissions belong to another one that the server makes for them. */
export const INDIRECT: readonly (Seen & {
  readonly holder: HolderKind;
  readonly by: HolderKind;
  readonly model: ModelName;
  readonly name: string;
  readonly make: string;
  readonly since: string;
})[] = [
  {
    holder: 'user',
    by: 'role',
    model: 'authentik_core.user',
    name: 'ak-managed-role--user-{key}',
    make: '/flows/instances/import/',
    since: '2025.12',
    seen:
      'rest-api-later, Importer; sources: the role carries a mark that the API cannot set, and a role of ' +
      "that name without it makes the server's own grants fail, so the importer must make it",
  },
  {
    holder: 'user',
    by: 'role',
    model: 'authentik_core.user',
    name: 'ak-managed-role--user-{key}',
    make: '/managed/blueprints/import/',
    since: '2026.5',
    seen: 'documents of 2026.5 and 2026.8; sources of 2026.5.0-rc1',
  },
];

/** The list of all permissions. */
export const PERMISSION_LIST = '/rbac/permissions/';

/** Attributes of an entry that are permissions which its object holds everywhere. */
export const HELD_EVERYWHERE: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  readonly since: string;
})[] = [
  {
    model: 'authentik_core.user',
    field: 'permissions',
    since: '2024.8',
    seen: 'sources: only the importer takes it',
  },
  {
    model: 'authentik_rbac.role',
    field: 'permissions',
    since: '2024.8',
    seen: 'sources: only the importer takes it',
  },
];

/**
 * Models of which any write through the API takes away all permissions that the object holds everywhere: the
 * serializer sets them to those that the body names, and no body can name any.
 */
export const LOST_BY_WRITE: readonly (Seen & {
  readonly model: ModelName;
  readonly since: string;
  readonly until: string;
})[] = [
  {
    model: 'authentik_core.user',
    since: '2024.8',
    until: '2025.10',
    seen: 'sources: update of the serializer',
  },
  {
    model: 'authentik_rbac.role',
    since: '2024.8',
    until: '2025.10',
    seen: 'sources: update of the serializer',
  },
];

/** Models that lack some of the permissions to add, change, delete and view; `since`, `until` as below. */
export const FEWER_VERBS: readonly (Seen & {
  readonly model: ModelName;
  readonly verbs: readonly string[];
  readonly since?: string;
  readonly until?: string;
})[] = [
  { model: 'authentik_rbac.systempermission', verbs: [], seen: 'sources: no table' },
  {
    model: 'authentik_providers_ssf.stream',
    verbs: ['change', 'delete', 'view'],
    since: '2025.2',
    seen: 'schema',
  },
  { model: 'authentik_tasks_schedules.schedule', verbs: ['change', 'view'], since: '2025.8', seen: 'schema' },
  { model: 'authentik_tasks.task', verbs: ['view'], since: '2025.8', seen: 'schema' },
  { model: 'authentik_events.systemtask', verbs: ['view'], until: '2025.6', seen: 'schema of 2024.12' },
];

/**
 * Permissions that a model has beside those. `since`, `until`: the first and the last release that has them;
 * without: every one since entries can name permissions.
 */
export const MORE_PERMISSIONS: readonly (Seen & {
  readonly model: ModelName;
  readonly names: readonly string[];
  readonly since?: string;
  readonly until?: string;
})[] = [
  {
    model: 'authentik_core.user',
    names: ['impersonate', 'preview_user', 'reset_user_password', 'view_user_applications'],
    seen: 'schema',
  },
  {
    model: 'authentik_core.user',
    names: ['assign_user_permissions', 'unassign_user_permissions'],
    until: '2025.12',
    seen: 'schema',
  },
  { model: 'authentik_core.group', names: ['add_user_to_group', 'remove_user_from_group'], seen: 'schema' },
  {
    model: 'authentik_core.group',
    names: ['enable_group_superuser', 'disable_group_superuser'],
    since: '2025.2',
    seen: 'schema; sources',
  },
  { model: 'authentik_core.token', names: ['view_token_key'], seen: 'schema' },
  { model: 'authentik_core.token', names: ['set_token_key'], since: '2025.4', seen: 'schema; sources' },
  {
    model: 'authentik_crypto.certificatekeypair',
    names: ['view_certificatekeypair_certificate', 'view_certificatekeypair_key'],
    since: '2025.12',
    seen: 'schema; sources',
  },
  {
    model: 'authentik_endpoints_connectors_agent.enrollmenttoken',
    names: ['view_enrollment_token_key'],
    since: '2025.12',
    seen: 'schema',
  },
  {
    model: 'authentik_events.systemtask',
    names: ['run_task'],
    until: '2025.6',
    seen: 'schema of 2024.12; sources',
  },
  {
    model: 'authentik_flows.flow',
    names: ['clear_flow_cache', 'export_flow', 'inspect_flow', 'view_flow_cache'],
    seen: 'schema',
  },
  { model: 'authentik_policies.policy', names: ['clear_policy_cache', 'view_policy_cache'], seen: 'schema' },
  { model: 'authentik_providers_ldap.ldapprovider', names: ['search_full_directory'], seen: 'schema' },
  {
    model: 'authentik_providers_ssf.ssfprovider',
    names: ['add_stream'],
    since: '2025.2',
    seen: 'schema; sources',
  },
  {
    model: 'authentik_rbac.role',
    names: ['assign_role_permissions', 'unassign_role_permissions'],
    seen: 'schema',
  },
  {
    model: 'authentik_rbac.systempermission',
    names: ['access_admin_interface', 'edit_system_settings', 'view_system_info', 'view_system_settings'],
    seen: 'schema',
  },
  {
    model: 'authentik_rbac.systempermission',
    names: ['manage_media_files', 'view_media_files'],
    since: '2025.12',
    seen: 'schema; sources',
  },
  {
    model: 'authentik_stages_mtls.mutualtlsstage',
    names: ['pass_outpost_certificate'],
    since: '2025.6',
    seen: 'schema; sources',
  },
  { model: 'authentik_tasks.task', names: ['retry_task'], since: '2025.8', seen: 'schema; sources' },
  {
    model: 'authentik_tasks_schedules.schedule',
    names: ['send_schedule'],
    since: '2025.8',
    seen: 'schema; sources',
  },
  {
    model: 'authentik_requests.grantrequest',
    names: ['fulfill_grantrequest', 'request_grantrequest', 'revoke_grantrequest'],
    since: '2026.8',
    seen: 'sources on the way to 2026.8',
  },
];

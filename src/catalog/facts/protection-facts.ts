import type { Json, ModelName, Protection } from '../model.ts';
import type { Seen } from './seen.ts';

/* Objects that are left alone or guarded, and changes that users feel at once. */

/** Objects that are left alone, or guarded. */
export const PROTECTED: readonly (Seen & { readonly model: ModelName; readonly protection: Protection })[] = [
  {
    model: 'authentik_tenants.tenant',
    seen: 'facts, users.md: default brands and tenants that fight custom configuration',
    protection: {
      nameField: 'domain',
      match: [{ default: true }, { domain: 'authentik-default' }],
      guard: 'leave-alone',
      keep: [],
      frozen: [],
      why: 'it is the default tenant',
    },
  },
  {
    model: 'authentik_brands.brand',
    seen: 'facts, users.md; rest-api-later: since 2024.2 tenants are brands',
    protection: {
      nameField: 'domain',
      match: [{ default: true }, { domain: 'authentik-default' }],
      guard: 'leave-alone',
      keep: [],
      frozen: [],
      why: 'it is the default brand',
    },
  },
  {
    model: 'authentik_outposts.outpost',
    seen: 'point 19: the embedded outpost can be renamed and deleted',
    protection: {
      nameField: 'name',
      match: [{ managed: 'goauthentik.io/outposts/embedded' }],
      guard: 'keep',
      keep: ['providers'],
      frozen: ['name', 'type', 'managed'],
      why: 'it is the embedded outpost',
    },
  },
  {
    model: 'authentik_core.user',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'username',
      match: [{ pk: '@me' }],
      guard: 'keep',
      keep: ['groups', 'roles'],
      frozen: ['username', 'is_active'],
      why: 'it is the user of the token in use',
    },
  },
  {
    model: 'authentik_core.token',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'identifier',
      match: [{ user: '@me', intent: 'api' }],
      guard: 'keep',
      keep: [],
      frozen: ['identifier', 'user', 'intent', 'expiring', 'expires', 'key'],
      why: 'it is a token of the user of the token in use',
    },
  },
  {
    model: 'authentik_core.group',
    seen: 'issue 3, point 6',
    protection: {
      nameField: 'name',
      match: [{ is_superuser: true, users: '@me' }],
      guard: 'keep',
      keep: ['users'],
      frozen: ['name', 'is_superuser'],
      why: 'the user of the token in use has its rights from this group',
    },
  },
];

/** Changes that users feel at once. */
export const WARNINGS: readonly (Seen & {
  readonly model: ModelName;
  readonly field: string;
  readonly becomes: Json;
  readonly code: 'sessions-end';
})[] = [
  {
    model: 'authentik_core.user',
    field: 'is_active',
    becomes: false,
    code: 'sessions-end',
    seen: 'issue 3, point 6',
  },
];

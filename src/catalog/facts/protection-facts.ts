import type { Json, ModelName, Protection } from '../model.ts';
import type { Seen } from './seen.ts';

/* Objects that are left alone or guarded, and changes that users feel at once. */

/** Members of a group are also those of the groups within it (facts, proofs.md, section 1). */
const HELD_BY_GROUPS: NonNullable<Protection['heldBy']> = [
  { model: 'authentik_core.group', field: 'parent' },
  { model: 'authentik_core.group', field: 'parents' },
];

/** What is protected; `base:` and a base class stand for all its kinds. */
export const PROTECTED: readonly (Seen & { readonly model: ModelName; readonly protection: Protection })[] = [
  {
    model: 'authentik_tenants.tenant',
    seen: 'facts, users.md: default brands and tenants that fight custom configuration',
    protection: {
      nameField: 'domain',
      match: [{ default: true }, { domain: 'authentik-default' }],
      guard: 'leave-alone',
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
      guard: 'add-only',
      frozen: [],
      why: 'it is the embedded outpost',
    },
  },
  {
    model: 'authentik_core.user',
    seen: 'facts, proofs.md, section 4: the user of the token made inactive, or taken out of its groups',
    protection: {
      nameField: 'username',
      match: [{ pk: '@me' }],
      guard: 'add-only',
      frozen: [],
      why: 'it is the user of the token in use',
    },
  },
  {
    model: 'authentik_core.token',
    seen: 'facts, proofs.md, section 4: tokens with the intent api are another way in',
    protection: {
      nameField: 'identifier',
      match: [{ user: '@me', intent: 'api' }],
      guard: 'add-only',
      frozen: ['expires', 'key'],
      why: 'it is a token of the user of the token in use',
    },
  },
  {
    model: 'authentik_core.group',
    seen: 'facts, proofs.md, section 4: M11, M11b: in, but no superuser any more',
    protection: {
      nameField: 'name',
      match: [{ is_superuser: true, users: '@me' }, { pk: '@behind' }],
      guard: 'add-only',
      frozen: [],
      heldBy: HELD_BY_GROUPS,
      why: 'the user of the token in use has its rights from this group',
    },
  },
  {
    model: 'authentik_core.group',
    seen: 'facts, proofs.md, sections 1 and 4: is_superuser of a user is that of its groups',
    protection: {
      nameField: 'name',
      match: [{ is_superuser: true }],
      guard: 'add-only',
      frozen: [],
      heldBy: HELD_BY_GROUPS,
      why: 'its members have all rights',
    },
  },
  {
    model: 'authentik_rbac.role',
    seen: 'document of 2025.12.4: users and groups have roles, which hold permissions',
    protection: {
      nameField: 'name',
      match: [{ pk: '@behind' }],
      guard: 'add-only',
      frozen: [],
      why: 'the user of the token in use has rights from this role',
    },
  },
  {
    model: 'authentik_flows.flow',
    seen: 'facts, proofs.md, section 2: a login without the flow of the brand ends at 404; M06e, M20',
    protection: {
      nameField: 'slug',
      match: [{ pk: '@bundled' }],
      guard: 'keep',
      frozen: ['slug', 'designation'],
      why: "it is one of authentik's own flows",
    },
  },
  {
    model: 'base:authentik_flows.stage',
    seen: 'facts, proofs.md, section 7, trap 7: deleting a stage deletes its bindings; M02, H02',
    protection: {
      nameField: 'name',
      match: [{ pk: '@bundled' }],
      guard: 'keep',
      frozen: ['name'],
      why: "it is a stage of one of authentik's own flows",
    },
  },
  {
    model: 'authentik_flows.flowstagebinding',
    seen: 'facts, proofs.md, section 4: M01, H01',
    protection: {
      match: [{ pk: '@bundled' }],
      guard: 'keep',
      frozen: ['target', 'stage'],
      why: "it puts a stage into one of authentik's own flows",
    },
  },
  {
    model: 'authentik_policies.policybinding',
    seen: 'facts, proofs.md, section 1: with no binding that is switched on, everybody is let in',
    protection: {
      match: [{ pk: '@bundled' }],
      guard: 'keep',
      frozen: ['target', 'policy', 'group', 'user'],
      why: "it puts a policy into one of authentik's own flows",
    },
  },
  {
    model: 'base:authentik_core.propertymapping',
    seen: 'facts, blueprint-language.md: objects that are managed still accept writes; providers share them',
    protection: {
      nameField: 'name',
      match: [{ managed: '@some' }],
      guard: 'keep',
      frozen: ['name', 'managed'],
      why: "it is one of authentik's own mappings, which others use",
    },
  },
];

/** The links through which the user of a token has its rights, and groups those that they pass on. */
export const RIGHTS_FROM: readonly (Seen & { readonly model: ModelName; readonly field: string })[] = [
  { model: 'authentik_core.user', field: 'groups', seen: 'facts, proofs.md, section 1: is_superuser' },
  { model: 'authentik_core.user', field: 'roles', seen: 'document of 2025.12.4' },
  { model: 'authentik_core.group', field: 'parent', seen: 'facts, proofs.md, section 1: ancestors count' },
  { model: 'authentik_core.group', field: 'parents', seen: 'facts, proofs.md, section 1: ancestors count' },
  { model: 'authentik_core.group', field: 'roles', seen: 'document of 2024.6.5' },
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

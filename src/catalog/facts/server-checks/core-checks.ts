import type { ServerCheck } from './server-check.ts';

const INTERNAL = 'internal_service_account';

/** Applications, users, groups, tokens, brands and tenants. */
export const CORE_CHECKS: readonly ServerCheck[] = [
  {
    name: 'only-one-default',
    models: ['authentik_tenants.tenant', 'authentik_brands.brand'],
    fields: ['default'],
    refuses: 'a second object with default: true',
    seen: 'probes tenant_second_default_*; serializers',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'default', is: [true], otherwise: false },
            { another: { field: 'default', is: [true] } },
          ],
        },
        at: ['default'],
        message: 'only one object of this model can have default: true',
        hint: 'set default for one of them; to change the one that is there, write identifiers: {default: true}',
      },
    },
  },
  {
    name: 'application-slug-reserved',
    models: ['authentik_core.application'],
    fields: ['slug'],
    since: '2025.8',
    refuses: "a slug that is part of the addresses of the server's own OAuth2 endpoints",
    seen: 'serializers since 2025.8: core/applications',
    found: {
      by: 'rule',
      rule: {
        refused: {
          field: 'slug',
          is: ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'],
        },
        at: ['slug'],
        message: 'the server keeps this slug for an OAuth2 endpoint of its own',
        hint: 'use another slug',
      },
    },
  },
  {
    name: 'application-entitlement-right',
    models: ['authentik_core.applicationentitlement'],
    fields: ['app'],
    since: '2024.12',
    refuses: "an entitlement of an application that the token's user may not view",
    seen: 'serializers since 2024.12: core/application_entitlements',
    found: { by: 'none', why: "it depends on the rights of the token's user, which only the server weighs" },
  },
  {
    name: 'user-password-or-hash',
    models: ['authentik_core.user'],
    fields: ['password', 'password_hash'],
    since: '2026.5',
    refuses: 'a password and the hash of one, of the same user',
    seen: 'pull request 18686 of authentik, for 2026.5: the importer refuses both, the API sets each by itself',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { not: { field: 'password', is: [null], otherwise: null } },
            { not: { field: 'password_hash', is: [null], otherwise: null } },
          ],
        },
        at: ['password_hash', 'password'],
        message: 'password and password_hash cannot both be set: each is the password of the user',
        hint: 'write one of them',
      },
    },
  },
  {
    name: 'object-attributes',
    models: ['authentik_core.user', 'authentik_core.group'],
    fields: ['attributes'],
    since: '2026.8',
    refuses: 'attributes that the object attributes of the server refuse: their kind, pattern, or uniqueness',
    seen: 'pull request 21544 of authentik, for 2026.8; its documentation of object attributes',
    found: {
      by: 'none',
      why: 'which object attributes there are, and which of them are enabled, only the server has',
    },
  },
  {
    name: 'user-path-slashes',
    models: ['authentik_core.user'],
    fields: ['path'],
    refuses: 'a path with a slash at an end, or with two in a row',
    seen: 'probe user_bad_path; serializers: core/users',
    found: { by: 'form' },
  },
  {
    name: 'user-type-internal',
    models: ['authentik_core.user'],
    fields: ['type'],
    since: '2023.8',
    refuses: 'a new user of the type that only the server makes, for its outposts',
    seen: 'serializers since 2023.8: core/users',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [{ created: true }, { field: 'type', is: [INTERNAL] }] },
        at: ['type'],
        message: `only the server makes users of type ${INTERNAL}`,
        hint: 'use type: service_account',
      },
    },
  },
  {
    name: 'user-type-internal-kept',
    models: ['authentik_core.user'],
    fields: ['type'],
    since: '2023.8',
    until: '2023.8',
    refuses: 'another type for a user that the server made for an outpost',
    seen: 'serializers of 2023.8: core/users',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [{ before: { field: 'type', is: [INTERNAL] } }, { changed: 'type' }] },
        at: ['type'],
        message: 'the server made this user for an outpost, and keeps its type',
        hint: 'take the entry out',
      },
    },
  },
  {
    name: 'user-internal-untouched',
    models: ['authentik_core.user'],
    fields: ['type'],
    since: '2023.10',
    refuses: 'any change of a user that the server made for an outpost',
    seen: 'serializers since 2023.10: core/users',
    found: {
      by: 'rule',
      rule: {
        refused: { before: { field: 'type', is: [INTERNAL] } },
        at: ['username'],
        message: 'the server made this user for an outpost, and lets nobody change it',
        hint:
          'take the entry out; to put the user into a group, name it in the users of the group; its token can be ' +
          'changed',
      },
    },
  },
  {
    name: 'group-superuser-right',
    models: ['authentik_core.group'],
    fields: ['is_superuser'],
    since: '2025.2',
    refuses: 'making a group one of superusers, or no longer, without the right to do so',
    seen: 'serializers since 2025.2: core/groups',
    found: { by: 'none', why: "it depends on the rights of the token's user, which only the server weighs" },
  },
  {
    name: 'group-own-parent',
    models: ['authentik_core.group'],
    fields: ['parent'],
    since: '2023.6',
    until: '2025.10',
    refuses: 'a group that is its own parent',
    seen: 'serializers of 2023.6 to 2025.10: core/groups',
    found: {
      by: 'rule',
      rule: {
        refused: { itself: 'parent' },
        at: ['parent'],
        message: 'a group cannot be its own parent',
        hint: 'name another group, or null',
      },
    },
  },
  {
    name: 'token-intent',
    models: ['authentik_core.token'],
    fields: ['intent'],
    refuses: 'a token for what only flows of the server use',
    seen: 'recording "token bad intent"; serializers: core/tokens',
    found: {
      by: 'rule',
      rule: {
        refused: { field: 'intent', is: ['verification', 'recovery'] },
        at: ['intent'],
        message: 'only the server makes tokens of this intent',
        hint: 'use intent: api or intent: app_password',
      },
    },
  },
  {
    name: 'token-user-kept',
    models: ['authentik_core.token'],
    fields: ['user'],
    since: '2024.2',
    refuses: 'another user for a token that exists',
    seen: 'recording "b token patch user+intent"; serializers since 2024.2: core/tokens',
    found: {
      by: 'rule',
      rule: {
        refused: { changed: 'user' },
        at: ['user'],
        message: 'the user of a token cannot be changed',
        hint: 'make another token, with another identifier, and delete this one',
      },
    },
  },
  {
    name: 'token-lifetime',
    models: ['authentik_core.token'],
    fields: ['intent', 'expires'],
    since: '2024.4',
    refuses: 'an app password that expires later than its user may have one',
    seen: 'recording "b token expires too late"; serializers since 2024.4: core/tokens',
    found: {
      by: 'none',
      why: "the limit is the tenant's, or an attribute of the user's groups, counted from the time of the request",
    },
  },
  {
    name: 'token-without-user',
    models: ['authentik_core.token'],
    fields: ['user', 'intent'],
    since: '2023.3',
    refuses: 'a token without user or intent, in a blueprint that the importer applies',
    seen: 'serializers since 2023.3: core/tokens',
    found: { by: 'none', why: "over REST the server fills in the token's user, and the intent api" },
  },
];

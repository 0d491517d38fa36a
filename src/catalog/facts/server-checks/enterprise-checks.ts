import { LICENSED } from '../action-facts.ts';
import type { ServerCheck } from './server-check.ts';

const RULE = 'authentik_lifecycle.lifecyclerule';

/** What needs a licence, and what only servers with one have. */
export const ENTERPRISE_CHECKS: readonly ServerCheck[] = [
  ...LICENSED.map(
    ({ model, since, until, seen }): ServerCheck => ({
      name: `licence-${model.split('.')[1] ?? ''}`,
      models: [model],
      fields: [],
      since,
      until,
      refuses: 'to make or change one without a valid licence',
      seen,
      found: { by: 'code', code: 'action-impossible' },
    }),
  ),
  {
    name: 'licence-key',
    models: ['authentik_enterprise.license'],
    fields: ['key'],
    since: '2023.8',
    refuses: 'a key that was not made for this server',
    seen: 'serializers since 2023.8: enterprise',
    found: { by: 'none', why: 'only the server has the identity that the key must be signed for' },
  },
  {
    name: 'scim-oauth-licence',
    models: ['authentik_providers_scim.scimprovider'],
    fields: ['auth_mode'],
    since: '2025.10',
    refuses: 'auth_mode: oauth without a valid licence',
    seen: 'serializers since 2025.10: enterprise/providers/scim',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [{ field: 'auth_mode', is: ['oauth'] }, { not: { licensed: true } }] },
        at: ['auth_mode'],
        message: 'auth_mode: oauth needs a valid enterprise licence, which the server does not have',
        hint: 'use auth_mode: token',
      },
    },
  },
  {
    name: 'radius-certificate-licence',
    models: ['authentik_providers_radius.radiusprovider'],
    fields: ['certificate'],
    since: '2025.10',
    refuses: 'a certificate without a valid licence',
    seen: 'serializers since 2025.10: enterprise/providers/radius',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [{ not: { field: 'certificate', empty: true, otherwise: null } }, { not: { licensed: true } }],
        },
        at: ['certificate'],
        message: 'certificate needs a valid enterprise licence, which the server does not have',
        hint: 'take certificate out',
      },
    },
  },
  {
    name: 'lifecycle-reviewers',
    models: [RULE],
    fields: ['reviewers', 'reviewer_groups'],
    since: '2026.2',
    refuses: 'a rule with neither reviewers nor groups of them',
    seen: 'serializers since 2026.2: enterprise/lifecycle',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'reviewers', empty: true, otherwise: [] },
            { field: 'reviewer_groups', empty: true, otherwise: [] },
          ],
        },
        at: ['reviewers', 'reviewer_groups'],
        message: 'reviewers or reviewer_groups must name somebody',
        hint: 'add one of them',
      },
    },
  },
  {
    name: 'lifecycle-grace-period',
    models: [RULE],
    fields: ['grace_period', 'interval'],
    since: '2026.2',
    refuses: 'a grace period that is longer than the interval',
    seen: 'serializers since 2026.2: enterprise/lifecycle',
    found: {
      by: 'rule',
      rule: {
        refused: { longer: 'grace_period', than: 'interval' },
        at: ['grace_period', 'interval'],
        message: 'grace_period must not be longer than interval',
        hint: 'make it shorter: where one of them is left out, it is days=30 and days=60',
      },
    },
  },
  {
    name: 'lifecycle-one-for-all',
    models: [RULE],
    fields: ['content_type', 'object_id'],
    since: '2026.2',
    refuses: 'a second rule about all objects of a model',
    seen: 'serializers and models since 2026.2: enterprise/lifecycle',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'object_id', empty: true, otherwise: null },
            { another: { all: [{ same: 'content_type' }, { field: 'object_id', empty: true }] } },
          ],
        },
        at: ['content_type'],
        message: 'another rule is about all objects of this model, and there can be one only',
        hint: 'change that one, or name an object with object_id',
      },
    },
  },
  {
    name: 'lifecycle-object',
    models: [RULE],
    fields: ['content_type', 'object_id'],
    since: '2026.2',
    refuses: 'a rule about an object that there is not',
    seen: 'serializers since 2026.2: enterprise/lifecycle',
    found: { by: 'none', why: 'object_id is a primary key as text, of a model that another field names' },
  },
  {
    name: 'lifecycle-review',
    models: ['authentik_lifecycle.review'],
    fields: [],
    since: '2026.2',
    refuses: 'a review by somebody who may not review',
    seen: 'serializers since 2026.2: enterprise/lifecycle',
    found: { by: 'none', why: 'reviews are made by people in the web interface, and not by blueprints' },
  },
];

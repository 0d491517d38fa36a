import type { ServerCheck } from './server-check.ts';

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
];

import type { ServerCheck } from './server-check.ts';

const OUTPOST = 'authentik_outposts.outpost';
const KUBERNETES = 'authentik_outposts.kubernetesserviceconnection';
const EMBEDDED = 'goauthentik.io/outposts/embedded';

const TYPES = [
  ['proxy', 'authentik_providers_proxy.proxyprovider', undefined],
  ['ldap', 'authentik_providers_ldap.ldapprovider', undefined],
  ['radius', 'authentik_providers_radius.radiusprovider', '2023.4'],
  ['rac', 'authentik_providers_rac.racprovider', '2024.2'],
] as const;

/** Outposts, their connections, and certificates. */
export const OUTPOST_CHECKS: readonly ServerCheck[] = [
  ...TYPES.map(
    ([type, model, since]): ServerCheck => ({
      name: `outpost-provider-type-${type}`,
      models: [OUTPOST],
      fields: ['type', 'providers'],
      since,
      refuses: `providers of another type than ${type}, in an outpost of that type`,
      seen: 'recording "outpost wrong provider type"; serializers: outposts',
      found: {
        by: 'rule',
        rule: {
          refused: {
            all: [
              { field: 'type', is: [type] },
              { linked: 'providers', meets: { not: { model: [model] } } },
            ],
          },
          at: ['providers'],
          message: `an outpost of type ${type} serves providers of that type only`,
          hint: 'change type, or make an outpost for the others',
        },
      },
    }),
  ),
  {
    name: 'outpost-providers-empty',
    models: [OUTPOST],
    fields: ['name', 'providers'],
    refuses: 'an outpost without providers, but for the embedded one',
    seen: 'measured with the importer of 2025.12.4; serializers: outposts',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'providers', empty: true },
            { not: { field: 'name', is: ['authentik Embedded Outpost'] } },
            { not: { surely: { field: 'managed', is: [EMBEDDED] } } },
          ],
        },
        at: ['providers'],
        message: 'only the embedded outpost can do without providers',
        hint: 'name a provider',
      },
    },
  },
  {
    name: 'outpost-config-keys',
    models: [OUTPOST],
    fields: ['config'],
    refuses: 'a value of the wrong type under a key of config that the server knows',
    seen: 'recordings "outpost bad config type", "outpost bad config key"; serializers: outposts',
    found: { by: 'form' },
  },
  {
    name: 'outpost-refresh-interval',
    models: [OUTPOST],
    fields: ['config'],
    since: '2024.6',
    refuses: 'a refresh_interval in config that is no duration',
    seen: 'serializers since 2024.6: outposts',
    found: { by: 'form' },
  },
  {
    name: 'schedule-crontab',
    models: ['authentik_tasks_schedules.schedule'],
    fields: ['crontab'],
    since: '2025.8',
    refuses: 'a crontab that cannot be read',
    seen: 'models since 2025.8: django_dramatiq_postgres',
    found: { by: 'form' },
  },
  {
    name: 'outpost-embedded-name',
    models: [OUTPOST],
    fields: ['name'],
    since: '2023.10',
    refuses: 'another name for the embedded outpost',
    seen: 'recording "embedded outpost rename"; serializers since 2023.10: outposts',
    found: {
      by: 'rule',
      rule: {
        refused: { all: [{ before: { field: 'managed', is: [EMBEDDED] } }, { changed: 'name' }] },
        at: ['name'],
        message: 'the embedded outpost keeps its name',
        hint: 'take name out; to find the outpost, write identifiers: {managed: goauthentik.io/outposts/embedded}',
      },
    },
  },
  {
    name: 'kubernetes-not-local',
    models: [KUBERNETES],
    fields: ['local', 'kubeconfig'],
    refuses: 'an empty kubeconfig without local: true',
    seen: 'recording "svc conn k8s no kubeconfig"; serializers: outposts',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'kubeconfig', empty: true },
            { not: { field: 'local', truthy: true, otherwise: false } },
          ],
        },
        at: ['kubeconfig', 'local'],
        message: 'an empty kubeconfig needs local: true, written out',
        hint: 'write local: true, or the configuration of a client',
      },
    },
  },
  {
    name: 'kubernetes-kubeconfig',
    models: [KUBERNETES],
    fields: ['kubeconfig'],
    refuses: 'a kubeconfig that a client of Kubernetes cannot load',
    seen: 'serializers: outposts; the loader of the Python client',
    found: { by: 'form' },
  },
  {
    name: 'certificate-data',
    models: ['authentik_crypto.certificatekeypair'],
    fields: ['certificate_data'],
    refuses: 'what is no certificate in PEM',
    seen: 'recording "cert create bad"; serializers: crypto',
    found: { by: 'form' },
  },
  {
    name: 'certificate-key',
    models: ['authentik_crypto.certificatekeypair'],
    fields: ['key_data'],
    refuses: 'what is no private key in PEM, or one with a password',
    seen: 'serializers: crypto',
    found: { by: 'form' },
  },
];

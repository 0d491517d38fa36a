import type { Json } from '../../../catalog/model.ts';

const OUTPOST_CONFIG: Json = {
  authentik_host: '',
  authentik_host_insecure: false,
  authentik_host_browser: '',
  log_level: 'warning',
  object_naming_template: 'ak-outpost-%(name)s',
  container_image: null,
  docker_network: null,
  docker_map_ports: true,
  docker_labels: null,
  kubernetes_replicas: 1,
  kubernetes_namespace: 'default',
  kubernetes_ingress_annotations: {},
  kubernetes_ingress_secret_name: 'authentik-outpost-tls',
  kubernetes_ingress_class_name: null,
  kubernetes_service_type: 'ClusterIP',
  kubernetes_disabled_components: [],
  kubernetes_image_pull_secrets: [],
};

/** Bodies of responses that do not depend on what is stored, and other tables of the release. */
export const DOCUMENTS: Readonly<Record<string, Json>> = {
  empty: [],
  cache: { count: 0 },
  workers: { count: 1 },
  system: {
    env: {},
    http_headers: {},
    http_host: '127.0.0.1',
    http_is_secure: false,
    runtime: {},
    tenant: '',
    server_time: '',
    embedded_outpost_host: '',
  },
  'root-config': {
    error_reporting: {
      enabled: false,
      sentry_dsn: '',
      environment: 'customer',
      send_pii: false,
      traces_sample_rate: 0.1,
    },
    capabilities: ['can_impersonate'],
    cache_timeout: 300,
    cache_timeout_flows: 300,
    cache_timeout_policies: 300,
    cache_timeout_reputation: 300,
  },
  'outpost-config': OUTPOST_CONFIG,
  // Seen: blueprint apply.
  'file-labels': { example: { 'blueprints.goauthentik.io/instantiate': 'false' } },
  'outpost-types': {
    proxy: 'authentik_providers_proxy.proxyprovider',
    ldap: 'authentik_providers_ldap.ldapprovider',
    // Since 2023.4, and since 2024.2.
    radius: 'authentik_providers_radius.radiusprovider',
    rac: 'authentik_providers_rac.racprovider',
  },
  'transport-modes': {
    local: 'authentik inbuilt notifications',
    webhook: 'Generic Webhook',
    webhook_slack: 'Slack Webhook (Slack/Discord)',
    email: 'Email',
  },
};

import type { Dump } from '../../seed/dump.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../shared/bare-certificate.ts';

/** The state after all migrations, as a real 2023.2.3 without blueprints had it. */
export const BARE: Dump = {
  'authentik_core.user': {
    'username=akadmin': {
      username: 'akadmin',
      name: 'authentik Default Admin',
      email: 'root@localhost',
      is_active: true,
      path: 'users',
      attributes: {},
      groups: ['authentik_core.group:name=authentik Admins'],
    },
  },
  'authentik_core.group': {
    'name=authentik Admins': {
      name: 'authentik Admins',
      is_superuser: true,
      parent: null,
      attributes: {},
      users: ['authentik_core.user:username=akadmin'],
    },
  },
  'authentik_core.token': {
    'identifier=authentik-bootstrap-token': {
      identifier: 'authentik-bootstrap-token',
      intent: 'api',
      user: 'authentik_core.user:username=akadmin',
      description: '',
      expiring: false,
      expires: null,
      managed: null,
      key: 'sandbox-token',
    },
  },
  'authentik_core.source': {
    'slug=authentik-built-in': {
      name: 'authentik Built-in',
      slug: 'authentik-built-in',
      enabled: true,
      managed: 'goauthentik.io/sources/inbuilt',
      policy_engine_mode: 'any',
      user_matching_mode: 'identifier',
      user_path_template: 'goauthentik.io/sources/%(slug)s',
      authentication_flow: null,
      enrollment_flow: null,
      icon: null,
    },
  },
  'authentik_crypto.certificatekeypair': {
    'name=authentik Self-signed Certificate': {
      name: 'authentik Self-signed Certificate',
      managed: null,
      certificate_data: CERTIFICATE,
      key_data: CERTIFICATE_KEY,
    },
  },
  'authentik_outposts.outpost': {
    'name=authentik Embedded Outpost': {
      name: 'authentik Embedded Outpost',
      managed: 'goauthentik.io/outposts/embedded',
      type: 'proxy',
      providers: [],
      service_connection: null,
      config: {
        authentik_host: '',
        authentik_host_browser: '',
        authentik_host_insecure: false,
        container_image: null,
        docker_labels: null,
        docker_map_ports: true,
        docker_network: null,
        kubernetes_disabled_components: ['deployment', 'secret'],
        kubernetes_image_pull_secrets: [],
        kubernetes_ingress_annotations: {},
        kubernetes_ingress_class_name: null,
        kubernetes_ingress_secret_name: 'authentik-outpost-tls',
        kubernetes_namespace: 'default',
        kubernetes_replicas: 1,
        kubernetes_service_type: 'ClusterIP',
        log_level: 'warning',
        object_naming_template: 'ak-outpost-%(name)s',
      },
    },
  },
};

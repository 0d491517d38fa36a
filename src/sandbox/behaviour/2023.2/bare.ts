import type { Dump } from '../../seed/dump.ts';
import { shareBare } from '../shared/bare.ts';

/** The state after all migrations, as a real 2023.2.3 without blueprints had it. */
export const BARE: Dump = shareBare({
  user: {},
  group: { parent: null },
  source: { icon: null },
  outpost: {
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
});

import type { Dump } from '../../seed/dump.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../shared/bare-certificate.ts';
import { DOCUMENTS } from './documents.ts';

/**
 * The state after all migrations and the one blueprint that makes the administrator
 * (`system/bootstrap.yaml`), from the recorded state of a fresh 2025.12.4.
 */
export const BARE: Dump = {
  'authentik_core.user': {
    'username=akadmin': {
      username: 'akadmin',
      name: 'authentik Default Admin',
      email: 'root@localhost',
      is_active: true,
      path: 'users',
      type: 'internal',
      attributes: {},
      groups: ['authentik_core.group:name=authentik Admins'],
      roles: [],
    },
  },
  'authentik_core.group': {
    'name=authentik Admins': {
      name: 'authentik Admins',
      is_superuser: true,
      parents: [],
      roles: [],
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
      promoted: false,
      managed: 'goauthentik.io/sources/inbuilt',
      policy_engine_mode: 'any',
      user_matching_mode: 'identifier',
      user_path_template: 'goauthentik.io/sources/%(slug)s',
      authentication_flow: null,
      enrollment_flow: null,
      icon: '',
      user_property_mappings: [],
      group_property_mappings: [],
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
      config: DOCUMENTS['outpost-config'] ?? {},
    },
  },
};

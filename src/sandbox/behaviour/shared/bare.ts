import type { Json, ModelName } from '../../../catalog/model.ts';
import type { Dump } from '../../seed/dump.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './bare-certificate.ts';

type Values = Readonly<Record<string, Json>>;

/** What the objects that every fresh server has hold besides, in one release. */
interface OwnValues {
  readonly user: Values;
  readonly group: Values;
  readonly source: Values;
  /** The configuration of the embedded outpost. */
  readonly outpost: Json;
}

/** The objects that every fresh server has, by natural keys. */
export const shareBare = (own: OwnValues): Dump => {
  const objects: readonly (readonly [model: ModelName, key: string, values: Values])[] = [
    [
      'authentik_core.user',
      'username=akadmin',
      {
        username: 'akadmin',
        name: 'authentik Default Admin',
        email: 'root@localhost',
        is_active: true,
        path: 'users',
        attributes: {},
        groups: ['authentik_core.group:name=authentik Admins'],
        ...own.user,
      },
    ],
    [
      'authentik_core.group',
      'name=authentik Admins',
      {
        name: 'authentik Admins',
        is_superuser: true,
        attributes: {},
        users: ['authentik_core.user:username=akadmin'],
        ...own.group,
      },
    ],
    [
      'authentik_core.token',
      'identifier=authentik-bootstrap-token',
      {
        identifier: 'authentik-bootstrap-token',
        intent: 'api',
        user: 'authentik_core.user:username=akadmin',
        description: '',
        expiring: false,
        expires: null,
        managed: null,
        key: 'sandbox-token',
      },
    ],
    [
      'authentik_core.source',
      'slug=authentik-built-in',
      {
        name: 'authentik Built-in',
        slug: 'authentik-built-in',
        enabled: true,
        managed: 'goauthentik.io/sources/inbuilt',
        policy_engine_mode: 'any',
        user_matching_mode: 'identifier',
        user_path_template: 'goauthentik.io/sources/%(slug)s',
        authentication_flow: null,
        enrollment_flow: null,
        ...own.source,
      },
    ],
    [
      'authentik_crypto.certificatekeypair',
      'name=authentik Self-signed Certificate',
      {
        name: 'authentik Self-signed Certificate',
        managed: null,
        certificate_data: CERTIFICATE,
        key_data: CERTIFICATE_KEY,
      },
    ],
    [
      'authentik_outposts.outpost',
      'name=authentik Embedded Outpost',
      {
        name: 'authentik Embedded Outpost',
        managed: 'goauthentik.io/outposts/embedded',
        type: 'proxy',
        providers: [],
        service_connection: null,
        config: own.outpost,
      },
    ],
  ];
  return Object.fromEntries(objects.map(([model, key, values]) => [model, { [key]: values }]));
};

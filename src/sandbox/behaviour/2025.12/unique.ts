import { unique, type UniqueRule } from '../validation-rules.ts';
import { exists, SHARED_UNIQUE } from '../shared/unique.ts';

/** Values that no two objects share. */
export const UNIQUE: readonly UniqueRule[] = [
  ...SHARED_UNIQUE,
  unique('authentik_core.group', 'name', exists('Group', 'name'), 'group create dup name'),
  unique(
    'authentik_core.provider',
    'name',
    exists('provider', 'name'),
    'oauth2 dup name, b proxy name of oauth2',
  ),
  unique('authentik_policies.policy', 'name', exists('Policy', 'name'), 'expr dup, b policy password dup'),
  unique(
    'authentik_core.propertymapping',
    'name',
    exists('Property Mapping', 'name'),
    'pm scope dup, b pm cross-type name',
  ),
  unique(
    'authentik_outposts.outpostserviceconnection',
    'name',
    exists('Outpost Service-Connection', 'name'),
    'svc conn docker dup name',
  ),
  unique('authentik_outposts.outpost', 'name', exists('Outpost', 'name'), 'b outpost dup'),
  unique(
    'authentik_blueprints.blueprintinstance',
    'name',
    exists('Blueprint Instance', 'name'),
    'blueprint dup',
  ),
  unique(
    'authentik_crypto.certificatekeypair',
    'name',
    exists('Certificate-Key Pair', 'name'),
    'b cert import dup',
  ),
  unique('authentik_brands.brand', 'domain', 'This field must be unique.', 'tenant dup domain'),
  unique('authentik_rbac.role', 'name', exists('Role', 'name'), 'b role dup'),
  unique(
    'authentik_rbac.initialpermissions',
    'name',
    exists('Initial Permissions', 'name'),
    'model-fields: unique',
  ),
  unique(
    'authentik_endpoints.deviceaccessgroup',
    'name',
    exists('Device access group', 'name'),
    'model-fields: unique',
  ),
  unique(
    'authentik_sources_kerberos.kerberossource',
    'realm',
    exists('Kerberos Source', 'realm'),
    'model-fields: unique',
  ),
  unique('authentik_tenants.domain', 'domain', exists('Domain', 'domain'), 'model-fields: unique'),
];

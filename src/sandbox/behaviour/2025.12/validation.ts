import { check, unique, type CheckRule, type CrashRule, type UniqueRule } from '../validation-rules.ts';
import { exists, SHARED_CHECKS, SHARED_UNIQUE } from '../shared/validation.ts';
import { MAPPINGS } from './mappings.ts';

export const CHECKS: readonly CheckRule[] = [
  ...SHARED_CHECKS,
  check(
    'authentik_blueprints.blueprintinstance',
    'path',
    'blueprint-file',
    'blueprint bad path, b blueprint oci path',
  ),
  check(
    'authentik_blueprints.blueprintinstance',
    'content',
    'blueprint-verdict',
    'blueprint content invalid, b blueprint content version 2, b blueprint content structure',
  ),
  check(
    'authentik_core.application',
    'meta_launch_url',
    'formatted-url',
    'app patch launch url, app patch launch url bad',
  ),
  check('authentik_core.application', 'slug', 'slug', 'app bad slug'),
  check('authentik_providers_saml.samlprovider', 'acs_url', 'loose-url', 'b saml bad acs'),
  ...MAPPINGS.map(
    (model): CheckRule => check(model, 'expression', 'python', 'pm ldap syntax, b pm source oauth syntax'),
  ),
  check('authentik_outposts.outpost', 'name', 'embedded-name', 'embedded outpost rename'),
  check(
    'authentik_providers_oauth2.oauth2provider',
    'redirect_uris',
    'redirects',
    'b oauth2 redirect_uris bad regex, b oauth2 redirect_uris no mode',
  ),
];

/** No field makes this release fail: nested lists are read-only. */
export const CRASHES: readonly CrashRule[] = [];

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

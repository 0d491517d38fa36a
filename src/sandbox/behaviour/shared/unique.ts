import { isWithin } from '../../../catalog/release.ts';
import { unique, type UniqueRule } from '../validation-rules.ts';

/** Django's error message for a value that another object has. */
const exists = (what: string, field: string): string => `${what} with this ${field} already exists.`;

/** Values that no two objects share. Models that a release does not have are no matter there. */
const UNIQUE: readonly UniqueRule[] = [
  {
    model: 'authentik_flows.stage',
    field: 'name',
    text: exists('stage', 'name'),
    texts: { 'authentik_stages_prompt.promptstage': 'This field must be unique.' },
    seen: 'stage name cross-type dup, stage prompt/stages dup name',
  },
  unique('authentik_core.source', 'slug', exists('source', 'slug'), 'source oauth dup'),
  unique(
    'authentik_core.propertymapping',
    'managed',
    exists('Property Mapping', 'Managed by authentik'),
    'pm saml patch managed, pm ldap patch managed',
  ),
  unique(
    'authentik_providers_oauth2.oauth2provider',
    'client_id',
    exists('OAuth2/OpenID Provider', 'Client ID'),
    'oauth2 dup client_id',
  ),
  unique('authentik_core.application', 'slug', exists('Application', 'slug'), 'app dup slug'),
  unique('authentik_core.application', 'provider', exists('Application', 'provider'), 'app dup provider'),
  unique('authentik_core.token', 'identifier', exists('Token', 'identifier'), 'token dup'),
  unique('authentik_core.token', 'managed', exists('Token', 'Managed by authentik'), 'model-fields: unique'),
  unique('authentik_core.user', 'username', 'This field must be unique.', 'user dup'),
  unique('authentik_flows.flow', 'slug', exists('Flow', 'slug'), 'flow dup slug'),
  unique('authentik_stages_prompt.prompt', 'name', exists('Prompt', 'name'), 'prompt dup name'),
  unique('authentik_events.notificationrule', 'name', exists('Notification Rule', 'name'), 'rule dup'),
  unique(
    'authentik_events.notificationtransport',
    'name',
    exists('Notification Transport', 'name'),
    'x2 transport dup name',
  ),
  unique(
    'authentik_crypto.certificatekeypair',
    'managed',
    exists('Certificate-Key Pair', 'Managed by authentik'),
    'model-fields: unique',
  ),
  unique(
    'authentik_outposts.outpost',
    'managed',
    exists('outpost', 'Managed by authentik'),
    'model-fields: unique',
  ),
  unique('authentik_core.group', 'name', exists('Group', 'name'), 'group create dup name', {
    since: '2025.12',
  }),
  unique(
    'authentik_core.provider',
    'name',
    exists('provider', 'name'),
    'oauth2 dup name, b proxy name of oauth2',
    { since: '2023.3' },
  ),
  unique('authentik_policies.policy', 'name', exists('Policy', 'name'), 'expr dup, b policy password dup', {
    since: '2023.3',
  }),
  unique(
    'authentik_core.propertymapping',
    'name',
    exists('Property Mapping', 'name'),
    'pm scope dup, b pm cross-type name',
    { since: '2023.3' },
  ),
  unique(
    'authentik_outposts.outpostserviceconnection',
    'name',
    exists('Outpost Service-Connection', 'name'),
    'svc conn docker dup name',
    { since: '2023.3' },
  ),
  unique('authentik_outposts.outpost', 'name', exists('Outpost', 'name'), 'b outpost dup', {
    since: '2023.3',
  }),
  unique(
    'authentik_blueprints.blueprintinstance',
    'name',
    exists('Blueprint Instance', 'name'),
    'blueprint dup',
    { since: '2023.5' },
  ),
  unique(
    'authentik_crypto.certificatekeypair',
    'name',
    exists('Certificate-Key Pair', 'name'),
    'b cert import dup',
    { since: '2023.5' },
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

/** The values that no two objects of a release share. */
export function uniqueOf(release: string): readonly UniqueRule[] {
  return UNIQUE.filter((rule) => isWithin(release, rule));
}

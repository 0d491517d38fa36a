import { unique, type UniqueRule } from '../validation-rules.ts';

/** Django's error message for a value that another object has. */
export const exists = (what: string, field: string): string => `${what} with this ${field} already exists.`;

export const SHARED_UNIQUE: readonly UniqueRule[] = [
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
];

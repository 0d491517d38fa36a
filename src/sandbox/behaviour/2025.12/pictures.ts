import { derived, type DerivedRule } from '../derived-rules.ts';

const APPLICATION = 'authentik_core.application';

/** Where pictures are served: of applications, flows and sources. */
export const PICTURES: readonly DerivedRule[] = [
  derived(
    APPLICATION,
    'meta_icon_url',
    { kind: 'picture', of: 'meta_icon', empty: null },
    'app create with meta_icon, b app meta_icon relative',
  ),
  derived(APPLICATION, 'meta_icon_themed_urls', { kind: 'constant', value: null }, 'app create'),
  derived(
    'authentik_flows.flow',
    'background_url',
    { kind: 'picture', of: 'background', empty: '/static/dist/assets/images/flow_background.jpg' },
    'flow get after bg, b flow background',
  ),
  derived('authentik_flows.flow', 'background_themed_urls', { kind: 'constant', value: null }, 'flow create'),
  derived('authentik_core.source', 'icon_url', { kind: 'picture', of: 'icon', empty: null }, 'b source icon'),
  derived(
    'authentik_sources_oauth.oauthsource',
    'icon_url',
    { kind: 'computed', name: 'oauth-icon' },
    'b source oauth patch enabled+provider_type',
  ),
  ...[
    ['authentik_sources_ldap.ldapsource', 'ldap'],
    ['authentik_sources_kerberos.kerberossource', 'kerberos'],
    ['authentik_sources_plex.plexsource', 'plex'],
    ['authentik_sources_saml.samlsource', 'saml'],
    ['authentik_sources_telegram.telegramsource', 'telegram'],
  ].map(
    ([model = '', name = '']): DerivedRule =>
      derived(
        model,
        'icon_url',
        { kind: 'picture', of: 'icon', empty: `/static/authentik/sources/${name}.png` },
        'x2 source ldap create',
      ),
  ),
  derived('authentik_core.source', 'icon_themed_urls', { kind: 'constant', value: null }, 'sources all'),
];

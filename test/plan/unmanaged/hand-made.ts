/** What files declare, what somebody makes by hand beside it, and the notes about that. */
export interface Case {
  /** The first release that has it. */
  readonly since?: string;
  readonly ours: string;
  readonly theirs: string;
  /** Without "in no file". */
  readonly noted: readonly string[];
}

const app = (slug: string): string =>
  `- {model: authentik_core.application, identifiers: {slug: ${slug}}, attrs: {name: ${slug}}}\n`;
const flow = (slug: string): string =>
  `- {model: authentik_flows.flow, identifiers: {slug: ${slug}}, attrs: {name: f, title: f, designation: enrollment}}\n`;
const stage = (name: string): string =>
  `- {model: authentik_stages_dummy.dummystage, identifiers: {name: ${name}}}\n`;
const group = (name: string): string => `- {model: authentik_core.group, identifiers: {name: ${name}}}\n`;
const user = (name: string, groups = ''): string =>
  `- {model: authentik_core.user, identifiers: {username: ${name}}, attrs: {name: ${name}, groups: [${groups}]}}\n`;
const prompt = (name: string): string =>
  `- {model: authentik_stages_prompt.prompt, identifiers: {field_key: ${name}, name: ${name}}, attrs: {label: L, type: text, order: 0}}\n`;
const binding = (target: string, order: number, what: string): string =>
  `- {model: authentik_policies.policybinding, identifiers: {target: !Find [${target}], order: ${order}}, attrs: {${what}}}\n`;
const policy = (name: string): string =>
  `- {model: authentik_policies_dummy.dummypolicy, identifiers: {name: ${name}}, attrs: {result: true}}\n`;
const find = (model: string, name: string, field = 'name'): string =>
  `!Find [authentik_${model}, [${field}, ${name}]]`;

/** Kinds of things that hang on others. Names begin with the number of the case, as all are on one server. */
export const CASES: readonly Case[] = [
  {
    ours: `${app('c1')}${group('c1-in')}`,
    theirs: `${user('c1-eve')}${binding('authentik_core.application, [slug, c1]', 99, `user: ${find('core.user', 'c1-eve', 'username')}`)}${binding('authentik_core.application, [slug, c1]', 3, `group: ${find('core.group', 'c1-in')}, negate: true, enabled: false`)}`,
    noted: [
      '2 policy bindings of application c1: group c1-in at order 3 (negated, switched off), user c1-eve at order 99',
    ],
  },
  {
    ours: `${flow('c2')}${stage('c2-s')}- {model: authentik_flows.flowstagebinding, identifiers: {target: ${find('flows.flow', 'c2', 'slug')}, stage: ${find('stages_dummy.dummystage', 'c2-s')}, order: 0}}\n`,
    theirs: `${stage('c2-t')}${policy('c2-p')}${binding('authentik_flows.flow, [slug, c2]', 1, `policy: ${find('policies_dummy.dummypolicy', 'c2-p')}`)}- {model: authentik_flows.flowstagebinding, identifiers: {target: ${find('flows.flow', 'c2', 'slug')}, stage: ${find('stages_dummy.dummystage', 'c2-t')}, order: 7}}\n${binding('authentik_flows.flowstagebinding, [target__slug, c2], [order, 0]', 2, `policy: ${find('policies_dummy.dummypolicy', 'c2-p')}`)}`,
    noted: [
      '1 flow stage binding of flow c2: stage c2-t at order 7; nor is 1 policy binding: policy c2-p at order 1',
      '1 policy binding of flow stage binding c2 / c2-s / 0: policy c2-p at order 2',
    ],
  },
  {
    ours: `${prompt('c3')}# ak-blueprint-merge fields\n- {model: authentik_stages_prompt.promptstage, identifiers: {name: c3-form}, attrs: {fields: [${find('stages_prompt.prompt', 'c3', 'field_key')}]}}\n`,
    theirs: `${prompt('c3-more')}${policy('c3-p')}# ak-blueprint-merge fields\n- {model: authentik_stages_prompt.promptstage, identifiers: {name: c3-form}, attrs: {fields: [${find('stages_prompt.prompt', 'c3-more', 'field_key')}], validation_policies: [${find('policies_dummy.dummypolicy', 'c3-p')}]}}\n`,
    noted: ['1 prompt of prompt stage c3-form: c3-more; nor is 1 dummy policy: c3-p'],
  },
  {
    ours: `${user('c4-ann')}# ak-blueprint-merge users\n- {model: authentik_core.group, identifiers: {name: c4}, attrs: {users: [${find('core.user', 'c4-ann', 'username')}]}}\n${group('c4-quiet')}`,
    theirs: `${user('c4-eve')}${[1, 2, 3, 4, 5].map((n) => user(`c4-more-${n}`)).join('')}- {model: authentik_core.group, identifiers: {name: c4}, attrs: {users: [${['c4-ann', 'c4-eve', ...[1, 2, 3, 4, 5].map((n) => `c4-more-${n}`)].map((name) => find('core.user', name, 'username')).join(', ')}]}}\n- {model: authentik_core.group, identifiers: {name: c4-quiet}, attrs: {users: [${find('core.user', 'c4-eve', 'username')}]}}\n`,
    noted: ['6 users of group c4: c4-eve, c4-more-1, c4-more-2, c4-more-3, c4-more-4, and 1 more'],
  },
  {
    ours: `${group('c5')}${user('c5-ann', find('core.group', 'c5'))}`,
    theirs: user('c5-eve', find('core.group', 'c5')),
    noted: ['1 user of group c5: c5-eve'],
  },
  {
    ours: '- {model: authentik_events.notificationrule, identifiers: {name: c6}}\n',
    theirs: `- {model: authentik_events.notificationtransport, identifiers: {name: c6-t}, attrs: {mode: local}}\n- {model: authentik_events.notificationrule, identifiers: {name: c6}, attrs: {transports: [${find('events.notificationtransport', 'c6-t')}]}}\n${policy('c6-p')}${binding('authentik_events.notificationrule, [name, c6]', 0, `policy: ${find('policies_dummy.dummypolicy', 'c6-p')}`)}`,
    noted: [
      '1 policy binding of notification rule c6: policy c6-p at order 0; nor is 1 notification transport: c6-t',
    ],
  },
  {
    ours: '- {model: authentik_sources_ldap.ldapsource, identifiers: {slug: c7}, attrs: {name: c7, server_uri: "ldap://x.invalid", base_dn: dc=x}}\n',
    theirs: `${group('c7-g')}${binding('authentik_sources_ldap.ldapsource, [slug, c7]', 4, `group: ${find('core.group', 'c7-g')}`)}`,
    noted: ['1 policy binding of LDAP source c7: group c7-g at order 4'],
  },
  {
    ours: '- {model: authentik_stages_identification.identificationstage, identifiers: {name: c8}, attrs: {user_fields: [username]}}\n',
    theirs: `- {model: authentik_stages_password.passwordstage, identifiers: {name: c8-pw}, attrs: {backends: [authentik.core.auth.InbuiltBackend]}}\n- {model: authentik_stages_identification.identificationstage, identifiers: {name: c8}, attrs: {user_fields: [username], password_stage: ${find('stages_password.passwordstage', 'c8-pw')}}}\n`,
    noted: ['1 password stage of identification stage c8: c8-pw'],
  },
  {
    since: '2025.12',
    ours: `${app('c9')}- {model: authentik_rbac.role, identifiers: {name: c9-role}}\n${group('c9-g')}`,
    theirs: `- {model: authentik_core.applicationentitlement, identifiers: {app: ${find('core.application', 'c9', 'slug')}, name: c9-edit}}\n- {model: authentik_rbac.initialpermissions, identifiers: {name: c9-all}, attrs: {role: ${find('rbac.role', 'c9-role')}, mode: user, permissions: []}}\n- {model: authentik_rbac.role, identifiers: {name: c9-other}}\n- {model: authentik_core.group, identifiers: {name: c9-g}, attrs: {roles: [${find('rbac.role', 'c9-other')}]}}\n`,
    noted: [
      '1 application entitlement of application c9: c9-edit',
      '1 initial permissions of role c9-role: c9-all',
      '1 role of group c9-g: c9-other',
    ],
  },
  {
    since: '2025.12',
    ours: `${app('c10')}${flow('c10-f')}- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: c10-p}, attrs: {authorization_flow: ${find('flows.flow', 'c10-f', 'slug')}, invalidation_flow: ${find('flows.flow', 'c10-f', 'slug')}, client_type: public, redirect_uris: []}}\n- {model: authentik_providers_rac.racprovider, identifiers: {name: c10-rac}, attrs: {authorization_flow: ${find('flows.flow', 'c10-f', 'slug')}}}\n`,
    theirs: `- {model: authentik_providers_oauth2.scopemapping, identifiers: {name: c10-map}, attrs: {scope_name: x, expression: return 1}}\n- {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: c10-p}, attrs: {property_mappings: [${find('providers_oauth2.scopemapping', 'c10-map')}]}}\n- {model: authentik_providers_saml.samlprovider, identifiers: {name: c10-saml}, attrs: {authorization_flow: ${find('flows.flow', 'c10-f', 'slug')}, invalidation_flow: ${find('flows.flow', 'c10-f', 'slug')}, acs_url: "https://x.invalid/"}}\n- {model: authentik_core.application, identifiers: {slug: c10}, attrs: {name: c10, provider: ${find('providers_saml.samlprovider', 'c10-saml')}}}\n- {model: authentik_providers_rac.endpoint, identifiers: {name: c10-pc}, attrs: {provider: ${find('providers_rac.racprovider', 'c10-rac')}, host: h, protocol: ssh, auth_mode: prompt}}\n`,
    noted: [
      '1 SAML provider of application c10: c10-saml',
      '1 scope mapping of OAuth2 provider c10-p: c10-map',
      '1 endpoint of RAC provider c10-rac: c10-pc',
    ],
  },
];

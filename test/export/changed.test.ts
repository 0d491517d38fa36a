import { expect, test } from 'vitest';
import { openOn, runBlueprints } from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';
import { exportOf, openPolicy } from './state.ts';

/* Of what authentik itself made, an export has what somebody changed, and nothing else. */

const CHANGES = `version: 1
entries:
  - model: authentik_flows.flow
    identifiers: { slug: default-authentication-flow }
    attrs: { title: "Who are you" }
  - model: authentik_providers_oauth2.scopemapping
    identifiers: { managed: goauthentik.io/providers/oauth2/scope-email }
    attrs: { expression: "return {}" }
  - model: authentik_blueprints.blueprintinstance
    identifiers: { name: Default - Invalidation flow }
    attrs: { enabled: false }
  - model: authentik_rbac.role
    id: auditors
    identifiers: { name: auditors }
    attrs: { permissions: [authentik_events.view_event] }
  - model: authentik_flows.flow
    identifiers: { slug: default-invalidation-flow }
    permissions:
      - { permission: view_flow, role: !KeyOf auditors }
`;

test.skipIf(!hasShared)('changes of what authentik made are all that is exported of it', async () => {
  const setup = await openOn('2025.12', shared('data/state/2025.12.4'));
  const ran = await runBlueprints(setup, [{ path: 'x.yaml', bytes: Buffer.from(CHANGES) }], {
    policy: openPolicy(setup),
  });
  expect(ran.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { files, references } = await exportOf(setup, { users: false });
  const entries = files.map(({ path, text }) => [path, text.split('entries:\n')[1]]);
  expect(Object.fromEntries(entries)).toEqual({
    'applications/property-mappings.yaml': `  - model: authentik_providers_oauth2.scopemapping
    identifiers:
      managed: goauthentik.io/providers/oauth2/scope-email
    attrs:
      expression: "return {}"
`,
    'directory/roles.yaml': `  - model: authentik_rbac.role
    identifiers:
      name: auditors
    attrs:
      permissions: [authentik_events.view_event]
`,
    'flows/default-authentication-flow.yaml': `  - model: authentik_flows.flow
    identifiers:
      slug: default-authentication-flow
    attrs:
      title: Who are you
`,
    'flows/default-invalidation-flow.yaml': `  - model: authentik_flows.flow
    identifiers:
      slug: default-invalidation-flow
    permissions:
      - permission: view_flow
        role: !Find [authentik_rbac.role, [name, auditors]]
`,
    'system/blueprints.yaml': `  - model: authentik_blueprints.blueprintinstance
    identifiers:
      name: Default - Invalidation flow
    attrs:
      enabled: false
`,
  });
  expect(references.filter(({ everywhere }) => !everywhere)).toEqual([]);
});

const ENDPOINT = `version: 1
entries:
  - model: authentik_core.group
    id: admins
    identifiers: { name: admins }
  - model: authentik_providers_rac.racprovider
    id: desktops
    identifiers: { name: desktops }
    attrs: { authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]] }
  - model: authentik_providers_rac.endpoint
    id: desktop
    identifiers: { name: desktop, provider: !KeyOf desktops }
    attrs: { protocol: rdp, host: 10.0.0.9, auth_mode: prompt }
  - model: authentik_policies.policybinding
    identifiers: { target: !KeyOf desktop, group: !KeyOf admins, order: 0 }
`;

test.skipIf(!hasShared)('what policies hide from us is read all the same', async () => {
  const setup = await openOn('2025.12', shared('data/state/2025.12.4'));
  const file = { path: 'x.yaml', bytes: Buffer.from(ENDPOINT) };
  expect(await runBlueprints(setup, [file], { policy: openPolicy(setup) })).toMatchObject({ stage: 'done' });
  // As measured on 2025.12.4: all are counted, and those are shown that we may open.
  expect(await setup.client.page('/rac/endpoints/', {})).toMatchObject({ count: 1, items: [] });
  const { files } = await exportOf(setup);
  expect(files.map(({ text }) => text).join('')).toContain('model: authentik_providers_rac.endpoint');
});

const LINKS = `version: 1
entries:
  - model: authentik_stages_identification.identificationstage
    identifiers: { name: who }
    attrs: { user_fields: [username], sources: [!Find [authentik_core.source, [slug, authentik-built-in]]] }
  - model: authentik_rbac.role
    id: helpers
    identifiers: { name: helpers }
  - model: authentik_rbac.initialpermissions
    identifiers: { name: own things }
    attrs: { role: !KeyOf helpers, permissions: [!Find [auth.permission, [codename, view_flow]]] }
  - model: authentik_core.user
    id: backup
    identifiers: { username: backup }
    attrs: { name: Backup, attributes: { mail: { smtp_password: hunter22 } } }
  - model: authentik_core.token
    identifiers: { identifier: backup }
    attrs: { user: !KeyOf backup, intent: app_password, expiring: false }
  - model: authentik_sources_ldap.ldapsource
    identifiers: { slug: ad }
    attrs: { name: ad, server_uri: ldaps://ad.example.com, base_dn: dc=example }
`;

test.skipIf(!hasShared)('what only the server makes is found by name, and a rule is kept', async () => {
  const setup = await openOn('2025.12', shared('data/state/2025.12.4'));
  const file = { path: 'x.yaml', bytes: Buffer.from(LINKS) };
  expect(await runBlueprints(setup, [file], { policy: openPolicy(setup) })).toMatchObject({ stage: 'done' });
  const { files, incomplete, references } = await exportOf(setup);
  const text = files.map((one) => one.text).join('');
  expect(text).toContain('!Find [authentik_core.source, [slug, authentik-built-in]]');
  expect(text).toContain('!Find [auth.permission, [codename, view_flow]]');
  // By itself it is true; written out, the server would want mappings for it.
  expect(text).not.toContain('sync_groups');
  expect(text).toContain('smtp_password: !Env BACKUP_ATTRIBUTES_MAIL_SMTP_PASSWORD');
  expect(text).not.toContain('hunter22');
  // Nobody asks when what does not expire would.
  expect(text).toContain('expiring: false');
  expect(text).not.toContain('expires');
  expect(incomplete.filter(({ why }) => !why.includes('does not show whether'))).toEqual([]);
  expect(references.filter(({ everywhere }) => !everywhere)).toEqual([]);
});

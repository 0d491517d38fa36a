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

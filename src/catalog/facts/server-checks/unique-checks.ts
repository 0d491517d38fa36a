import type { ModelName } from '../../model.ts';
import { UNIQUE } from '../unique-facts.ts';
import type { ServerCheck } from './server-check.ts';

/** Values that no two objects have, as classes and documents tell them. `since`: of the constraint. */
const OF_CLASSES: readonly (readonly [model: ModelName, fields: readonly string[], since?: string])[] = [
  ['authentik_blueprints.blueprintinstance', ['name', 'path']],
  ['authentik_core.application', ['slug']],
  ['authentik_core.application', ['provider']],
  ['authentik_core.applicationentitlement', ['app', 'name'], '2024.12'],
  ['authentik_core.group', ['name'], '2025.12'],
  ['authentik_core.token', ['identifier']],
  ['authentik_core.token', ['managed']],
  ['authentik_core.user', ['username']],
  ['authentik_brands.brand', ['domain'], '2024.2'],
  ['authentik_crypto.certificatekeypair', ['managed']],
  ['authentik_endpoints.deviceaccessgroup', ['name'], '2025.12'],
  ['authentik_enterprise.license', ['key'], '2023.8'],
  ['authentik_events.notificationrule', ['name']],
  ['authentik_events.notificationtransport', ['name']],
  ['authentik_flows.flow', ['slug']],
  ['authentik_flows.flowstagebinding', ['target', 'stage', 'order']],
  ['authentik_lifecycle.lifecyclerule', ['name'], '2026.2'],
  ['authentik_lifecycle.lifecyclerule', ['content_type', 'object_id'], '2026.2'],
  ['authentik_outposts.outpost', ['managed']],
  ['authentik_policies.policybinding', ['policy', 'target', 'order']],
  ['authentik_providers_oauth2.oauth2provider', ['client_id']],
  ['authentik_rbac.role', ['name'], '2023.10'],
  ['authentik_rbac.initialpermissions', ['name'], '2025.4'],
  ['authentik_sources_kerberos.kerberossource', ['realm'], '2024.10'],
  ['authentik_stages_authenticator_email.emaildevice', ['user', 'email'], '2025.2'],
  ['authentik_stages_prompt.prompt', ['name'], '2023.2'],
  ['authentik_tasks_schedules.schedule', ['actor_name', 'identifier'], '2025.8'],
  ['authentik_tenants.domain', ['domain'], '2024.2'],
];

/** Constraints that no two objects share a value. */
export const UNIQUE_CHECKS: readonly ServerCheck[] = [
  ...UNIQUE,
  ...OF_CLASSES.map(([model, fields, since]) => ({ model, fields, since, until: undefined })),
]
  .sort((one, other) => one.model.localeCompare(other.model))
  .map(({ model, fields, since, until }) => ({
    name: `unique-${model.split('.')[1] ?? ''}-${fields.join('-')}`,
    models: [model],
    fields,
    since,
    until,
    refuses: `a second object with the same ${fields.join(' and ')}`,
    seen: 'models and serializers of the last patches of all releases',
    found: { by: 'unique' },
  }));

import { expect, test } from 'vitest';
import { dict, type Value } from '../../src/blueprint/value.ts';
import type { Resource } from '../../src/catalog/model.ts';
import { naturalSets } from '../../src/semantics/natural-sets.ts';
import { catalog } from '../plan/setup.ts';

/** By which fields an object of a model with these values is known on every server. */
test.each<[model: string, values: Readonly<Record<string, Value>>, sets: string[][]]>([
  ['authentik_core.group', { name: 'a' }, [['name']]],
  ['authentik_core.group', { name: '' }, []],
  ['authentik_core.group', { name: null }, []],
  ['authentik_core.group', { is_superuser: true }, []],
  ['authentik_core.group', {}, []],
  ['authentik_core.user', { username: 'a', name: 'b' }, [['username']]],
  ['authentik_core.application', { slug: 'a', name: 'b' }, [['slug']]],
  ['authentik_core.application', { slug: 'a', provider: 1 }, [['slug']]],
  ['authentik_core.application', { provider: 1 }, [['provider']]],
  ['authentik_flows.flow', { slug: 'a', name: 'b' }, [['slug']]],
  ['authentik_flows.flow', { name: 'b' }, [['name']]],
  ['authentik_flows.flowstagebinding', { target: 'a', stage: 'b', order: 0 }, [['target', 'stage', 'order']]],
  ['authentik_flows.flowstagebinding', { target: 'a', stage: 'b' }, [['target', 'stage']]],
  ['authentik_flows.flowstagebinding', { target: 'a', order: 0 }, []],
  ['authentik_flows.flowstagebinding', { order: 0 }, []],
  ['authentik_policies.policybinding', { target: 'a', group: 'b', order: 0 }, [['group', 'target', 'order']]],
  ['authentik_policies.policybinding', { target: 'a', order: 0 }, []],
  ['authentik_stages_prompt.prompt', { field_key: 'a' }, []],
  ['authentik_tenants.tenant', { domain: 'a' }, [['domain']]],
])('%s with %j: %j', (model, values, sets) =>
  expect(naturalSets(catalog.models[model] as Resource, Object.assign(dict(), values))).toEqual(sets),
);

import type { BaseRule } from '../list-rules.ts';
import { NAMES } from './shapes.ts';

/** The fields that a release's lists of base classes show. */
interface BaseFields {
  readonly provider: readonly string[];
  readonly source: readonly string[];
  readonly userConnection: readonly string[];
}

/** The base classes that both described releases list. */
export const shareBases = (own: BaseFields): readonly BaseRule[] => [
  {
    model: 'authentik_core.provider',
    path: '/providers/all/',
    one: 'provider',
    many: 'providers',
    fields: own.provider,
    filters: [],
    seen: 'providers/all, providers/all filter name',
  },
  {
    model: 'authentik_flows.stage',
    path: '/stages/all/',
    one: 'stage',
    many: 'stages',
    fields: ['pk', 'name', ...NAMES, 'flow_set'],
    filters: ['name'],
    seen: 'x2 stages/all filter name',
  },
  {
    model: 'authentik_core.source',
    path: '/sources/all/',
    one: 'source',
    many: 'sources',
    key: 'slug',
    concrete: true,
    filters: ['name', 'slug', 'managed'],
    fields: own.source,
    seen: 'sources all, source all get',
  },
  {
    model: 'authentik_core.propertymapping',
    path: '/propertymappings/all/',
    one: 'Property Mapping',
    many: 'Property Mappings',
    fields: ['pk', 'managed', 'name', 'expression', ...NAMES],
    filters: [],
    order: ['name'],
    seen: 'state propertymappings-all',
  },
  {
    model: 'authentik_policies.policy',
    path: '/policies/all/',
    one: 'Policy',
    many: 'Policies',
    filters: [],
    order: ['name'],
    seen: 'policies/all search, policies/all filter name: each with its own fields',
  },
  {
    model: 'authentik_outposts.outpostserviceconnection',
    path: '/outposts/service_connections/all/',
    one: 'Outpost Service-Connection',
    many: 'Outpost Service-Connections',
    fields: ['pk', 'name', 'local', ...NAMES],
    filters: ['name'],
    seen: 'svc conn all filter',
  },
  {
    model: 'authentik_core.usersourceconnection',
    path: '/sources/user_connections/all/',
    one: 'user source connection',
    many: 'user source connections',
    fields: own.userConnection,
    filters: [],
    seen: 'state sources-user_connections-all',
  },
  {
    model: 'authentik_policies.policybindingmodel',
    one: 'Policy Binding Model',
    many: 'Policy Binding Models',
    seen: 'model-fields bases',
  },
];

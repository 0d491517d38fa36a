import type { ActionRule } from '../behaviour.ts';
import { SHARED_ACTIONS } from '../shared/actions.ts';

export const ACTIONS: readonly ActionRule[] = [
  ...SHARED_ACTIONS,
  { method: 'GET', path: '/admin/apps/', does: 'document', column: 'empty', seen: 'state admin-apps' },
  { method: 'GET', path: '/admin/system_tasks/', does: 'tasks', seen: 'x2 system_tasks' },
  {
    method: 'GET',
    path: '/admin/workers/',
    does: 'document',
    column: 'workers',
    seen: 'state admin-workers',
  },
  {
    method: 'POST',
    path: '/core/applications/{key}/set_icon_url/',
    model: 'authentik_core.application',
    column: 'meta_icon',
    does: 'set-asset-url',
    seen: 'app set_icon_url',
  },
  {
    method: 'POST',
    path: '/flows/instances/{key}/set_background_url/',
    model: 'authentik_flows.flow',
    column: 'background',
    does: 'set-asset-url',
    seen: 'flow set_background_url',
  },
  {
    method: 'POST',
    path: '/sources/all/{key}/set_icon_url/',
    model: 'authentik_core.source',
    column: 'icon',
    does: 'set-asset-url',
    seen: 'source set_icon_url',
  },
  {
    method: 'GET',
    path: '/core/tenants/current/',
    model: 'authentik_tenants.tenant',
    does: 'current-tenant',
    public: true,
    seen: 'tenants/current',
  },
  {
    method: 'GET',
    path: '/events/events/per_month/',
    does: 'document',
    column: 'empty',
    seen: 'state events-events-per_month',
  },
  {
    method: 'POST',
    path: '/flows/instances/import/',
    does: 'flow-import',
    seen: 'flow import no file, flow import json, flow import v3',
  },
  {
    method: 'POST',
    path: '/managed/blueprints/{key}/apply/',
    model: 'authentik_blueprints.blueprintinstance',
    does: 'blueprint-apply',
    seen: 'blueprint apply, blueprint apply disabled',
  },
];

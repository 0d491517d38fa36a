import type { ActionRule } from '../behaviour.ts';
import { SHARED_ACTIONS } from '../shared/actions.ts';

const ROLE = 'authentik_rbac.role';

export const ACTIONS: readonly ActionRule[] = [
  ...SHARED_ACTIONS,
  {
    method: 'GET',
    path: '/core/brands/current/',
    model: 'authentik_brands.brand',
    does: 'current-tenant',
    public: true,
    seen: 'tenants/current',
  },
  { method: 'GET', path: '/admin/apps/', does: 'apps', seen: 'admin/apps' },
  {
    method: 'GET',
    path: '/core/applications/{key}/check_access/',
    model: 'authentik_core.application',
    does: 'check-access',
    seen: 'b app check_access',
  },
  { method: 'GET', path: '/admin/settings/', does: 'document', column: 'settings', seen: 'tenants settings' },
  { method: 'GET', path: '/admin/models/', does: 'document', column: 'empty', seen: 'state admin__models' },
  { method: 'GET', path: '/tasks/workers/', does: 'workers', seen: 'state tasks__workers' },
  {
    method: 'GET',
    path: '/tasks/tasks/status/',
    does: 'document',
    column: 'tasks',
    seen: 'state tasks__tasks__status',
  },
  {
    method: 'GET',
    path: '/events/events/volume/',
    does: 'document',
    column: 'empty',
    seen: 'state events__events__volume',
  },
  {
    method: 'POST',
    path: '/rbac/roles/{key}/add_user/',
    model: ROLE,
    column: 'roles',
    does: 'add-role',
    seen: 'b role add_user',
  },
  {
    method: 'POST',
    path: '/rbac/roles/{key}/remove_user/',
    model: ROLE,
    column: 'roles',
    does: 'remove-role',
    seen: 'b role remove_user',
  },
  {
    method: 'GET',
    path: '/tasks/tasks/',
    does: 'tasks',
    column: 'pages',
    seen: 'OpenAPI document, component Task',
  },
  {
    method: 'POST',
    path: '/flows/instances/import/',
    does: 'flow-import',
    until: '2026.2',
    seen: 'flow import v3, b flow import bad entry',
  },
  {
    method: 'POST',
    path: '/managed/blueprints/import/',
    does: 'blueprint-import',
    since: '2026.5',
    seen: 'OpenAPI document of 2026.5.6; as sources of 2026.5.0-rc1',
  },
  {
    method: 'POST',
    path: '/managed/blueprints/{key}/apply/',
    model: 'authentik_blueprints.blueprintinstance',
    does: 'blueprint-apply',
    column: 'later',
    seen: 'b blueprint apply, b blueprint after apply',
  },
];

import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { listPermissions, type Permission } from '../permissions.ts';
import { cutPage } from '../query/paging.ts';
import { buildSearch } from '../query/search.ts';
import { crash, detail, forbidden, invalid, notFound, type Reply } from '../reply.ts';
import { readJsonBody } from '../request.ts';
import type { Row } from '../store.ts';
import { parseUuid } from '../validation/relation.ts';
import type { World } from '../world.ts';
import { makeUuid } from '../random.ts';
import type { Call } from './call.ts';
import { findRow, requireWriter } from './resource.ts';
import { titleOf } from './used-by.ts';

/*
 * What roles may do. A permission is granted for every object of its kind, or for one object; the database keeps the two in tables of
 * their own, which no list of the API shows as such. Rights of roles are stored and told, but open nothing here: only administrators may
 * write to a sandbox.
 */

const GLOBAL = 'guardian.rolemodelpermission';
const SINGLE = 'guardian.roleobjectpermission';

type Body = { readonly [name: string]: Json };

export const RBAC_ACTIONS: Readonly<Record<string, (call: Call, rule: ActionRule) => Reply>> = {
  permissions: (call, rule) => {
    call.caller();
    const { query } = call.request;
    const role = query.get('role') ?? '';
    const granted = role === '' ? undefined : grantsOf(call.world, GLOBAL, findRole(call, rule, role)).map((grant) => grant.values['permission']);
    const wanted = (name: string, value: string): boolean => [null, '', value].includes(query.get(name));
    const asRow = (permission: Permission): Row => ({ model: '', pk: permission.id, values: { ...permission } });
    const found = buildSearch(call.world, query, ['name', 'codename', 'model', 'app_label']);
    const rows = listPermissions(call.world).filter((one) => wanted('codename', one.codename) && wanted('content_type__model', one.model) && wanted('content_type__app_label', one.app_label) && (granted === undefined || granted.includes(one.id)) && found(asRow(one)));
    return ok(cutPage(call.world.behaviour.manners, query, rows, (one): Json => ({ ...one })));
  },
  permission: (call) => {
    call.caller();
    const found = listPermissions(call.world).find(({ id }) => String(id) === call.params['key']);
    if (!found) throw notFound();
    return ok({ ...found });
  },
  'role-permissions': (call, rule) => {
    requireReader(call);
    const { query } = call.request;
    const model = query.get('model') ?? '';
    if (model === '') throw invalid({ model: ['This field is required.'] });
    if (!knowsModel(call.world, model)) throw invalid({ model: [`Select a valid choice. ${model} is not one of the available choices.`] });
    const about = listPermissions(call.world).filter((one) => `${one.app_label}.${one.model}` === model).map(({ id }): Json => id);
    const object = query.get('object_pk') ?? '';
    const concerns = (grant: Row): boolean => about.includes(grant.values['permission'] ?? null);
    const roles = listRoles(call.world, rule).filter((role) => grantsOf(call.world, GLOBAL, role).some(concerns) || (object !== '' && grantsOf(call.world, SINGLE, role).some((grant) => concerns(grant) && grant.values['object_pk'] === object)));
    return ok(cutPage(call.world.behaviour.manners, query, roles, (role): Json => ({
      role_pk: role.pk,
      name: role.values['name'] ?? '',
      object_permissions: grantsOf(call.world, SINGLE, role).map((grant) => showGrant(call.world, grant)),
      model_permissions: grantsOf(call.world, GLOBAL, role).map((grant) => showGrant(call.world, grant)),
    })));
  },
  'role-objects': (call, rule) => {
    requireReader(call);
    const { query } = call.request;
    const uuid = query.get('uuid') ?? '';
    const key = uuid === '' ? undefined : parseUuid(uuid);
    if (uuid !== '' && key === undefined) throw invalid({ uuid: ['Enter a valid UUID.'] });
    const grants = listRoles(call.world, rule).filter((role) => key === undefined || role.pk === key).flatMap((role) => grantsOf(call.world, SINGLE, role));
    // This list alone has pages of another kind, without what queries may name (recorded: "b rbac permissions/roles").
    const page = cutPage(call.world.behaviour.manners, query, grants, (grant): Json => {
      const { app_label_verbose, model_verbose, app_label, model } = permissionOf(call.world, grant);
      const object = call.world.store.find(call.world.models.concrete(`${app_label}.${model}`), grant.values['object_pk']);
      return { ...showGrant(call.world, grant), app_label_verbose, model_verbose, object_description: object ? titleOf(call.world, object) : null };
    }, null);
    return ok(page);
  },
  'assign-permissions': (call, rule) => {
    const { role, permissions, object } = readAssignment(call, rule);
    const table = object === undefined ? GLOBAL : SINGLE;
    const ids = permissions.map((permission): Json => {
      const known = grantsOf(call.world, table, role).find((grant) => grant.values['permission'] === permission.id && (object === undefined || grant.values['object_pk'] === object));
      if (known) return { id: String(known.values['id']) };
      const id = call.world.store.next(table);
      call.world.store.put({ model: table, pk: makeUuid(call.world.random), values: { id, role: role.pk, permission: permission.id, ...(object === undefined ? {} : { object_pk: object }) } });
      return { id: String(id) };
    });
    return { status: 200, body: ids };
  },
  'unassign-permissions': (call, rule) => {
    const { role, permissions, object } = readAssignment(call, rule);
    const gone = permissions.map(({ id }): Json => id);
    for (const grant of grantsOf(call.world, object ? SINGLE : GLOBAL, role)) {
      if (gone.includes(grant.values['permission'] ?? null) && (object === undefined || grant.values['object_pk'] === object)) call.world.store.remove(grant);
    }
    return { status: 204 };
  },
  'add-role': (call, rule) => setRole(call, rule, true),
  'remove-role': (call, rule) => setRole(call, rule, false),
};

const ok = (body: Json): Reply => ({ status: 200, body });

function requireReader(call: Call): void {
  if (!call.caller().superuser) throw forbidden();
}

function listRoles(world: World, rule: ActionRule): Row[] {
  return world.store.list([rule.model ?? '']).sort((a, b) => (String(a.values['name']) < String(b.values['name']) ? -1 : 1));
}

function findRole(call: Call, rule: ActionRule, key: string): Row {
  const uuid = parseUuid(key);
  if (uuid === undefined) throw invalid({ role: [`“${key}” is not a valid UUID.`] });
  const role = call.world.store.get(rule.model ?? '', uuid);
  if (!role) throw invalid({ role: ['Select a valid choice. That choice is not one of the available choices.'] });
  return role;
}

function grantsOf(world: World, table: string, role: Row): Row[] {
  return world.store.list([table]).filter((grant) => grant.values['role'] === role.pk);
}

function permissionOf(world: World, grant: Row): Permission {
  const found = listPermissions(world).find(({ id }) => id === grant.values['permission']);
  if (!found) throw new Error(`there is no permission ${String(grant.values['permission'])}`);
  return found;
}

function showGrant(world: World, grant: Row): Body {
  const { codename, model, app_label, name } = permissionOf(world, grant);
  const object = grant.values['object_pk'];
  return { id: grant.values['id'] ?? null, codename, model, app_label, ...(object === undefined ? {} : { object_pk: object }), name };
}

function knowsModel(world: World, name: string): boolean {
  return name in world.catalog.models || name in (world.rules.permissions ?? {});
}

interface Assignment {
  readonly role: Row;
  readonly permissions: readonly Permission[];
  /** The object's primary key; missing: for all objects, also where an object was named that is not there (recorded: "b rbac assign object bad pk"). */
  readonly object?: string;
}

/** What is to be granted or taken away, checked as the server does: a permission that there is not makes it fail (recorded: "b rbac assign unknown"). */
function readAssignment(call: Call, rule: ActionRule): Assignment {
  requireWriter(call);
  const role = findRow(call, call.world.models.get(rule.model ?? ''));
  const body = readJsonBody(call.request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] });
  const { permissions: names, model, object_pk: key } = body;
  if (names === undefined) throw invalid({ permissions: ['This field is required.'] });
  if (!Array.isArray(names)) throw invalid({ permissions: ['Expected a list of items but got type "str".'] });
  if (model !== undefined && !(typeof model === 'string' && knowsModel(call.world, model))) throw invalid({ model: [`"${String(model)}" is not a valid choice.`] });
  if ((model === undefined) !== (key === undefined)) throw invalid({ non_field_errors: ['The fields model, object_pk must be used together.'] });
  if (model === undefined && names.some((name) => !String(name).includes('.'))) throw invalid({ permissions: ['When assigning global permissions, codename must be given as app_label.codename'] });
  const object = typeof model === 'string' ? call.world.store.find(call.world.models.concrete(model), key) : undefined;
  const permissions = names.map((name) => {
    const [app = '', codename] = String(name).includes('.') ? String(name).split('.') : ['', String(name)];
    const found = listPermissions(call.world).find((one) => one.codename === codename && (object ? `${one.app_label}.${one.model}` === model : one.app_label === app));
    if (!found) throw crash();
    return found;
  });
  return { role, permissions, ...(object ? { object: String(object.pk) } : {}) };
}

/** Gives a user the role, or takes it away: the user has the list. */
function setRole(call: Call, rule: ActionRule, belongs: boolean): Reply {
  requireWriter(call);
  const role = findRow(call, call.world.models.get(rule.model ?? ''));
  const body = readJsonBody(call.request) as Body;
  const user = call.world.store.get(call.world.behaviour.anchors.user, body['pk'] ?? null);
  if (!user) throw detail(404, 'Not found.');
  const column = rule.column ?? '';
  const list = user.values[column];
  const others = (Array.isArray(list) ? list : []).filter((pk) => pk !== role.pk);
  call.world.store.put({ ...user, values: { ...user.values, [column]: belongs ? [...others, role.pk] : others } });
  return { status: 204 };
}

import type { Json } from '../../catalog/model.ts';
import type { GrantRule } from '../behaviour/shared/grants.ts';
import { grant, grantRules, listGrants, revoke, showGrant } from '../grants.ts';
import { listPermissions, type Permission } from '../permissions.ts';
import { cutPage } from '../query/paging.ts';
import { buildSearch } from '../query/search.ts';
import { isSuperuser } from '../rights.ts';
import { invalid, notFound, type Reply } from '../reply.ts';
import { readJsonBody } from '../request.ts';
import type { Row } from '../store.ts';
import { parseUuid } from '../validation/relation.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './call.ts';
import { findRow, requireWriter } from './resource.ts';
import { titleOf } from './used-by.ts';

const REQUIRED = 'This field is required.';

/** The permissions that there are, who holds which, and the paths that give and take them. */
export function makePermissionRoutes(world: World): Route[] {
  const rules = grantRules(world);
  if (rules.length === 0) return [];
  const byId = (call: Call): Reply => {
    call.caller();
    const permission = listPermissions(call.world).find(({ id }) => String(id) === call.params['key']);
    if (!permission) throw notFound();
    return { status: 200, body: { ...permission } };
  };
  return [
    { path: '/rbac/permissions/', methods: { GET: (call) => listAll(call, rules) } },
    ...rules.flatMap((rule): Route[] => [
      { path: rule.list, methods: { GET: (call) => listHolders(call, rule) } },
      { path: rule.own, methods: { GET: (call) => listOwn(call, rule) } },
      { path: `${rule.list}{key}/assign/`, methods: { POST: (call) => assign(call, rule) } },
      { path: `${rule.list}{key}/unassign/`, methods: { PATCH: (call) => unassign(call, rule) } },
    ]),
    { path: '/rbac/permissions/{key}/', methods: { GET: byId } },
  ];
}

function listAll(call: Call, rules: readonly GrantRule[]): Reply {
  call.caller();
  const { query } = call.request;
  const tests: ((permission: Permission) => boolean)[] = [];
  for (const [name, field] of [
    ['codename', 'codename'],
    ['content_type__app_label', 'app_label'],
    ['content_type__model', 'model'],
  ] as const) {
    const value = query.get(name);
    if (value) tests.push((permission) => permission[field] === value);
  }
  for (const { holder, filter } of rules) {
    const value = query.get(filter);
    if (!value) continue;
    if (filter === 'role' && parseUuid(value) === undefined)
      throw invalid({ [filter]: [`“${value}” is not a valid UUID.`] });
    if (!call.world.store.get(holder, value))
      throw invalid({
        [filter]: ['Select a valid choice. That choice is not one of the available choices.'],
      });
    const held = new Set(
      listGrants(call.world, holder)
        .filter(({ key, object }) => String(key) === value && object === undefined)
        .map(({ permission }) => permission.id),
    );
    tests.push(({ id }) => held.has(id));
  }
  const isFound = buildSearch(call.world, query, ['name', 'codename', 'model', 'app_label']);
  const found = listPermissions(call.world).filter(
    (permission) =>
      tests.every((test) => test(permission)) &&
      isFound({ model: '', pk: permission.id, values: { ...permission } }),
  );
  const sorted = query.get('ordering') === 'id' ? found.sort((one, other) => one.id - other.id) : found;
  return {
    status: 200,
    body: cutPage(call.world.behaviour.manners, query, sorted, (permission) => ({ ...permission })),
  };
}

/**
 * Who holds permissions of a kind of object, or on one object; each with all that it holds on objects, of any
 * kind (recorded: "b rbac assigned_by_roles").
 */
function listHolders(call: Call, rule: GrantRule): Reply {
  requireWriter(call);
  const { world, request } = call;
  const model = request.query.get('model');
  if (!model) throw invalid({ model: [REQUIRED] });
  if (!knowsModel(world, model))
    throw invalid({ model: [`Select a valid choice. ${model} is not one of the available choices.`] });
  const object = request.query.get('object_pk');
  const grants = listGrants(world, rule.holder);
  const own = ({ permission }: (typeof grants)[number]): boolean =>
    `${permission.app_label}.${permission.model}` === model;
  const isListed = (row: Row): boolean => {
    const held = grants.filter((one) => one.key === row.pk && own(one));
    const onObject = held.some(
      (one) => one.object !== undefined && (object ? one.object === object : !rule.needsObject),
    );
    const everywhere = held.some((one) => one.object === undefined) && (!object || rule.needsObject === true);
    return onObject || everywhere || (row.model === world.behaviour.anchors.user && isSuperuser(world, row));
  };
  const rows = world.store
    .list([rule.holder])
    .filter(isListed)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const held = (row: Row, everywhere: boolean): Json =>
    grants.filter((one) => one.key === row.pk && (one.object === undefined) === everywhere).map(showGrant);
  return {
    status: 200,
    body: cutPage(world.behaviour.manners, request.query, rows, (row) => ({
      [rule.key]: row.pk,
      ...(rule.key === 'pk'
        ? { username: row.values['username'] ?? '', is_superuser: isSuperuser(world, row) }
        : {}),
      name: row.values['name'] ?? '',
      [rule.onObjects]: held(row, false),
      ...(rule.everywhere === undefined ? {} : { [rule.everywhere]: held(row, true) }),
    })),
  };
}

/** What one holds on objects (recorded: "b rbac permissions/roles"). */
function listOwn(call: Call, rule: GrantRule): Reply {
  requireWriter(call);
  const { world, request } = call;
  const wanted = request.query.get(rule.ownFilter);
  if (wanted && rule.ownFilter === 'uuid' && parseUuid(wanted) === undefined)
    throw invalid({ uuid: ['Enter a valid UUID.'] });
  const grants = listGrants(world, rule.holder).filter(
    ({ key, object }) => object !== undefined && (!wanted || String(key) === wanted),
  );
  // This list alone has pages of another kind, without what queries may name.
  const page = cutPage(
    world.behaviour.manners,
    request.query,
    grants,
    (one): Json => {
      const found = world.store.find(
        world.models.concrete(`${one.permission.app_label}.${one.permission.model}`),
        one.object,
      );
      return {
        ...showGrant(one),
        app_label_verbose: one.permission.app_label_verbose,
        model_verbose: one.permission.model_verbose,
        object_description: found ? titleOf(world, found) : null,
      };
    },
    null,
  );
  return { status: 200, body: page };
}

function assign(call: Call, rule: GrantRule): Reply {
  const { holder, permissions, object } = readWish(call, rule);
  const ids = permissions.map((name) => grant(call.world, holder, name, object));
  return { status: 200, body: ids.map((id) => ({ id: String(id) })) };
}

function unassign(call: Call, rule: GrantRule): Reply {
  const { holder, permissions, object } = readWish(call, rule);
  for (const name of permissions) revoke(call.world, holder, name, object);
  return { status: 204 };
}

/**
 * An object that is not there is as if none were named: the permission is one on all (recorded: "b rbac
 * assign object bad pk").
 */
function readWish(
  call: Call,
  rule: GrantRule,
): { readonly holder: Row; readonly permissions: readonly string[]; readonly object: Row | undefined } {
  requireWriter(call);
  const { world } = call;
  const holder = findRow(call, world.models.get(rule.holder));
  const body = readJsonBody(call.request);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] });
  const { permissions, model, object_pk: key } = body;
  if (permissions === undefined) throw invalid({ permissions: [REQUIRED] });
  if (!Array.isArray(permissions))
    throw invalid({ permissions: ['Expected a list of items but got type "str".'] });
  if (model !== undefined && !(typeof model === 'string' && knowsModel(world, model)))
    throw invalid({ model: [`"${String(model)}" is not a valid choice.`] });
  if ((model === undefined) !== (key === undefined))
    throw invalid({ non_field_errors: ['The fields model, object_pk must be used together.'] });
  const names = permissions.map(String);
  if (model === undefined && names.some((name) => !name.includes('.')))
    throw invalid({
      permissions: ['When assigning global permissions, codename must be given as app_label.codename'],
    });
  const object = typeof model === 'string' ? world.store.find(world.models.concrete(model), key) : undefined;
  return { holder, permissions: names, object };
}

function knowsModel(world: World, name: string): boolean {
  return name in world.catalog.models || name in (world.rules.permissions ?? {});
}

function nameOf(row: Row): string {
  const { name, username } = row.values;
  return typeof username === 'string' ? username : typeof name === 'string' ? name : String(row.pk);
}

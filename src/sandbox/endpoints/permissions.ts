import type { Json, ModelName } from '../../catalog/model.ts';
import type { GrantRule } from '../behaviour/shared/grants.ts';
import { showGrant, type Grant, type Grants } from '../grants.ts';
import type { Permission } from '../permissions.ts';
import { cutPage } from '../query/paging.ts';
import { buildSearch } from '../query/search.ts';
import type { Release } from '../release.ts';
import { readObjectBody } from '../request.ts';
import { invalid, notFound, ok, type SandboxResponse } from '../response.ts';
import { isSuperuser } from '../rights.ts';
import type { Row } from '../row.ts';
import { parseUuid } from '../validation/relation.ts';
import type { Call, Route } from './call.ts';
import { findRow, requireWriter } from './resource.ts';
import { titleOf } from './used-by.ts';

const REQUIRED = 'This field is required.';

/** The permissions of the release, who holds which, and the paths that give and take them. */
export function makePermissionRoutes({ rules }: Grants): Route[] {
  if (rules.length === 0) return [];
  return [
    { path: '/rbac/permissions/', methods: { GET: listAll } },
    ...rules.flatMap((rule): Route[] => [
      { path: rule.list, methods: { GET: (call) => listHolders(call, rule) } },
      { path: rule.own, methods: { GET: (call) => listOwn(call, rule) } },
      { path: `${rule.list}{key}/assign/`, methods: { POST: (call) => assign(call, rule) } },
      { path: `${rule.list}{key}/unassign/`, methods: { PATCH: (call) => unassign(call, rule) } },
    ]),
    { path: '/rbac/permissions/{key}/', methods: { GET: showOne } },
  ];
}

function showOne({ caller, grants, params }: Call): SandboxResponse {
  caller();
  const permission = grants.permissions.find(({ id }) => String(id) === params['key']);
  if (!permission) throw notFound();
  return ok({ ...permission });
}

type Test = (permission: Permission) => boolean;

/** Filters of the list of all permissions, and the fields that they compare. */
const FILTERS = [
  ['codename', 'codename'],
  ['content_type__app_label', 'app_label'],
  ['content_type__model', 'model'],
] as const;

function listAll(call: Call): SandboxResponse {
  call.caller();
  const { query } = call.request;
  const tests = [
    ...FILTERS.flatMap(([name, field]): Test[] => {
      const value = query.get(name);
      return value ? [(permission) => permission[field] === value] : [];
    }),
    ...call.grants.rules.flatMap((rule) => testHeld(call, rule) ?? []),
  ];
  const isFound = buildSearch(query, ['name', 'codename', 'model', 'app_label']);
  const found = call.grants.permissions.filter(
    (permission) =>
      tests.every((test) => test(permission)) &&
      isFound({ model: '', pk: permission.id, values: { ...permission } }),
  );
  const sorted = query.get('ordering') === 'id' ? found.sort((one, other) => one.id - other.id) : found;
  return ok(cutPage(call.release.behaviour.conventions, query, sorted, (permission) => ({ ...permission })));
}

/** Whether the user or role that the query names holds a permission everywhere; undefined: it names none. */
function testHeld({ database, grants, request }: Call, { holder, filter }: GrantRule): Test | undefined {
  const value = request.query.get(filter);
  if (!value) return undefined;
  if (filter === 'role' && parseUuid(value) === undefined)
    throw invalid({ [filter]: [`“${value}” is not a valid UUID.`] });
  if (!database.store.get(holder, value))
    throw invalid({
      [filter]: ['Select a valid choice. That choice is not one of the available choices.'],
    });
  const held = new Set(
    grants
      .list(holder)
      .filter(({ key, object }) => String(key) === value && object === undefined)
      .map(({ permission }) => permission.id),
  );
  return ({ id }) => held.has(id);
}

/**
 * Who holds permissions of a kind of object, or on one object; each with all that it holds on objects, of any
 * kind (recorded: "b rbac assigned_by_roles").
 */
function listHolders(call: Call, rule: GrantRule): SandboxResponse {
  requireWriter(call);
  const { database, release, request } = call;
  const model = request.query.get('model');
  if (!model) throw invalid({ model: [REQUIRED] });
  if (!knowsModel(release, model))
    throw invalid({ model: [`Select a valid choice. ${model} is not one of the available choices.`] });
  const grants = call.grants.list(rule.holder);
  const { user } = database.models.wellKnown;
  const isAdministrator = (row: Row): boolean => row.model === user && isSuperuser(database, row);
  const object = request.query.get('object_pk');
  const rows = database.store
    .list([rule.holder])
    .filter((row) => holdsAny(row, grants, rule, model, object) || isAdministrator(row))
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return ok(
    cutPage(release.behaviour.conventions, request.query, rows, (row) => showHolder(call, rule, grants, row)),
  );
}

/** Whether a user or role holds a permission of a kind of object: on the given one, or as the rule says. */
function holdsAny(
  row: Row,
  grants: readonly Grant[],
  { needsObject }: GrantRule,
  model: ModelName,
  object: string | null,
): boolean {
  const held = grants.filter(
    ({ key, permission }) => key === row.pk && `${permission.app_label}.${permission.model}` === model,
  );
  return held.some((one) => {
    if (one.object === undefined) return !object || needsObject === true;
    return object ? one.object === object : !needsObject;
  });
}

function showHolder({ database }: Call, rule: GrantRule, grants: readonly Grant[], row: Row): Json {
  const held = (everywhere: boolean): Json =>
    grants.filter((one) => one.key === row.pk && (one.object === undefined) === everywhere).map(showGrant);
  const shown: { [name: string]: Json } = { [rule.key]: row.pk };
  if (rule.key === 'pk') {
    shown['username'] = row.values['username'] ?? '';
    shown['is_superuser'] = isSuperuser(database, row);
  }
  shown['name'] = row.values['name'] ?? '';
  shown[rule.onObjects] = held(false);
  if (rule.everywhere !== undefined) shown[rule.everywhere] = held(true);
  return shown;
}

/** What one user or role holds on objects (recorded: "b rbac permissions/roles"). */
function listOwn(call: Call, rule: GrantRule): SandboxResponse {
  requireWriter(call);
  const { request, release } = call;
  const wanted = request.query.get(rule.ownFilter);
  if (wanted && rule.ownFilter === 'uuid' && parseUuid(wanted) === undefined)
    throw invalid({ uuid: ['Enter a valid UUID.'] });
  const grants = call.grants
    .list(rule.holder)
    .filter(({ key, object }) => object !== undefined && (!wanted || String(key) === wanted));
  // Unlike all other lists, this one never says which fields a query may name.
  return ok(cutPage(release.behaviour.conventions, request.query, grants, (one) => showOwn(call, one), null));
}

function showOwn({ database, release }: Call, grant: Grant): Json {
  const { app_label, model, app_label_verbose, model_verbose } = grant.permission;
  const found = database.store.find(database.models.concrete(`${app_label}.${model}`), grant.object);
  return {
    ...showGrant(grant),
    app_label_verbose,
    model_verbose,
    object_description: found ? titleOf(database.models, release.behaviour, found) : null,
  };
}

function assign(call: Call, rule: GrantRule): SandboxResponse {
  const { holder, permissions, object } = readAssignment(call, rule);
  const ids = permissions.map((name) => call.grants.grant(holder, name, object));
  return ok(ids.map((id) => ({ id: String(id) })));
}

function unassign(call: Call, rule: GrantRule): SandboxResponse {
  const { holder, permissions, object } = readAssignment(call, rule);
  for (const name of permissions) call.grants.revoke(holder, name, object);
  return { status: 204 };
}

/** The permissions that a body names, for whom, and on which object; undefined: on all. */
interface Assignment {
  readonly holder: Row;
  readonly permissions: readonly string[];
  readonly object: Row | undefined;
}

/**
 * Reads what to give or to take away. An object that does not exist is as if none were named: the permission
 * is one on all (recorded: "b rbac assign object bad pk").
 */
function readAssignment(call: Call, rule: GrantRule): Assignment {
  requireWriter(call);
  const { database, release } = call;
  const { store, models } = database;
  const holder = findRow(call, models.get(rule.holder));
  const { permissions, model, object_pk: key } = readObjectBody(call.request);
  if (permissions === undefined) throw invalid({ permissions: [REQUIRED] });
  if (!Array.isArray(permissions))
    throw invalid({ permissions: ['Expected a list of items but got type "str".'] });
  if (model !== undefined && !(typeof model === 'string' && knowsModel(release, model)))
    throw invalid({ model: [`"${String(model)}" is not a valid choice.`] });
  if ((model === undefined) !== (key === undefined))
    throw invalid({ non_field_errors: ['The fields model, object_pk must be used together.'] });
  const names = permissions.map(String);
  if (model === undefined && names.some((name) => !name.includes('.')))
    throw invalid({
      permissions: ['When assigning global permissions, codename must be given as app_label.codename'],
    });
  const object = typeof model === 'string' ? store.find(models.concrete(model), key) : undefined;
  return { holder, permissions: names, object };
}

function knowsModel({ catalog, rules }: Release, name: ModelName): boolean {
  return name in catalog.models || name in (rules.permissions ?? {});
}

function nameOf(row: Row): string {
  const { name, username } = row.values;
  if (typeof username === 'string') return username;
  return typeof name === 'string' ? name : String(row.pk);
}

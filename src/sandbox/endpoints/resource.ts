import type { ModelName } from '../../catalog/model.ts';
import type { Caller } from '../auth.ts';
import type { SandboxModel } from '../model-table.ts';
import { buildFilter } from '../query/filter.ts';
import { orderRows } from '../query/order.ts';
import { cutPage } from '../query/paging.ts';
import { describeQuery } from '../query/queryable.ts';
import { buildSearch } from '../query/search.ts';
import { renderAs } from '../render/render.ts';
import { readJsonBody } from '../request.ts';
import { forbidden, notFound, ok, type SandboxResponse } from '../response.ts';
import type { Row } from '../row.ts';
import type { Write, WriteParts } from '../validation/context.ts';
import { parseUuid } from '../validation/relation.ts';
import { deleteWithAlong, makeAlong } from '../write/along.ts';
import { writeObject } from '../write/save.ts';
import type { Call, Route } from './call.ts';
import { listUsers } from './used-by.ts';
import { listVisible } from './list-visible.ts';

type Reading = Pick<Call, 'database' | 'release' | 'caller'>;

/** The rows that an endpoint lists. */
function listRows(call: Reading, model: SandboxModel): Row[] {
  if (!mayRead(call)) return [];
  return call.database.store.list(listedModels(model)).filter((row) => !isHidden(model, row));
}

/**
 * Whether the caller sees any object; users without rights may also be refused (recorded: "non-superuser list
 * groups").
 */
function mayRead({ release, caller }: Reading): boolean {
  if (caller().superuser) return true;
  if (release.behaviour.conventions.denied === 'refused') throw forbidden();
  return false;
}

/** The models whose objects an endpoint lists. */
function listedModels(model: SandboxModel): ModelName[] {
  return [model.name, ...(model.list?.also ?? [])];
}

function isHidden(model: SandboxModel, row: Row): boolean {
  const hidden = Object.entries(model.list?.hidden ?? {});
  return hidden.length > 0 && hidden.every(([name, value]) => row.values[name] === value);
}

/** The object that the path names, or 404. */
export function findRow(call: Reading & Pick<Call, 'params'>, model: SandboxModel): Row {
  const { store } = call.database;
  const key = call.params['key'] ?? '';
  const keyIsPk = model.key === 'pk' || model.key === model.pkField;
  const wanted = model.auto || !keyIsPk ? key : parseUuid(key);
  const isSeen = mayRead(call);
  const rows = keyIsPk
    ? listedModels(model).flatMap((name) => store.get(name, wanted) ?? [])
    : store.holding(listedModels(model), model.key, key);
  const row = rows.find((candidate) => !isHidden(model, candidate));
  if (row && isSeen) return row;
  // A key of another form is not even looked up (recorded: "404 uuid object", "404 non-uuid object").
  const sought = wanted !== undefined && !(keyIsPk && model.auto && !/^\d+$/.test(wanted));
  throw notFound(call.release.behaviour.conventions.namesMissing && sought ? model.label : undefined);
}

/** The caller, who must be allowed to write; everybody else gets 403 (recorded: "non-superuser create"). */
export function requireWriter(call: Pick<Call, 'caller'>): Caller {
  const caller = call.caller();
  if (!caller.superuser) throw forbidden();
  return caller;
}

/** A write that makes a new object. */
export function createWith(
  { database, release, environment, importer, queue }: WriteParts,
  model: SandboxModel,
  caller: Caller,
): Write {
  return { database, release, environment, importer, queue, model, row: undefined, caller, partial: false };
}

function selectRows(call: Call, model: SandboxModel): Row[] {
  const { database, release, request } = call;
  const filter = buildFilter(database, release.behaviour, model, request.query);
  const search = buildSearch(
    request.query,
    model.list?.search ?? ['name', 'slug'].filter((name) => name in model.columns),
  );
  return orderRows(
    database,
    listRows(call, model).filter((row) => filter(row) && search(row)),
    request.query,
    ['pk', ...Object.keys(model.columns)],
    model.list?.order ?? [],
  );
}

function list(call: Call, model: SandboxModel): SandboxResponse {
  const { query } = call.request;
  const unless = model.list?.visibleUnless;
  const isFull =
    unless === undefined || (query.get(unless)?.toLowerCase() === 'true' && call.caller().superuser);
  if (!isFull) return listVisible(call, model);
  const view = query.get('include_details') === 'false' ? { ...call.view, brief: true } : call.view;
  return ok(
    cutPage(
      call.release.behaviour.conventions,
      query,
      selectRows(call, model),
      (row) => renderAs(view, model, row),
      describeQuery(model),
    ),
  );
}

function create(call: Call, model: SandboxModel): SandboxResponse {
  const write = createWith(call, model, requireWriter(call));
  const row = writeObject(write, readJsonBody(call.request));
  makeAlong(write, call.grants, row);
  call.visible.noteWrite(call.database.models, model.name);
  return { status: 201, body: renderAs({ ...call.view, created: true }, model, row) };
}

function update(call: Call, model: SandboxModel, partial: boolean): SandboxResponse {
  const caller = requireWriter(call);
  const row = findRow(call, model);
  const write = { ...createWith(call, model, caller), row, partial };
  const written = writeObject(write, readJsonBody(call.request));
  call.visible.noteWrite(call.database.models, row.model);
  call.grants.loseByWrite(written);
  return ok(renderAs(call.view, model, written));
}

function remove(call: Call, model: SandboxModel): SandboxResponse {
  requireWriter(call);
  const row = findRow(call, model);
  deleteWithAlong(call, row);
  call.visible.noteWrite(call.database.models, row.model);
  return { status: 204 };
}

/** List, create, read, change, delete and `used_by` of one kind of object. */
export function makeResourceRoutes(model: SandboxModel): Route[] {
  if (model.path === undefined || model.item === undefined) return [];
  const item = model.item.replace(/\{\w+\}/, '{key}');
  const { actions } = model;
  return [
    {
      path: model.path,
      methods: {
        GET: (call) => list(call, model),
        POST: actions.create ? (call) => create(call, model) : undefined,
      },
    },
    {
      path: item,
      methods: {
        GET: (call) => ok(renderAs(call.view, model, findRow(call, model))),
        PUT: actions.update ? (call) => update(call, model, false) : undefined,
        PATCH: actions.update ? (call) => update(call, model, true) : undefined,
        DELETE: actions.delete ? (call) => remove(call, model) : undefined,
      },
    },
    {
      path: `${item}used_by/`,
      methods: {
        GET: (call) => ok(listUsers(call.database, call.release.behaviour, findRow(call, model))),
      },
    },
  ];
}

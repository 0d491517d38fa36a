import type { SandboxModel } from '../model-table.ts';
import { buildFilter } from '../query/filter.ts';
import { orderRows } from '../query/order.ts';
import { cutPage } from '../query/paging.ts';
import { describeQuery } from '../query/queryable.ts';
import { buildSearch } from '../query/search.ts';
import { loseByWrite } from '../grants.ts';
import { renderAs } from '../render/render.ts';
import { forbidden, notFound, type Reply } from '../reply.ts';
import { readJsonBody } from '../request.ts';
import type { Row } from '../store.ts';
import { parseUuid } from '../validation/relation.ts';
import type { Caller } from '../world.ts';
import { deleteObject } from '../write/delete.ts';
import { writeObject } from '../write/save.ts';
import type { Call, Route } from './call.ts';
import { listUsers } from './used-by.ts';
import { forget, listVisible } from './visible-applications.ts';

/** The rows that an endpoint lists. */
function listRows(call: Call, model: SandboxModel): Row[] {
  return maySee(call) ? call.world.store.list(listed(model)).filter((row) => !isHidden(model, row)) : [];
}

/**
 * Whether the caller sees anything: whoever has no rights sees nothing, or is refused (recorded:
 * "non-superuser list groups").
 */
function maySee({ world, caller }: Call): boolean {
  if (caller().superuser) return true;
  if (world.behaviour.manners.denied === 'refused') throw forbidden();
  return false;
}

/** The models whose objects an endpoint lists. */
function listed(model: SandboxModel): string[] {
  return [model.name, ...(model.list?.also ?? [])];
}

function isHidden(model: SandboxModel, row: Row): boolean {
  const hidden = Object.entries(model.list?.hidden ?? {});
  return hidden.length > 0 && hidden.every(([name, value]) => row.values[name] === value);
}

/** The object that the path names, or 404. */
export function findRow(call: Call, model: SandboxModel): Row {
  const { store, behaviour } = call.world;
  const key = call.params['key'] ?? '';
  const keyIsPk = model.key === 'pk' || model.key === model.pkField;
  const wanted = model.auto || !keyIsPk ? key : parseUuid(key);
  const isSeen = maySee(call);
  const rows = keyIsPk
    ? listed(model).map((name) => store.get(name, wanted))
    : store.holding(listed(model), model.key, key);
  const row = rows.find((candidate) => candidate && !isHidden(model, candidate));
  // A key of another form is not even looked up (recorded: "404 uuid object", "404 non-uuid object").
  const sought = wanted !== undefined && !(keyIsPk && model.auto && !/^\d+$/.test(wanted));
  if (!row || !isSeen) throw notFound(behaviour.manners.namesMissing && sought ? model.label : undefined);
  return row;
}

/** Who may write; everybody else gets 403 (recorded: "non-superuser create"). */
export function requireWriter(call: Call): Caller {
  const caller = call.caller();
  if (!caller.superuser) throw forbidden();
  return caller;
}

function selectRows(call: Call, model: SandboxModel): Row[] {
  const { world, request } = call;
  const filter = buildFilter(world, model, request.query);
  const search = buildSearch(
    world,
    request.query,
    model.list?.search ?? ['name', 'slug'].filter((name) => name in model.columns),
  );
  const rows = listRows(call, model).filter((row) => filter(row) && search(row));
  return orderRows(
    world,
    rows,
    request.query,
    ['pk', ...Object.keys(model.columns)],
    model.list?.order ?? [],
  );
}

function write(call: Call, model: SandboxModel, partial: boolean): Reply {
  const caller = requireWriter(call);
  const row = findRow(call, model);
  const written = writeObject({ world: call.world, model, row, caller, partial }, readJsonBody(call.request));
  forget(call.world, row.model);
  loseByWrite(call.world, written);
  return { status: 200, body: renderAs(call.view, model, written) };
}

/** List, create, read, change, delete and `used_by` of one kind of object. */
export function makeResourceRoutes(model: SandboxModel): Route[] {
  if (model.path === undefined || model.item === undefined) return [];
  const item = model.item.replace(/\{\w+\}/, '{key}');
  const brief = (call: Call): Call['view'] =>
    call.request.query.get('include_details') === 'false' ? { ...call.view, brief: true } : call.view;
  return [
    {
      path: model.path,
      methods: {
        GET: (call) => {
          const unless = model.list?.visibleUnless;
          if (
            unless !== undefined &&
            !(call.request.query.get(unless)?.toLowerCase() === 'true' && call.caller().superuser)
          )
            return listVisible(call, model);
          return {
            status: 200,
            body: cutPage(
              call.world.behaviour.manners,
              call.request.query,
              selectRows(call, model),
              (row) => renderAs(brief(call), model, row),
              describeQuery(model),
            ),
          };
        },
        ...(model.actions.create
          ? {
              POST: (call: Call): Reply => {
                const caller = requireWriter(call);
                const row = writeObject(
                  { world: call.world, model, row: undefined, caller, partial: false },
                  readJsonBody(call.request),
                );
                forget(call.world, model.name);
                return { status: 201, body: renderAs({ ...call.view, created: true }, model, row) };
              },
            }
          : {}),
      },
    },
    {
      path: item,
      methods: {
        GET: (call) => ({ status: 200, body: renderAs(call.view, model, findRow(call, model)) }),
        ...(model.actions.update
          ? {
              PUT: (call: Call): Reply => write(call, model, false),
              PATCH: (call: Call): Reply => write(call, model, true),
            }
          : {}),
        ...(model.actions.delete
          ? {
              DELETE: (call: Call): Reply => {
                requireWriter(call);
                const row = findRow(call, model);
                deleteObject(call.world, row);
                forget(call.world, row.model);
                return { status: 204 };
              },
            }
          : {}),
      },
    },
    {
      path: `${item}used_by/`,
      methods: { GET: (call) => ({ status: 200, body: listUsers(call.world, findRow(call, model)) }) },
    },
  ];
}

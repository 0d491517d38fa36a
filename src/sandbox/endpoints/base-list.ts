import type { BaseRule } from '../behaviour/list-rules.ts';
import { buildSearch } from '../query/search.ts';
import { cutPage } from '../query/paging.ts';
import { orderRows } from '../query/order.ts';
import { renderBase } from '../render/render.ts';
import { notFound, ok } from '../response.ts';
import type { Row } from '../row.ts';
import { deleteWithAlong } from '../write/along.ts';
import type { Call, Route } from './call.ts';
import { requireWriter } from './resource.ts';
import { listUsers } from './used-by.ts';

/** The lists that show objects of several kinds together: `/providers/all/` and the like. */
export function makeBaseRoutes(rule: BaseRule): Route[] {
  const { path, model, key = 'pk' } = rule;
  if (path === undefined) return [];
  const rows = ({ database, caller }: Call): Row[] =>
    caller().superuser ? database.store.list(database.models.concrete(model)) : [];
  const find = (call: Call): Row => {
    const row = rows(call).find(
      (candidate) => String(key === 'pk' ? candidate.pk : candidate.values[key]) === call.params['key'],
    );
    if (!row)
      throw notFound(
        call.release.behaviour.conventions.namesMissing
          ? call.release.catalog.models[model]?.label
          : undefined,
      );
    return row;
  };
  const list = (call: Call): Row[] => {
    const { database, request } = call;
    // Only these filters count; `name` is not among them for most (recorded: "providers/all filter name").
    const wanted = (rule.filters ?? []).flatMap((name): [string, string][] => {
      const value = request.query.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    });
    const search = buildSearch(request.query, ['name']);
    const selected = rows(call).filter(
      (row) => search(row) && wanted.every(([name, value]) => String(row.values[name]) === value),
    );
    return orderRows(database, selected, request.query, ['pk', 'name'], rule.order ?? []);
  };
  return [
    {
      path,
      methods: {
        GET: (call) =>
          ok(
            cutPage(call.release.behaviour.conventions, call.request.query, list(call), (row) =>
              renderBase(call.view, row, model),
            ),
          ),
      },
    },
    {
      path: `${path}{key}/`,
      methods: {
        GET: (call) => ok(renderBase(call.view, find(call), model)),
        DELETE: (call) => {
          requireWriter(call);
          deleteWithAlong(call, find(call));
          return { status: 204 };
        },
      },
    },
    {
      path: `${path}{key}/used_by/`,
      methods: { GET: (call) => ok(listUsers(call.database, call.release.behaviour, find(call))) },
    },
  ];
}

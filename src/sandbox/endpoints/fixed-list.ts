import type { Json } from '../../catalog/model.ts';
import type { FixedList } from '../model-table.ts';
import { cutPage } from '../query/paging.ts';
import { notFound, ok } from '../response.ts';
import type { Route } from './call.ts';

/** Parameters of a list call that do not choose objects. */
const PAGING = new Set(['page', 'page_size', 'ordering', 'search']);

/**
 * The routes of objects that nothing writes, as they were recorded, in the order of the list. A query may name
 * a field with its exact value.
 */
export function makeFixedRoutes({ model, path }: FixedList): Route[] {
  return [
    {
      path,
      methods: {
        GET: ({ database, release, request, caller }) => {
          const asked = [...request.query].filter(([name]) => !PAGING.has(name));
          const isAsked = (values: Readonly<Record<string, Json>>): boolean =>
            asked.every(([name, value]) => !(name in values) || String(values[name]) === value);
          const rows = caller().superuser ? database.store.list([model]) : [];
          return ok(
            cutPage(
              release.behaviour.conventions,
              request.query,
              rows.filter(({ values }) => isAsked(values)),
              ({ values }) => values,
            ),
          );
        },
      },
    },
    {
      path: `${path}{key}/`,
      methods: {
        GET: ({ database, params, caller }) => {
          const row = caller().superuser ? database.store.get(model, params['key']) : undefined;
          if (!row) throw notFound();
          return ok(row.values);
        },
      },
    },
  ];
}

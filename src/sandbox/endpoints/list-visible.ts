import type { Json } from '../../catalog/model.ts';
import type { SandboxModel } from '../model-table.ts';
import { buildFilter } from '../query/filter.ts';
import { orderRows } from '../query/order.ts';
import { cutPage } from '../query/paging.ts';
import { buildSearch } from '../query/search.ts';
import { renderAs } from '../render/render.ts';
import { ok, type SandboxResponse } from '../response.ts';
import { isAllowed } from '../rights.ts';
import type { Call } from './call.ts';

/**
 * A list of what the caller may open, kept for each user: the page counts what the filter selects, but the
 * results are those that the first such call selected (recorded: "x2 app list slug=a (fills cache)" and the
 * three after it). A search is never kept, and of some lists only what was asked for by a certain parameter.
 */
export function listVisible(call: Call, model: SandboxModel): SandboxResponse {
  const { database, release, request, view, visible } = call;
  const filter = buildFilter(database, release.behaviour, model, request.query);
  const search = buildSearch(request.query, model.list?.search ?? []);
  const selected = orderRows(
    database,
    database.store.list([model.name]).filter((row) => filter(row) && search(row)),
    request.query,
    Object.keys(model.columns),
    model.list?.order ?? [],
  );
  const page = cutPage(release.behaviour.conventions, request.query, selected, (row) => row.pk);
  const { user } = call.caller();
  const allowed = selected.filter((row) => isAllowed(database, row, user));
  const isSearch = (request.query.get('search') ?? '') !== '';
  const { keptWith } = model.list ?? {};
  const kept = keptWith === undefined ? '' : request.query.get(keptWith);
  const shown = isSearch || kept === null ? allowed : visible.keep(`${model.name}${kept}`, user, allowed);
  return ok({ ...page, results: shown.map((row): Json => renderAs(view, model, row)) });
}

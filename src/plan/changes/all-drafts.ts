import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { ModelName } from '../../catalog/model.ts';
import { describeRow } from '../overlay/describe.ts';
import { keysByModel } from '../overlay/keys-by-model.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import type { Cascaded } from '../value/plan.ts';
import { changesOf } from './changes.ts';
import type { Draft } from './draft.ts';
import { groupBy } from '../../source/group-by.ts';

/** The changes of all objects that entries manage, in the order of the entries, without dependencies. */
export function draftsOf(overlay: Overlay, ordered: readonly Blueprint[], policy: Policy): Draft[] {
  const gone = goneWith(overlay);
  const drafts = overlay
    .allRows()
    .flatMap((row) => changesOf(overlay, row, cascadesOf(overlay, gone.get(row.id) ?? []), policy));
  const position = new Map(ordered.map((blueprint, index) => [blueprint.file, index]));
  const fileOf = ({ place }: Draft): number => (place && position.get(place.file)) ?? 0;
  const entryOf = ({ entry }: Draft): number => entry?.index ?? 0;
  return drafts.sort((a, b) => fileOf(a) - fileOf(b) || entryOf(a) - entryOf(b));
}

/** The objects that are deleted along with each deleted one, by the id of its row. */
function goneWith(overlay: Overlay): Map<string, OverlayRow[]> {
  return groupBy(overlay.allRows(), ({ id, deletedBy, actual }) =>
    deletedBy === id || !actual ? undefined : deletedBy,
  );
}

function cascadesOf(overlay: Overlay, rows: readonly OverlayRow[]): Cascaded[] {
  const names = new Map<ModelName, string[]>();
  for (const row of rows) {
    const others = names.get(row.model);
    if (others) others.push(describeRow(overlay, row));
    else names.set(row.model, [describeRow(overlay, row)]);
  }
  return [...keysByModel(overlay, rows)]
    .map(([model, keys]) => ({ model, count: keys.length, keys, names: (names.get(model) ?? []).sort() }))
    .sort((a, b) => (`${a.count} ${a.model}` < `${b.count} ${b.model}` ? -1 : 1));
}

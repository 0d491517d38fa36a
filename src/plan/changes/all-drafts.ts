import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';
import type { Cascaded } from '../value/plan.ts';
import { changesOf } from './changes.ts';
import type { Draft } from './draft.ts';

/** The changes of all objects that entries manage, in the order of the entries, without dependencies. */
export function draftsOf(overlay: Overlay, ordered: readonly Blueprint[], policy: Policy): Draft[] {
  const gone = goneWith(overlay);
  const drafts = overlay
    .allRows()
    .flatMap((row) => changesOf(overlay, row, countByModel(gone.get(row.id) ?? []), policy));
  const position = new Map(ordered.map((blueprint, index) => [blueprint.file, index]));
  const fileOf = ({ place }: Draft): number => (place && position.get(place.file)) ?? 0;
  const entryOf = ({ entry }: Draft): number => entry?.index ?? 0;
  return drafts.sort((a, b) => fileOf(a) - fileOf(b) || entryOf(a) - entryOf(b));
}

/** The models of the objects that are deleted along with each deleted one, by the id of its row. */
function goneWith(overlay: Overlay): Map<string, string[]> {
  const gone = new Map<string, string[]>();
  for (const row of overlay.allRows()) {
    if (row.deletedBy === undefined || row.deletedBy === row.id || !row.actual) continue;
    const models = gone.get(row.deletedBy);
    if (models) models.push(row.model);
    else gone.set(row.deletedBy, [row.model]);
  }
  return gone;
}

function countByModel(models: readonly ModelName[]): Cascaded[] {
  const counts = new Map<ModelName, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts]
    .map(([model, count]) => ({ model, count }))
    .sort((a, b) => (`${a.count} ${a.model}` < `${b.count} ${b.model}` ? -1 : 1));
}

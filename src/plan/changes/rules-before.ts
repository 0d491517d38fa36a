import type { ModelName } from '../../catalog/model.ts';
import type { ObjectRule } from '../../catalog/object-rule.ts';
import { holds } from '../../semantics/object-condition.ts';
import { conditionsOnOthers } from '../../semantics/rule-fields.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Draft } from './draft.ts';
import { RowBesideOne, surroundingsOf } from './row-object.ts';

/**
 * Gives the objects of the server because of which the server would refuse a change as long as they are as they
 * are: of what only one object of a model may have, the one that has it still.
 */
export class RulesBefore {
  readonly #overlay: Overlay;
  readonly #changed = new Map<ModelName, readonly OverlayRow[]>();

  constructor(overlay: Overlay, changes: readonly Draft[]) {
    this.#overlay = overlay;
    const drafted = new Set(changes.map(({ row }) => row));
    for (const model of new Set(changes.map(({ model: name }) => name))) {
      if (this.#rulesOf(model).length === 0) continue;
      const rows = overlay
        .allRows()
        .filter((row) => row.model === model && row.actual && drafted.has(row.deletedBy ?? row.id));
      this.#changed.set(model, rows);
    }
  }

  /** The rows that must be changed or deleted before this one is written. */
  blocking({ action, model }: Draft, row: OverlayRow): readonly OverlayRow[] {
    if (action !== 'create' && action !== 'update') return [];
    const overlay = this.#overlay;
    const surroundings = surroundingsOf(overlay, model);
    return (this.#changed.get(model) ?? []).filter(
      (other) =>
        other !== row &&
        this.#rulesOf(model).some(
          ({ refused }) => holds(refused, new RowBesideOne(overlay, row, other), surroundings) === true,
        ),
    );
  }

  #rulesOf(model: ModelName): readonly ObjectRule[] {
    const { rules = [] } = this.#overlay.resource(model);
    return rules.filter(({ refused }) => conditionsOnOthers(refused).length > 0);
  }
}

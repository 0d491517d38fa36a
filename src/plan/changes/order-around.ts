import type { ModelName } from '../../catalog/model.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Draft } from './draft.ts';

/** A blueprint that the server is told to apply, and whose content was planned. */
interface Applied {
  readonly row: OverlayRow;
  /** When its content was planned, in the order of planning. */
  readonly step: number;
  /** The models that its entries ask about or change. */
  readonly models: ReadonlySet<ModelName>;
}

/** What the server does while it applies blueprints. */
export interface OnServer {
  /** The changes that it makes. */
  readonly theirs: readonly Draft[];
  readonly applied: readonly Applied[];
}

/**
 * Orders changes of what a content may find as they were planned: the server finds what the plan found, and
 * nothing that an entry after it makes of it.
 */
export function orderAround(
  overlay: Overlay,
  { row, step, models: asked }: Applied,
  applying: Draft,
  ours: readonly Draft[],
  add: (later: Draft, earlier: Draft) => void,
): void {
  const kinds = new Set([...asked].flatMap((model) => kindsOf(overlay.catalog, model)));
  for (const change of ours) {
    const steps = overlay.row(change.row)?.steps ?? [];
    const models = [change.model, ...change.cascades.map(({ model }) => model)];
    if (change.row === row.id || !models.some((model) => kinds.has(model))) continue;
    if (steps.some((one) => one > step)) add(change, applying);
    else if (steps.length > 0) add(applying, change);
  }
}

import type { BundledBlueprint } from '../../catalog/bundled.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { changedFields, type Comparing } from './changed-fields.ts';
import { FirstState } from './first-state.ts';
import { LeavingOut, type LeftOutReason, type Wish } from './left-out.ts';

/** Tells what authentik makes by itself from what somebody made, or changed: as an export does. */
export class ServerMade {
  readonly #leaving: LeavingOut;
  readonly #first: FirstState;
  readonly #comparing: Comparing;

  /** `overlay`: what the server has; what must be read to tell is remembered there. `bundled`: authentik's own. */
  constructor(overlay: Overlay, bundled: readonly BundledBlueprint[], wish: Wish) {
    this.#leaving = new LeavingOut(overlay, wish);
    this.#first = new FirstState(overlay, bundled, (model) => void overlay.knows({ model }));
    this.#comparing = {
      overlay,
      first: this.#first,
      isAsked: () => false,
      isOurs: (row) => this.#leaving.reason(row) === undefined && !this.#first.isThere(row),
    };
  }

  /** Why an object is none that somebody made; `bundled`: it is as authentik made it. */
  reason(row: OverlayRow): LeftOutReason | undefined {
    const reason = this.#leaving.reason(row);
    if (reason !== undefined || !this.isThere(row)) return reason;
    return changedFields(this.#comparing, row).length === 0 ? 'bundled' : undefined;
  }

  /** Whether every server has an object of this name by itself. */
  isThere(row: OverlayRow): boolean {
    return this.#first.isThere(row);
  }
}

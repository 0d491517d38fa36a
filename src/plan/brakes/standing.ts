import type { Me } from '../../actual/snapshot.ts';
import type { BundledTable } from '../../catalog/bundled.ts';
import type { Standing } from '../entries/protect.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { behindToken } from './behind-token.ts';
import { BundledObjects } from './bundled-objects.ts';

/** What is known besides the objects. */
interface Known {
  readonly snapshot: { readonly me: Me | undefined };
  readonly bundled?: (() => BundledTable) | undefined;
}

/** All by which an object may be protected. `own`: what authentik's own blueprints make. */
export function standingOf(
  overlay: Overlay,
  { snapshot: { me }, bundled }: Known,
  own = new BundledObjects(overlay, bundled),
): Standing {
  let behind: ReadonlySet<OverlayRow> | undefined;
  return {
    me,
    isBehind: (row) => (behind ??= behindToken(overlay, me)).has(row),
    isBundled: (row) => own.has(row),
  };
}

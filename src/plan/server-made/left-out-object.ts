import type { Value } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import type { ObjectRule } from '../../catalog/object-rule.ts';
import { holds } from '../../semantics/object-condition.ts';
import { Bare, offline } from '../../semantics/subject.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** An object of the server as a request would make it that leaves some fields out. */
class LeftOutObject extends Bare {
  readonly resource: Resource;
  readonly created = true;
  readonly #row: OverlayRow;
  readonly #leftOut: ReadonlySet<string>;

  constructor(resource: Resource, row: OverlayRow, leftOut: ReadonlySet<string>) {
    super();
    this.resource = resource;
    this.#row = row;
    this.#leftOut = leftOut;
  }

  value(field: string): Value | undefined {
    return this.#leftOut.has(field) ? undefined : this.#row.actual?.[field];
  }

  given(field: string): boolean {
    return this.value(field) !== undefined;
  }

  changed(): boolean {
    return false;
  }
}

/**
 * Whether a rule may refuse a new object like this one only where these fields are left out: the server takes
 * something else for them then than the default that they get.
 */
export function needsWritten(
  overlay: Overlay,
  row: OverlayRow,
  rules: readonly ObjectRule[],
  leftOut: ReadonlySet<string>,
): boolean {
  const surroundings = offline(overlay.catalog);
  const model = overlay.resource(row.model);
  return rules.some(
    ({ refused }) =>
      holds(refused, new LeftOutObject(model, row, leftOut), surroundings) !== false &&
      holds(refused, new LeftOutObject(model, row, new Set()), surroundings) !== true,
  );
}

import type { Value } from '../../blueprint/value.ts';
import type { AccessBinding } from '../../catalog/access-binding.ts';
import type { Field, Json, Resource } from '../../catalog/model.ts';
import { constantAnswer } from '../../semantics/constant-answer.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import type { Truth } from '../../semantics/operators.ts';
import { rowsMeant } from '../overlay/links.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The server before the plan, or as the plan leaves it. */
export interface Side {
  readonly has: (row: OverlayRow) => boolean;
  readonly value: (row: OverlayRow, field: string) => Value | undefined;
  /** The objects that a field of a row links to. */
  readonly linked: (row: OverlayRow, field: string) => readonly OverlayRow[];
}

/** The server before the plan, and as the plan leaves it. */
export function sidesOf(overlay: Overlay): { readonly before: Side; readonly after: Side } {
  const fieldOf = (row: OverlayRow, name: string): Field | undefined =>
    overlay.resource(row.model).fields[name];
  const valueBefore = (row: OverlayRow, name: string): Json | undefined => row.actual?.[name];
  return {
    before: {
      has: ({ actual }) => actual !== undefined,
      value: valueBefore,
      linked: (row, name) => {
        const value = valueBefore(row, name);
        const keys = Array.isArray(value) ? value : [value];
        return keys.flatMap((key) => overlay.rowBefore(fieldOf(row, name)?.references ?? [], key) ?? []);
      },
    },
    after: {
      has: ({ deletedBy, refused, actual }) => deletedBy === undefined && (actual !== undefined || !refused),
      value: (row, name) => overlay.value(row, name),
      linked: (row, name) => {
        const field = fieldOf(row, name);
        return field ? rowsMeant(overlay, field, overlay.value(row, name)) : [];
      },
    },
  };
}

/**
 * Whether a binding lets everybody pass; undefined as long as what it binds has not been read. A policy of which
 * that cannot be told keeps somebody out, or nobody would have bound it.
 */
export function letsAllPass(overlay: Overlay, row: OverlayRow, access: AccessBinding, side: Side): Truth {
  const isNegated = side.value(row, access.negate) === true;
  if (isLink(side.value(row, access.policy))) {
    const answer = answerOf(overlay, row, access, side);
    if (answer === 'unread') return undefined;
    return answer === undefined ? false : answer !== isNegated;
  }
  const [group] = side.linked(row, access.group.field);
  return isNegated && group !== undefined && isEmpty(overlay, group, access, side);
}

/** The answer of a bound policy to everybody; undefined: it depends. */
function answerOf(
  overlay: Overlay,
  row: OverlayRow,
  { policy: name }: AccessBinding,
  side: Side,
): boolean | 'unread' | undefined {
  const [policy] = side.linked(row, name);
  if (!policy) return isRead(overlay, row, name) ? undefined : 'unread';
  const { answer } = overlay.resource(policy.model);
  const value = answer && side.value(policy, answer.field);
  if (answer?.kind === 'python') return typeof value === 'string' ? constantAnswer(value) : undefined;
  return typeof value === 'boolean' ? value : undefined;
}

/** Whether the policies have been read that a link may lead to and that may answer the same to everybody. */
function isRead(overlay: Overlay, row: OverlayRow, name: string): boolean {
  const { references = [] } = overlay.resource(row.model).fields[name] ?? {};
  return references
    .flatMap((model) => kindsOf(overlay.catalog, model))
    .filter((model) => overlay.resource(model).answer !== undefined)
    .map((model) => overlay.knows({ model }))
    .every(Boolean);
}

/** Whether a group has no members, and no groups within it that could have some. */
function isEmpty(overlay: Overlay, group: OverlayRow, { group: how }: AccessBinding, side: Side): boolean {
  const members = side.value(group, how.members);
  if (!Array.isArray(members) || members.length > 0 || !overlay.knows({ model: group.model })) return false;
  const { fields }: Resource = overlay.resource(group.model);
  const within = how.within.filter((name) => name in fields);
  return !overlay
    .rowsBefore(group.model)
    .some((row) => side.has(row) && within.some((name) => side.linked(row, name).includes(group)));
}

function isLink(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

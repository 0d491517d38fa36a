import type { Json, Protection } from '../../catalog/model.ts';
import type { Me } from '../../actual/snapshot.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Policy } from '../policy.ts';

/** The word in the catalog's facts that stands for the primary key of the token's user. */
const ME = '@me';

/**
 * The protection of an object that exists, unless the run allows changes to it (`--allow-protected model` or
 * `model:name`). What counts is what the server has now, not what entries would make of it.
 */
export function protectionOf(
  overlay: Overlay,
  row: OverlayRow,
  policy: Policy,
  me: Me | undefined,
): Protection | undefined {
  if (!row.actual) return undefined;
  const actual = row.actual;
  for (const protection of overlay.resource(row.model).protected) {
    if (
      !protection.match.some((values) =>
        Object.entries(values).every(([field, value]) => has(actual[field], value, me)),
      )
    )
      continue;
    const name = actual[protection.nameField];
    if (isAllowed(policy, row.model, name)) continue;
    return protection;
  }
  return undefined;
}

/** What `--allow-protected` must say to allow a change of this object. */
export function allowName(protection: Protection, row: OverlayRow): string {
  return `${row.model}:${String(row.actual?.[protection.nameField] ?? '')}`;
}

/**
 * The object that an entry with these values must leave alone because it is the one of its kind, e.g. the
 * default tenant.
 */
export function standIn(
  overlay: Overlay,
  model: string,
  values: ReadonlyMap<string, Value>,
  policy: Policy,
  me: Me | undefined,
): OverlayRow | undefined {
  for (const protection of overlay.resource(model).protected) {
    if (protection.guard !== 'leave-alone') continue;
    const claims = protection.match.some((set) =>
      Object.entries(set).every(([field, value]) => values.get(field) === value),
    );
    if (!claims || !overlay.knows({ model })) continue;
    const existing = overlay.rows(model).find((row) => protectionOf(overlay, row, policy, me) === protection);
    if (existing) return existing;
  }
  return undefined;
}

function isAllowed(policy: Policy, model: string, name: Json | undefined): boolean {
  return policy.allowProtected.includes(model) || policy.allowProtected.includes(`${model}:${String(name)}`);
}

function has(actual: Json | undefined, value: Json, me: Me | undefined): boolean {
  if (value === ME && me === undefined) return false;
  const wanted = value === ME ? me?.pk : value;
  if (Array.isArray(actual)) return actual.some((item) => pkText(item) === pkText(wanted));
  return actual === wanted;
}

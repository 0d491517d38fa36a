import { asArgument } from '../../source/as-argument.ts';
import type { Json, Protection } from '../../catalog/model.ts';
import type { Me } from '../../actual/snapshot.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Policy } from '../policy.ts';

/** Stands for the primary key of the token's user in the catalog's facts. */
const ME = '@me';

/**
 * The protection of an object of the server; undefined for an object that is not protected, or that
 * `--allow-protected` (`model` or `model:name`) allows to change. The values that the server has now decide,
 * not the desired ones.
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

/**
 * A value of `--allow-protected` that allows changes of this object and can be typed: `model:name`, or the model
 * where the name must not be shown.
 */
export function allowName({ nameField }: Protection, { model, from, actual }: OverlayRow): string {
  if (from.has(nameField)) return model;
  return asArgument(`${model}:${String(actual?.[nameField] ?? '')}`);
}

/**
 * The protected object that an entry with these identifiers means and must leave alone, instead of creating
 * another: the default tenant, by whatever domain.
 */
export function standIn(
  overlay: Overlay,
  model: string,
  identifiers: ReadonlyMap<string, Value>,
  policy: Policy,
  me: Me | undefined,
): OverlayRow | undefined {
  for (const protection of overlay.resource(model).protected) {
    if (protection.guard !== 'leave-alone') continue;
    const claims = protection.match.some((set) =>
      Object.entries(set).every(([field, value]) => identifiers.get(field) === value),
    );
    if (!claims || !overlay.knows({ model })) continue;
    const existing = overlay.rows(model).find((row) => protectionOf(overlay, row, policy, me) === protection);
    if (existing) return existing;
  }
  return undefined;
}

/** Whether `--allow-protected` names an object, or its model. */
export function isAllowed(policy: Policy, model: string, name: Value | undefined): boolean {
  return policy.allowProtected.includes(model) || policy.allowProtected.includes(`${model}:${String(name)}`);
}

function has(actual: Json | undefined, value: Json, me: Me | undefined): boolean {
  if (value === ME && me === undefined) return false;
  const required = value === ME ? me?.pk : value;
  if (Array.isArray(actual)) return actual.some((item) => pkText(item) === pkText(required));
  return actual === required;
}

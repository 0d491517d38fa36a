import { asArgument } from '../../source/as-argument.ts';
import type { Json, Protection } from '../../catalog/model.ts';
import type { Me } from '../../actual/snapshot.ts';
import { describeRow } from '../overlay/describe.ts';
import { NAMES } from '../overlay/natural.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Policy } from '../policy.ts';

/**
 * What the special values of `Protection.match` stand for, as far as it is asked: the planning of an entry asks
 * only what the object itself shows, and the brakes ask all.
 */
export interface Standing {
  readonly me: Me | undefined;
  readonly isBehind?: ((row: OverlayRow) => boolean) | undefined;
  readonly isBundled?: ((row: OverlayRow) => boolean) | undefined;
}

/** What `protect:` of a project file means for an object that it names. */
const BY_PROJECT: Protection = {
  match: [],
  guard: 'add-only',
  frozen: [],
  why: 'the project file protects it',
};

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
  return protectionsOf(overlay, row, policy).find((one) => stands(overlay, row, one, { me }));
}

/** The protections that an object can have by its model and the project, but those that are lifted for it. */
export function protectionsOf(overlay: Overlay, row: OverlayRow, policy: Policy): readonly Protection[] {
  const { protected: known } = overlay.resource(row.model);
  const all = isListed(policy.protect, row.model, namesOf(overlay, row)) ? [...known, BY_PROJECT] : known;
  return all.filter((one) => !isLifted(overlay, row, one, policy));
}

/** Whether an object of the server has a protection: its values are among those that it is for. */
export function stands(overlay: Overlay, row: OverlayRow, protection: Protection, by: Standing): boolean {
  if (protection === BY_PROJECT) return true;
  return protection.match.some((values) =>
    Object.entries(values).every(([field, value]) => has(row, field, value, by)),
  );
}

/** Whether `--allow-protected` names an object of the server, by any of its names, whether it is protected or not. */
export function isNamed(overlay: Overlay, row: OverlayRow, { allowProtected }: Policy): boolean {
  return isListed(allowProtected, row.model, namesOf(overlay, row));
}

function isLifted(overlay: Overlay, row: OverlayRow, protection: Protection, policy: Policy): boolean {
  if (policy.allowProtected.length === 0) return false;
  if (isAllowed(policy, row.model, protectedName(overlay, row, protection))) return true;
  return protection === BY_PROJECT && isNamed(overlay, row, policy);
}

function isListed(list: readonly string[], model: string, names: () => readonly string[]): boolean {
  if (!list.some((one) => one === model || one.startsWith(`${model}:`))) return false;
  return list.includes(model) || names().some((name) => list.includes(`${model}:${name}`));
}

/** All that an object of the server is called. */
function namesOf(overlay: Overlay, row: OverlayRow): () => readonly string[] {
  return () => {
    const { unique, collection } = overlay.resource(row.model);
    const alone = unique.flatMap(({ fields }) => (fields.length === 1 ? fields : []));
    const values = [collection.key, ...alone, ...NAMES].map((field) => row.actual?.[field]);
    return [...values.filter((value) => typeof value === 'string'), describeRow(overlay, row)];
  };
}

/** What an object is called after its model where `--allow-protected` names it. */
function protectedName(overlay: Overlay, row: OverlayRow, { nameField }: Protection): string {
  return nameField === undefined ? describeRow(overlay, row) : String(row.actual?.[nameField] ?? '');
}

/**
 * A value of `--allow-protected` that allows changes of this object and can be typed: `model:name`, or the model
 * where the name must not be shown.
 */
export function allowName(overlay: Overlay, row: OverlayRow, protection: Protection): string {
  const { nameField } = protection;
  if (nameField === undefined ? row.from.size > 0 : row.from.has(nameField)) return row.model;
  return asArgument(`${row.model}:${protectedName(overlay, row, protection)}`);
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

function has(row: OverlayRow, field: string, value: Json, { me, isBehind, isBundled }: Standing): boolean {
  const actual = row.actual?.[field];
  switch (value) {
    case '@behind':
      return isBehind?.(row) ?? false;
    case '@bundled':
      return isBundled?.(row) ?? false;
    case '@some':
      return actual !== undefined && actual !== null && actual !== '';
    case '@me':
      return me !== undefined && holds(actual, me.pk);
    default:
      return actual === value;
  }
}

function holds(actual: Json | undefined, required: Json): boolean {
  const text = pkText(required);
  return Array.isArray(actual) ? actual.some((item) => pkText(item) === text) : pkText(actual) === text;
}

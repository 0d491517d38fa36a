import { type EntryPermission, permissionsOf } from '../../blueprint/entry-permissions.ts';
import { fromWords } from '../../blueprint/sensitive.ts';
import type { Node } from '../../blueprint/blueprint.ts';
import { Later, NotRead, Unknown, type Value } from '../../blueprint/value.ts';
import type { HolderKind, ModelName } from '../../catalog/model.ts';
import {
  nearPermission,
  permissionHint,
  permissionsEverywhere,
  permissionsOn,
  withoutApp,
} from '../../catalog/permission-names.ts';
import { listed } from '../../diagnostics/spelling.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { EntryScope } from './entry-scope.ts';
import type { PlanContext } from './plan-context.ts';
import { findText } from '../overlay/natural.ts';
import type { OverlayRow, Provenance, DesiredGrant } from '../overlay/overlay-row.ts';
import { pkText } from '../../semantics/pk-text.ts';
import { allowName, protectionOf } from './protect.ts';
import { refuse } from './refuse.ts';

/*
 * Permissions that entries declare. The key `permissions` of an entry grants permissions on its object to
 * users and roles; the attribute `permissions` of a user or a role lists what that object holds everywhere.
 * They are gathered per object like its fields; grant-changes.ts compares them with what the server has.
 */

/**
 * Adds the permissions that an entry declares on its object to the row; reports those that cannot be granted.
 */
export function grantOnObject(scope: EntryScope, row: OverlayRow): void {
  const { entry, file, context } = scope;
  if (!file.features.permissions || !context.overlay.catalog.permissions) return;
  const items = permissionsOf(entry);
  if (!items) return;
  const protection = protectionOf(context.overlay, row, context.policy, context.me);
  if (protection?.guard === 'leave-alone' && items.length > 0) {
    refuse(context, row, {
      action: 'update',
      why: protection.why,
      allow: allowName(context.overlay, row, protection),
      provenance: scope.provenance(entry.permissions?.span ?? entry.span),
    });
    return;
  }
  row.grants.object ??= [];
  for (const item of items) grantItem(scope, row, item);
}

function grantItem(scope: EntryScope, row: OverlayRow, item: EntryPermission): void {
  const { overlay } = scope.context;
  const written = scope.evaluate(item.permission, 'value');
  if (written === undefined) return;
  const provenance = scope.provenance(item.node.span);
  if (
    typeof written !== 'string' ||
    !isKnown(
      scope.context,
      { ...provenance, place: scope.place(item.permission.span), from: scope.from(item.permission) },
      { name: written, model: row.model },
    )
  ) {
    if (typeof written !== 'string')
      scope.report(
        'attribute-type',
        'permission must be a text such as view_application',
        item.permission.span,
      );
    return;
  }
  const holders = (
    [
      ['user', item.user],
      ['role', item.role],
    ] as const
  ).filter(
    (pair): pair is readonly [HolderKind, Node] =>
      pair[1] !== undefined && overlay.catalog.permissions?.holders[pair[0]] !== undefined,
  );
  if (holders.length === 0) {
    if (item.user ?? item.role) return;
    scope.context.report({
      code: 'permission-holder',
      severity: 'warning',
      message: 'this permission goes to nobody: it names neither a user nor a role',
      hint: 'add user or role',
      place: scope.place(item.node.span),
      entry: scope.ref,
    });
    return;
  }
  for (const [holder, node] of holders) {
    const key = keyOf(scope, holder, node);
    const from = scope.from(item.permission, node);
    if (key !== undefined)
      row.grants.object?.push({
        permission: withoutApp(written),
        holder,
        key,
        provenance: { ...provenance, from },
      });
  }
}

/**
 * The key of the user or role that a node names; undefined when there is none, which has been reported, or
 * when it has not been read yet.
 */
function keyOf(scope: EntryScope, holder: HolderKind, node: Node): Value | undefined {
  const { overlay } = scope.context;
  const model = overlay.catalog.permissions?.holders[holder]?.model ?? '';
  const key = scope.evaluate(node, 'value');
  if (key === undefined) return undefined;
  if (key instanceof Later) return key;
  if (key instanceof Unknown) {
    if (!(key instanceof NotRead))
      scope.report(
        'value-unknown',
        `which ${holder} this is depends on what only the server will know`,
        node.span,
        'apply the entries that it depends on first',
      );
    return undefined;
  }
  const row = overlay.rowOf([model], key);
  if (row?.model === model) {
    const find = node.kind === 'scalar' && typeof key === 'string' ? findText(overlay, row) : undefined;
    if (find !== undefined)
      scope.report(
        'reference-literal',
        `${holder} is the primary key of an object on one server; on any other it is another`,
        node.span,
        `write ${find}`,
      );
    return key;
  }
  if (pkText(key) !== undefined && !overlay.knows({ model })) return undefined;
  scope.report(
    'permission-holder',
    `there is no ${model} with this key`,
    node.span,
    'find it by its name, with !Find, or refer to its entry with !KeyOf',
  );
  return undefined;
}

/** Adds the permissions that the attributes of an entry let its object hold everywhere to the row. */
export function holdEverywhere(
  context: PlanContext,
  row: OverlayRow,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): void {
  const { fields } = context.overlay.resource(row.model);
  for (const [name, desired] of desiredValues) if (fields[name]?.grants) holdOne(context, row, desired);
}

function holdOne(context: PlanContext, row: OverlayRow, desired: DesiredValue): void {
  const held = (row.grants.everywhere ??= []);
  const holder = Object.entries(context.overlay.catalog.permissions?.holders ?? {}).find(
    ([, one]) => one.model === row.model,
  )?.[0] as HolderKind | undefined;
  if (!Array.isArray(desired.value) || holder === undefined) return;
  for (const [index, permission] of desired.value.entries()) {
    const place = desired.placeOf([index]);
    const provenance: Provenance = { ...desired.provenance, span: place.span, place };
    if (typeof permission === 'string' && isKnown(context, provenance, { name: permission }))
      held.push({ permission, holder, key: context.overlay.key(row), provenance });
  }
  keepOwn(context, row, held, desired.provenance);
}

/**
 * Keeps what a protected holder, such as the token's user, holds: a run that revokes it may lack the right to
 * finish, or to grant it again.
 */
function keepOwn(context: PlanContext, row: OverlayRow, held: DesiredGrant[], provenance: Provenance): void {
  const { overlay, policy, me } = context;
  const protection = policy.revokePermissions ? protectionOf(overlay, row, policy, me) : undefined;
  if (!protection) return;
  const declared = new Set(held.map(({ permission }) => permission));
  const lost = (overlay.granted(row, 'holder') ?? []).filter(({ permission }) => !declared.has(permission));
  if (lost.length === 0) return;
  refuse(context, row, {
    action: 'update',
    why: protection.why,
    allow: allowName(context.overlay, row, protection),
    provenance,
  });
  held.push(...lost.map(({ permission, holder, key }) => ({ permission, holder, key, provenance })));
}

/**
 * Whether a permission exists, on objects of a model or everywhere: the catalog says so, or the server is
 * asked. Reports a permission that does not exist; false also while the server has not answered.
 */
function isKnown(
  context: PlanContext,
  provenance: Provenance,
  { name, model }: { readonly name: string; readonly model?: ModelName },
): boolean {
  const { overlay } = context;
  const known =
    model === undefined
      ? permissionsEverywhere(overlay.catalog)
      : new Set(permissionsOn(overlay.catalog, model));
  const listedName = model === undefined ? name : withoutApp(name);
  if (known.has(listedName)) return true;
  const full = model === undefined ? name : `${model.split('.')[0] ?? ''}.${listedName}`;
  const asked = full.includes('.') ? overlay.hasPermission(model ?? '', full) : false;
  if (asked !== false) return asked ?? false;
  const near = nearPermission(
    overlay.catalog,
    listedName,
    model === undefined ? undefined : [...known],
  )?.name;
  const instead =
    model === undefined
      ? 'write it with its app, such as authentik_core.view_application'
      : (permissionHint(overlay.catalog, name) ?? `there are ${listed(listedName, [...known])}`);
  context.report({
    code: 'permission-unknown',
    message: `${provenance.from ? fromWords(provenance.from) : name} is no permission of ${model ?? `authentik ${overlay.catalog.release}`}`,
    hint: near === undefined || provenance.from ? instead : `did you mean ${near}?`,
    place: provenance.place,
    entry: provenance.entry,
  });
  return false;
}

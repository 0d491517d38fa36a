import { type EntryPermission, permissionsOf } from '../../blueprint/entry-permissions.ts';
import type { Node } from '../../blueprint/blueprint.ts';
import { replacing } from '../../blueprint/rewrite.ts';
import type { ModelName } from '../../catalog/model.ts';
import { nearPermission, permissionHint, permissionsOn, withoutApp } from '../../catalog/permission-names.ts';
import { listed } from '../../diagnostics/spelling.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { plainText } from '../../forms/plain.ts';
import { type Facts, reportAt } from '../facts.ts';

/**
 * Codes `permission-unknown` and `permission-holder`: permissions on the entry's object, and those that a
 * user or a role holds everywhere, whose names are written out. A server has more of the latter than a
 * catalog knows: what is not certain is left to a plan, which asks the server.
 */
export function checkPermission(facts: Facts): void {
  const { catalog } = facts;
  if (!catalog.permissions) return;
  for (const checked of facts.entries) {
    const { entry, resource, skipped, ensure } = checked;
    if (!resource || skipped || ensure === 'absent') continue;
    for (const item of permissionsOf(entry) ?? []) checkItem(facts, checked, resource.name, item);
    for (const { key, value } of entry.attrs?.pairs ?? []) {
      if (!fieldNamed(resource, key)?.grants || value.kind !== 'seq') continue;
      for (const node of value.items) checkHeld(facts, checked, key, node);
    }
  }
}

/** Checks the name of a permission that a user or a role is to hold everywhere. */
function checkHeld(facts: Facts, checked: CheckedEntry, key: string, node: Node): void {
  const { catalog } = facts;
  if (node.kind === 'tag' && ['!KeyOf', '!Find', '!FindObject'].includes(node.tag))
    reportAt(facts, checked, node.span, {
      code: 'attribute-type',
      message: `an item of ${key} must be the name of a permission, but ${node.tag} gives an object`,
    });
  // A number is read as its text, and no name of a permission.
  const near =
    node.kind === 'scalar' && plainText(node.value) !== undefined
      ? nearPermission(catalog, node.text)
      : undefined;
  if (near)
    reportUnknown(
      facts,
      checked,
      node,
      `authentik ${catalog.release}`,
      near.name,
      'write it with its app, such as authentik_core.view_application',
    );
}

function checkItem(facts: Facts, checked: CheckedEntry, model: ModelName, item: EntryPermission): void {
  const { permission, user, role } = item;
  if (!user && !role)
    reportAt(facts, checked, item.node.span, {
      code: 'permission-holder',
      severity: 'warning',
      message: 'this permission goes to nobody: it names neither a user nor a role',
      hint: 'add user or role',
    });
  if (permission.kind !== 'scalar') return;
  const known = permissionsOn(facts.catalog, model);
  const name = withoutApp(permission.text);
  if (!known.includes(name))
    reportUnknown(
      facts,
      checked,
      permission,
      model,
      nearPermission(facts.catalog, name, known)?.name,
      permissionHint(facts.catalog, permission.text) ?? `there are ${listed(name, known)}`,
    );
}

function reportUnknown(
  facts: Facts,
  checked: CheckedEntry,
  node: Node,
  of: string,
  near: string | undefined,
  otherwise: string,
): void {
  reportAt(facts, checked, node.span, {
    code: 'permission-unknown',
    supposed: true,
    message: `${node.kind === 'scalar' ? node.text : ''} is no permission of ${of}`,
    hint: near === undefined ? otherwise : `did you mean ${near}?`,
    fixes: near === undefined ? undefined : replacing(checked.blueprint.file, node, near).fixes,
  });
}

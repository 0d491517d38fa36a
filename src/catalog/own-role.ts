import type { Json, ModelName, Permissions } from './model.ts';

/**
 * The primary key of the user that a role holds the permissions of, where the server made it for one, by the role's
 * name; undefined for any other object.
 */
export function ownRoleOf(
  permissions: Permissions | undefined,
  model: ModelName,
  name: Json | undefined,
): { readonly model: ModelName; readonly key: number } | undefined {
  const { holders = {} } = permissions ?? {};
  for (const holder of Object.values(holders)) {
    if (holder.kind !== 'indirect' || holders[holder.by]?.model !== model || typeof name !== 'string')
      continue;
    const [before = '', after = ''] = holder.name.split('{key}');
    if (name.length < before.length + after.length || !name.startsWith(before) || !name.endsWith(after))
      continue;
    const user = name.slice(before.length, name.length - after.length);
    if (/^\d+$/.test(user)) return { model: holder.model, key: Number(user) };
  }
  return undefined;
}

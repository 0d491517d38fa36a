import type { Json, ModelName } from './model.ts';

/**
 * What a server's migrations make, where it differs from a new object of the model and no blueprint of authentik's
 * says it.
 */
export const FIRST_VALUES: readonly {
  readonly model: ModelName;
  readonly named: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Json>>;
  readonly seen: string;
}[] = [
  {
    model: 'authentik_core.group',
    named: { name: 'authentik Admins' },
    values: { is_superuser: true },
    seen: 'state core-groups.json of 2023.2.3; later releases have a blueprint that says it',
  },
];

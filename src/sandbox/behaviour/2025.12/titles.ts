import type { TitleRule } from '../behaviour.ts';
import { SHARED_TITLES } from '../shared/titles.ts';

export const TITLES: readonly TitleRule[] = [
  ...SHARED_TITLES,
  { model: 'authentik_rbac.role', text: 'Role {name}', seen: 'b group used_by' },
  { model: 'authentik_core.application', text: '{name}', seen: 'b rbac permissions/roles' },
];

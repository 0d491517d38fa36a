import type { ModelName } from '../../catalog/model.ts';
import type { Grants } from '../grants.ts';
import type { Pk } from '../row.ts';
import type { SeedParts } from './dump.ts';

/** A permission that somebody holds in the state that a sandbox starts with. */
export interface SeedGrant {
  readonly holder: ModelName;
  readonly key: Pk;
  /** `view_application` on an object, `authentik_core.view_application` everywhere. */
  readonly permission: string;
  /** The object that it is for; undefined: it counts everywhere. */
  readonly object?: { readonly model: ModelName; readonly pk: Pk } | undefined;
}

/** Grants what a state says; what is of holders, objects or permissions that there are not is left out. */
export function seedGrants(
  { database, grants }: SeedParts & { readonly grants: Grants },
  all: readonly SeedGrant[],
): void {
  const known = new Set(
    grants.permissions.flatMap(({ app_label: app, model, codename }) => [
      `${app}.${codename}`,
      `${app}.${model} ${codename}`,
    ]),
  );
  for (const { holder, key, permission, object } of all) {
    const row = database.store.get(holder, key);
    const on = object && database.store.get(object.model, object.pk);
    const isKnown = known.has(object ? `${object.model} ${permission}` : permission);
    if (row && isKnown && (on !== undefined) === (object !== undefined))
      grants.grantToUser(row, permission, on);
  }
}

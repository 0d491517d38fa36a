import type { Json } from '../catalog/model.ts';
import type { OAuthType } from './rules.ts';
import type { World } from './world.ts';

/**
 * What stands for a kind of OAuth source in objects: its slug, or its name in the releases that have no slug.
 */
export const slugOf = (type: OAuthType): string => type.slug ?? type.name;

export function findOAuthType(world: World, slug: Json | undefined): OAuthType | undefined {
  return world.rules.oauthTypes.find((type) => slugOf(type) === slug);
}

/** What messages call it. */
export const labelOf = (type: OAuthType): string => type.verbose_name ?? type.name;

import type { Json } from '../catalog/model.ts';
import type { OAuthType } from './rules.ts';

/** What objects hold of a type of OAuth source: its slug, or its name in releases where it has no slug. */
export const slugOf = (type: OAuthType): string => type.slug ?? type.name;

export function findOAuthType(types: readonly OAuthType[], slug: Json | undefined): OAuthType | undefined {
  return types.find((type) => slugOf(type) === slug);
}

/** The name of a type of OAuth source in error messages. */
export const labelOf = (type: OAuthType): string => type.verbose_name ?? type.name;

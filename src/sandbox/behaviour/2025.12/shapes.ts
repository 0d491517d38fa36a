import type { Shape } from '../derived-rules.ts';
import { NAMES } from '../shared/shapes.ts';

/** The fields of a provider that lists of providers and other objects show. */
export const PROVIDER = [
  'pk',
  'name',
  'authentication_flow',
  'authorization_flow',
  'invalidation_flow',
  'property_mappings',
  'component',
  'assigned_application_slug',
  'assigned_application_name',
  'assigned_backchannel_application_slug',
  'assigned_backchannel_application_name',
  'verbose_name',
  'verbose_name_plural',
  'meta_model_name',
];
export const MEMBER: Shape = {
  fields: ['pk', 'username', 'name', 'is_active', 'last_login', 'email', 'attributes', 'uid'],
};
export const PARTIAL_GROUP: Shape = { fields: ['pk', 'num_pk', 'name', 'is_superuser', 'attributes'] };
export const RELATED_GROUP: Shape = { fields: ['pk', 'name', 'is_superuser', 'attributes', 'group_uuid'] };
export const ROLE: Shape = { fields: ['pk', 'name'] };
/** The fields of a source that lists of sources and other objects show. */
export const SOURCE = [
  'pk',
  'name',
  'slug',
  'enabled',
  'promoted',
  'authentication_flow',
  'enrollment_flow',
  'user_property_mappings',
  'group_property_mappings',
  ...NAMES,
  'policy_engine_mode',
  'user_matching_mode',
  'managed',
  'user_path_template',
  'icon',
  'icon_url',
  'icon_themed_urls',
];

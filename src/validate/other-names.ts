import { isSince } from '../catalog/release.ts';

/*
 * Attributes that people write because another release, the web interface or a similar model uses that name.
 * `since`: the release in which authentik's API got the name (the documents of 2022.12 to 2026.2). A row
 * applies to models that have no attribute of that name. Renames between releases are in
 * catalog/facts/renames.ts.
 */
interface OtherName {
  readonly name: string;
  /** Other names of the attribute; the first that the model has is meant. */
  readonly here?: readonly string[];
  readonly since?: string;
}

const OTHER_NAMES: readonly OtherName[] = [
  { name: 'launch_url', here: ['meta_launch_url'] },
  { name: 'icon', here: ['meta_icon'] },
  { name: 'icon_url', here: ['meta_icon', 'icon'] },
  { name: 'description', here: ['meta_description'] },
  { name: 'publisher', here: ['meta_publisher'] },
  { name: 'is_superuser_group', here: ['is_superuser'] },
  { name: 'invalidation_flow', since: '2024.10' },
  { name: 'grant_types', since: '2026.5' },
  { name: 'authentication_flow', since: '2023.4' },
  { name: 'encryption_key', since: '2024.10' },
  { name: 'logout_method', since: '2025.10' },
  { name: 'backchannel_providers', since: '2023.5' },
  { name: 'failure_result', since: '2023.10' },
  { name: 'initial_value', since: '2023.5' },
  { name: 'initial_value_expression', since: '2023.5' },
  { name: 'friendly_name', since: '2023.4' },
  { name: 'remember_me_offset', since: '2023.4' },
  { name: 'terminate_other_sessions', since: '2023.3' },
  { name: 'geoip_binding', since: '2024.2' },
  { name: 'network_binding', since: '2024.2' },
  { name: 'allow_show_password', since: '2024.8' },
  { name: 'pretend_user_exists', since: '2024.2' },
  { name: 'captcha_stage', since: '2024.10' },
  { name: 'webauthn_allowed_device_types', since: '2024.4' },
];

/**
 * The writable field that is meant by a name which the model uses for something else (`launch_url`, which it
 * computes).
 */
export function fieldMeant(name: string, fields: readonly string[]): string | undefined {
  return OTHER_NAMES.find((one) => one.name === name)?.here?.find((one) => fields.includes(one));
}

/**
 * A hint for an attribute that the model does not have: where the name comes from, and what to write;
 * undefined for a name that is not in the table.
 */
export function otherName(name: string, fields: readonly string[], release: string): string | undefined {
  const row = OTHER_NAMES.find((one) => one.name === name);
  if (!row) return undefined;
  const here = row.here?.find((one) => fields.includes(one));
  const when =
    row.since !== undefined && !isSince(release, row.since)
      ? `${name} came with authentik ${row.since}`
      : undefined;
  if (here !== undefined) return when === undefined ? `did you mean ${here}?` : `${when}; write ${here}`;
  return when === undefined ? undefined : `${when}; take it out, or target that release`;
}

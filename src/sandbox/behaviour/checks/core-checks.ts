import type { ValidatorRule } from '../validation-rules.ts';

const TOKEN = 'authentik_core.token';
const USER = 'authentik_core.user';
const SERVICE_ACCOUNT = 'internal_service_account';

const INTENT = {
  model: TOKEN,
  kind: 'one-of',
  field: 'intent',
  values: ['api', 'app_password'],
  text: 'Invalid intent {value}',
  seen: 'token bad intent',
} as const;

/** What the server checks of applications, groups, tokens and users. */
export const CORE_CHECKS: readonly ValidatorRule[] = [
  {
    model: 'authentik_core.application',
    kind: 'none-of',
    method: true,
    at: 'slug',
    field: 'slug',
    values: ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'],
    text: "The slug '{value}' is reserved and cannot be used for applications.",
    seen: '2025.12: authentik/core/api/applications.py',
    since: '2025.8',
  },
  {
    model: 'authentik_core.group',
    kind: 'not-itself',
    method: true,
    at: 'parent',
    field: 'parent',
    text: 'Cannot set group as parent of itself.',
    seen: '2025.10: authentik/core/api/groups.py',
    since: '2023.6',
    until: '2025.10',
  },
  {
    model: TOKEN,
    kind: 'frozen',
    method: true,
    at: 'user',
    field: 'user',
    text: 'User cannot be changed',
    seen: 'b token patch user+intent',
    since: '2024.2',
  },
  { ...INTENT, until: '2023.6' },
  { ...INTENT, at: 'intent', since: '2023.8' },
  {
    model: TOKEN,
    at: 'expires',
    kind: 'no-later',
    field: 'expires',
    when: 'intent',
    is: ['app_password'],
    minutes: 30,
    text: 'Token expires exceeds maximum lifetime ({moment} UTC).',
    seen: 'b token expires too late, x2 token',
    since: '2024.4',
  },
  {
    model: USER,
    kind: 'frozen',
    method: true,
    at: 'type',
    field: 'type',
    is: [SERVICE_ACCOUNT],
    text: "Can't change internal service account to other user type.",
    seen: '2025.12: authentik/core/api/users.py',
    since: '2023.8',
  },
  {
    model: USER,
    kind: 'none-of',
    method: true,
    created: true,
    at: 'type',
    field: 'type',
    values: [SERVICE_ACCOUNT],
    text: 'Setting a user to internal service account is not allowed.',
    seen: '2025.12: authentik/core/api/users.py',
    since: '2023.8',
  },
  {
    model: USER,
    kind: 'locked',
    field: 'type',
    is: [SERVICE_ACCOUNT],
    text: "Can't modify internal service account users",
    seen: '2025.12: authentik/core/api/users.py',
    since: '2023.10',
  },
];

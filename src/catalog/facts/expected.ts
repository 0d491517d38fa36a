import type { Json, ModelName } from '../model.ts';

/*
 * What the document does not require and people do not know of: without it the object is made, and does not
 * do what was meant.
 */

/** A field that should be given. */
export interface Expected {
  readonly model: ModelName;
  readonly field: string;
  /** Fields of which one does, too. */
  readonly or?: readonly string[];
  /** Only where these fields have these values, or are not given. */
  readonly when?: Readonly<Record<string, Json>>;
  /** An empty list is as bad as none, also of an object that is there. */
  readonly empty?: true;
  /** The first release in which it is so; absent: all. */
  readonly since?: string;
  readonly why: string;
  /** What to write. */
  readonly write: string;
  /** What says the same as writing nothing did before `since`. */
  readonly before?: string;
  /** What else to know, for the hint. */
  readonly more?: string;
  readonly seen: string;
}

export const EXPECTED: readonly Expected[] = [
  {
    model: 'authentik_core.token',
    field: 'expiring',
    or: ['expires'],
    when: { intent: 'api' },
    why: 'an API token expires unless it says otherwise, and its key is then made anew',
    write: 'expiring: false, or expires with a date',
    seen: 'document: expiring is true by default; facts, users.md',
  },
  {
    model: 'authentik_providers_oauth2.oauth2provider',
    field: 'grant_types',
    empty: true,
    since: '2026.5',
    why: 'a provider that a blueprint makes allows none, and nobody can log in through it',
    write: 'grant_types: [authorization_code, refresh_token]',
    before:
      'grant_types: [authorization_code, implicit, hybrid, refresh_token, client_credentials, password, ' +
      '"urn:ietf:params:oauth:grant-type:device_code"]',
    more: 'providers that were there before 2026.5 allow all but token-exchange; a proxy provider gets what it needs by itself',
    seen:
      'facts, users.md; sources of 2026.5: the default is an empty list, its migration gives existing ' +
      'providers seven, and a proxy provider sets its own; release notes of 2026.5',
  },
];

/** What people mean who write a field that only the server sets. */
export const INSTEAD: readonly {
  readonly model: ModelName;
  readonly field: string;
  readonly instead: string;
}[] = [
  {
    model: 'authentik_core.user',
    field: 'is_superuser',
    instead: 'put the user into a group that has is_superuser: true',
  },
  {
    model: 'authentik_providers_proxy.proxyprovider',
    field: 'client_id',
    instead: 'take it out: the server makes it, and the outpost learns it from the server',
  },
];

/** What a hint says of an attribute that should be given. */
export function expectedHint({ write, more }: Expected): string {
  return `write ${write}${more === undefined ? '' : `; ${more}`}`;
}

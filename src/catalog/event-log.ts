import type { Catalog } from './model.ts';
import { isSince } from './release.ts';

/** What the events of a server tell of a change of an object: its log of who did what. */
export interface EventLog {
  /** The list of events. */
  readonly path: string;
  /** The names of the actions, and what all of them start with. */
  readonly actions: Readonly<Record<string, EventAction>>;
  readonly ofObjects: string;
  /** What a change that was made with an API token leaves: no event, one that does not say who it was, one that does. */
  readonly ofTokens: 'none' | 'nameless' | 'named';
  /** Who is named in place of the user of a token; undefined where that is named. */
  readonly nameless: string | undefined;
  /** Whether the `User-Agent` of the request is kept. */
  readonly keepsUserAgent: boolean;
  /** Whether a filter by key finds objects whose key is a number: a user, a provider. */
  readonly findsNumbers: boolean;
}

/** What was done to an object. */
export type EventAction = 'created' | 'updated' | 'deleted';

/** The model of events, in all releases. */
const EVENT = 'authentik_events.event';

/**
 * Since which release. With a token: `authentik/events/middleware.py` connected its signals only where the user was
 * signed in when the request came, which who comes with a token is not yet (read 2022.12 to 2023.8; measured on
 * 2023.2.3: a group that was made with a token has no event); 2023.10.7 logs the anonymous user in his place; since
 * 2024.2 the user is asked for when the event is written (read; measured 2025.12.4). `user_agent`:
 * `authentik/events/models.py` of 2023.10.7 (read; measured 2025.12.4). Numbers: `filter_context_model_pk` of
 * `authentik/events/api/events.py`, 2024.2.4 (read).
 */
const SINCE = {
  namelessTokens: '2023.10',
  namedTokens: '2024.2',
  userAgent: '2023.10',
  numbers: '2024.2',
} as const;

/** What the events of a release tell; undefined where it lists none. */
export function eventLogOf({ models, release }: Pick<Catalog, 'models' | 'release'>): EventLog | undefined {
  const event = models[EVENT];
  if (event?.kind !== 'resource') return undefined;
  const isNamed = isSince(release, SINCE.namedTokens);
  const nameless = isSince(release, SINCE.namelessTokens) ? 'nameless' : 'none';
  return {
    path: event.collection.path,
    ofObjects: 'model_',
    actions: { model_created: 'created', model_updated: 'updated', model_deleted: 'deleted' },
    ofTokens: isNamed ? 'named' : nameless,
    nameless: isNamed ? undefined : 'AnonymousUser',
    keepsUserAgent: isSince(release, SINCE.userAgent),
    findsNumbers: isSince(release, SINCE.numbers),
  };
}

import type { ModelName } from '../../../catalog/model.ts';
import type { ReleaseSpan } from '../../../catalog/release.ts';
import type { Seen } from '../seen.ts';

/** What happened to an object: `members`: of a group or a user, who is in it. */
export type QueueEvent = 'create' | 'update' | 'delete' | 'members';

/** A task that the server gives to its worker when something happens to an object. */
export interface QueueRule extends Seen, ReleaseSpan {
  readonly model: ModelName;
  readonly on: readonly QueueEvent[];
  readonly task: string;
  /** Only where an update changes one of these; `config.namespace` is a key of a mapping. */
  readonly changes?: readonly string[];
  /** Only while there is an object of this model; with `usedIn`: one that an object of `by` has in such a field. */
  readonly while?: {
    readonly model: ModelName;
    readonly by: ModelName;
    readonly usedIn: readonly string[];
  };
}

/** The last release whose tasks are kept outside the database: a rollback does not take them back. */
export const LAST_OUTSIDE = '2025.6';

const OUTPOST = 'authentik_outposts.outpost';
const SCIM = 'authentik_providers_scim.scimprovider';

const pushed = (
  task: string,
  on: readonly QueueEvent[],
  provider: ModelName,
  usedIn: readonly string[],
  span: ReleaseSpan,
): QueueRule[] =>
  ['authentik_core.user', 'authentik_core.group'].map((model) => ({
    model,
    on,
    task,
    while: { model: provider, by: 'authentik_core.application', usedIn },
    ...span,
    seen: 'authentik/providers/scim of 2023.3.1 and 2023.5.6, authentik/lib/sync/outgoing/signals.py of 2024.6.5 and later',
  }));

const SAVED: readonly QueueEvent[] = ['create', 'update', 'delete'];

/** How SCIM providers were told up to 2024.4: all of them at first. */
const SIGNALS: readonly (readonly [readonly string[], ReleaseSpan])[] = [
  [[], { since: '2023.3', until: '2023.4' }],
  [['backchannel_providers'], { since: '2023.5', until: '2024.4' }],
];

/** The providers that are told since then, by the names of their tasks. */
const SYNCS: readonly (readonly [ModelName, string])[] = [
  [SCIM, 'scim'],
  ['authentik_providers_google_workspace.googleworkspaceprovider', 'google_workspace'],
  ['authentik_providers_microsoft_entra.microsoftentraprovider', 'microsoft_entra'],
];
const LATER: ReleaseSpan = { since: '2024.6' };

/**
 * Tasks that take something away, stop something or tell another server. Those that only look at an object again are
 * not here: where it was taken back, they find it as it was.
 */
export const QUEUED: readonly QueueRule[] = [
  {
    model: 'authentik_core.user',
    on: ['delete'],
    task: 'gdpr_cleanup',
    seen: 'measured on 2023.2.3: the events of a living user were gone; authentik/events/signals.py of all releases',
  },
  {
    model: OUTPOST,
    on: ['delete'],
    task: 'outpost_controller:down',
    seen: 'measured on 2023.2.3; authentik/outposts/signals.py of all releases',
  },
  {
    model: OUTPOST,
    on: ['update'],
    task: 'outpost_controller:down',
    changes: ['name', 'config.kubernetes_namespace'],
    seen: 'authentik/outposts/signals.py of 2023.2.3 and 2025.12.4',
  },
  ...SIGNALS.flatMap(([usedIn, span]) => [
    ...pushed('scim_signal_direct', SAVED, SCIM, usedIn, span),
    ...pushed('scim_signal_m2m', ['members'], SCIM, usedIn, span),
  ]),
  ...SYNCS.flatMap(([provider, name]) => [
    ...pushed(`${name}_sync_direct`, SAVED, provider, ['backchannel_providers', 'provider'], LATER),
    ...pushed(`${name}_sync_m2m`, ['members'], provider, ['backchannel_providers', 'provider'], LATER),
  ]),
];

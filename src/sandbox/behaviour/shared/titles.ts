import type { TitleRule } from '../behaviour.ts';

/** Titles that both described releases have. */
export const SHARED_TITLES: readonly TitleRule[] = [
  { model: 'authentik_core.group', text: 'Group {name}', seen: 'group used_by' },
  { model: 'authentik_flows.flow', text: 'Flow {name} ({slug})', seen: 'stage used_by' },
  {
    model: 'authentik_flows.flowstagebinding',
    text: 'Flow-stage binding #{order} to {target}',
    seen: 'stage used_by',
  },
];

import type { Dump } from '../../seed/dump.ts';
import { shareBare } from '../shared/bare.ts';
import { DOCUMENTS } from './documents.ts';

/**
 * The state after all migrations and the one blueprint that makes the administrator (`system/bootstrap.yaml`),
 * from the recorded state of a fresh 2025.12.4.
 */
export const BARE: Dump = shareBare({
  user: { type: 'internal', roles: [] },
  group: { parents: [], roles: [] },
  source: { promoted: false, icon: '', user_property_mappings: [], group_property_mappings: [] },
  outpost: DOCUMENTS['outpost-config'] ?? {},
});

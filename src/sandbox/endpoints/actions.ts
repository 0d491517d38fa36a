import type { Actions } from './action.ts';
import { BLUEPRINT_ACTIONS } from './blueprints.ts';
import { IMPORT_ACTIONS } from './imports.ts';
import { MEMBERSHIP_ACTIONS } from './membership.ts';
import { OBJECT_ACTIONS } from './object-actions.ts';
import { SERVER_ACTIONS } from './server-actions.ts';
import { USER_ACTIONS } from './user-actions.ts';

/** What the special paths do, by the names that the behaviour uses. */
export const ACTIONS: Actions = {
  ...SERVER_ACTIONS,
  ...USER_ACTIONS,
  ...MEMBERSHIP_ACTIONS,
  ...OBJECT_ACTIONS,
  ...BLUEPRINT_ACTIONS,
  ...IMPORT_ACTIONS,
};

import type { ServerCheck } from './server-check.ts';

/** Flows, stages and prompts. */
export const STAGE_CHECKS: readonly ServerCheck[] = [
  {
    name: 'configuration-stages',
    models: ['authentik_stages_authenticator_validate.authenticatorvalidatestage'],
    fields: ['not_configured_action', 'configuration_stages'],
    refuses: 'configure for users without a device, without a stage to configure with',
    seen: 'measured with the importer of 2023.2.3',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'not_configured_action', is: ['configure'], otherwise: null },
            { field: 'configuration_stages', empty: true, otherwise: [] },
          ],
        },
        at: ['not_configured_action', 'configuration_stages'],
        message: 'not_configured_action: configure needs configuration_stages, to set a device up with',
        hint: 'add configuration_stages',
      },
    },
  },
];

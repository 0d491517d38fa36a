import type { ValidatorRule } from '../validation-rules.ts';

const REDIRECT = 'authentik_stages_redirect.redirectstage';

const target = (mode: 'static' | 'flow', what: string): ValidatorRule => ({
  model: REDIRECT,
  kind: 'needs',
  field: `target_${mode}`,
  when: 'mode',
  is: [mode],
  otherwise: null,
  text: `${what} should be present when mode is ${mode === 'static' ? 'Static' : 'Flow'}.`,
  seen: '2025.12: authentik/stages/redirect/api.py',
  since: '2024.12',
});

/** What the server checks of stages. */
export const STAGE_CHECKS: readonly ValidatorRule[] = [
  {
    model: 'authentik_stages_identification.identificationstage',
    kind: 'any',
    fields: ['user_fields', 'sources'],
    text: 'When no user fields are selected, at least one source must be selected',
    seen: 'ident user_fields [] no sources, b stage identification patch name',
    since: '2023.5',
  },
  {
    model: 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
    kind: 'needs',
    method: true,
    at: 'not_configured_action',
    field: 'configuration_stages',
    when: 'not_configured_action',
    is: ['configure'],
    otherwise: null,
    text: 'When "Not configured action" is set to "Configure", you must set a configuration stage.',
    seen: '2023.2: authentik/stages/authenticator_validate/api.py',
  },
  {
    model: 'authentik_stages_email.emailstage',
    kind: 'template',
    method: true,
    at: 'template',
    field: 'template',
    text: "Invalid template '{value}' specified.",
    seen: '2023.2: authentik/stages/email/api.py',
  },
  target('static', 'Target URL'),
  target('flow', 'Target Flow'),
  {
    model: 'authentik_endpoints.endpointstage',
    kind: 'linked',
    method: true,
    at: 'connector',
    field: 'connector',
    models: ['authentik_endpoints_connectors_fleet.fleetconnector'],
    text: 'Selected connector is not compatible with this stage.',
    seen: '2026.2: authentik/endpoints/api/stages.py',
    since: '2026.2',
  },
];

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
  {
    name: 'stage-binding-evaluation',
    models: ['authentik_flows.flowstagebinding'],
    fields: ['evaluate_on_plan', 're_evaluate_policies'],
    since: '2023.3',
    refuses: 'a binding whose policies are evaluated neither at the start nor when the stage is reached',
    seen: 'recordings "b fsb both false", "b fsb re_evaluate false only"; serializers since 2023.3',
    found: {
      by: 'rule',
      rule: {
        refused: {
          not: {
            any: [
              { field: 'evaluate_on_plan', truthy: true, otherwise: false },
              { field: 're_evaluate_policies', truthy: true, otherwise: true },
            ],
          },
        },
        at: ['re_evaluate_policies', 'evaluate_on_plan'],
        message: 'evaluate_on_plan or re_evaluate_policies must be true',
        hint: 'write evaluate_on_plan: true, which is false where it is left out',
      },
    },
  },
  {
    name: 'identification-nothing',
    models: ['authentik_stages_identification.identificationstage'],
    fields: ['user_fields', 'sources'],
    since: '2023.5',
    refuses: 'an identification stage with neither user_fields nor sources',
    seen: 'recordings "ident user_fields [] no sources", "b stage identification patch name"',
    found: {
      by: 'rule',
      rule: {
        refused: {
          all: [
            { field: 'user_fields', empty: true, otherwise: [] },
            { field: 'sources', empty: true, otherwise: [] },
          ],
        },
        at: ['user_fields', 'sources'],
        message: 'without user_fields, sources must name at least one source',
        hint: 'write user_fields: [username], or name a source',
      },
    },
  },
  ...(
    [
      ['static', 'target_static', 'the address to go to'],
      ['flow', 'target_flow', 'the flow to go on with'],
    ] as const
  ).map(
    ([mode, field, what]): ServerCheck => ({
      name: `redirect-${mode}`,
      models: ['authentik_stages_redirect.redirectstage'],
      fields: ['mode', field],
      since: '2024.12',
      refuses: `a redirect of mode ${mode} without ${field}`,
      seen: 'serializers since 2024.12: stages/redirect',
      found: {
        by: 'rule',
        rule: {
          refused: {
            all: [
              { field: 'mode', is: [mode], otherwise: null },
              { field, empty: true, otherwise: null },
            ],
          },
          at: ['mode', field],
          message: `mode ${mode} needs ${field}, ${what}`,
          hint: `add ${field}`,
        },
      },
    }),
  ),
  {
    name: 'source-stage-web',
    models: ['authentik_stages_source.sourcestage'],
    fields: ['source'],
    since: '2024.4',
    refuses: 'a source with which nobody can log in in a browser',
    seen: 'serializers since 2024.4: enterprise/stages/source; sources: models of each source',
    found: {
      by: 'rule',
      rule: {
        refused: {
          linked: 'source',
          models: ['authentik_sources_ldap.ldapsource', 'authentik_sources_scim.scimsource'],
        },
        at: ['source'],
        message: 'a source stage needs a source that logs in in a browser',
        hint: 'name an OAuth, SAML, Plex, Kerberos or Telegram source',
      },
    },
  },
  {
    name: 'endpoint-stage-connector',
    models: ['authentik_endpoints.endpointstage'],
    fields: ['connector'],
    since: '2026.2',
    refuses: 'a connector that knows no stage',
    seen: 'serializers since 2026.2: endpoints/stages; sources: controllers of each connector',
    found: {
      by: 'rule',
      rule: {
        refused: {
          linked: 'connector',
          models: ['authentik_endpoints_connectors_fleet.fleetconnector'],
        },
        at: ['connector'],
        message: 'this connector cannot be used in a stage',
        hint: 'name a connector of an agent or of Google Chrome',
      },
    },
  },
  {
    name: 'prompt-type',
    models: ['authentik_stages_prompt.prompt'],
    fields: ['type'],
    refuses: 'a prompt of a type that there is not',
    seen: 'models: stages/prompt',
    found: { by: 'form' },
  },
  {
    name: 'password-stage-backends',
    models: ['authentik_stages_password.passwordstage'],
    fields: ['backends'],
    refuses: 'an empty list of backends',
    seen: 'measured with the importer of 2023.2.3',
    found: { by: 'form' },
  },
];

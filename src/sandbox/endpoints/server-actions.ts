import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { follow } from '../links.ts';
import { ok, type SandboxResponse } from '../response.ts';
import { slugOf } from '../oauth-types.ts';
import type { Actions, Values } from './action.ts';
import type { Call } from './call.ts';
import { requireWriter } from './resource.ts';

/** What the server says about itself, its release and its defaults. */
export const SERVER_ACTIONS: Actions = {
  document: ({ release }, rule) => ok(release.behaviour.documents[rule.column ?? ''] ?? {}),
  done: (call) => {
    requireWriter(call);
    return { status: 204 };
  },
  version: ({ release }) =>
    ok({
      version_current: release.rules.release,
      version_latest: release.rules.release,
      build_hash: '',
      outdated: false,
      ...(release.behaviour.documents['version'] as Values | undefined),
    }),
  apps: ({ release }) =>
    ok(
      Object.entries(release.rules.apps ?? {}).map(([name, label]) => ({
        name: name.replace('_', '.'),
        label,
      })),
    ),
  workers: ({ release }) =>
    ok([{ worker_id: 'sandbox', version: release.rules.release, version_matching: true }]),
  'current-tenant': showCurrentTenant,
  'list-types': ({ database: { models } }, rule) =>
    ok(
      models.concrete(rule.model ?? '').flatMap((name): Json[] => {
        const names = models.find(name)?.names;
        if (!names) return [];
        const { one, component } = names;
        return [{ name: one, description: one, component, model_name: name.split('.')[1] ?? '' }];
      }),
    ),
  templates: ({ release: { behaviour }, environment: { templates } }) =>
    ok(
      [
        ...Object.entries(behaviour.templates),
        ...templates.map((path) => [path, `Custom Template: ${path}`] as const),
      ].map(([name, description]) => ({
        name,
        description,
        component: '',
        model_name: '',
        ...(behaviour.documents['template-fields'] as Values | undefined),
      })),
    ),
  licence: showLicence,
  'oauth-types': ({ release, request }) => {
    const name = request.query.get('name');
    return ok(release.rules.oauthTypes.filter((type) => [null, '', slugOf(type)].includes(name)));
  },
  'outpost-defaults': ({ release, request }) =>
    ok({
      config: {
        ...(release.behaviour.documents['outpost-config'] as Values),
        authentik_host: `${request.origin}/`,
      },
    }),
};

/** What there is of a licence; `column` names what says whether it is valid, which depends on the release. */
function showLicence({ environment: { licensed } }: Call, { column }: ActionRule): SandboxResponse {
  const shared = {
    internal_users: 0,
    external_users: 0,
    latest_valid: licensed ? '2100-01-01T00:00:00Z' : '1970-01-01T00:00:00Z',
  };
  if (column === 'status')
    return ok({ ...shared, status: licensed ? 'valid' : 'unlicensed', license_flags: [] });
  return ok({
    ...shared,
    valid: licensed,
    show_admin_warning: false,
    show_user_warning: false,
    read_only: false,
    has_license: licensed,
  });
}

/** The flows that a tenant (a brand, in later releases) names. */
const TENANT_FLOWS = [
  'flow_authentication',
  'flow_invalidation',
  'flow_recovery',
  'flow_unenrollment',
  'flow_user_settings',
  'flow_device_code',
];

function showCurrentTenant({ database, release }: Call, rule: ActionRule): SandboxResponse {
  const row = database.store
    .list([rule.model ?? ''])
    .find((candidate) => candidate.values['default'] === true);
  const slugs = TENANT_FLOWS.flatMap((name): [string, Json][] => {
    const flow = row && follow(database, row, name);
    return flow ? [[name, flow.values['slug'] ?? '']] : [];
  });
  const pick = (name: string, otherwise: Json): Json => row?.values[name] ?? otherwise;
  return ok({
    matched_domain: pick('domain', 'fallback'),
    branding_title: pick('branding_title', 'authentik'),
    branding_logo: pick('branding_logo', '/static/dist/assets/icons/icon_left_brand.svg'),
    branding_favicon: pick('branding_favicon', '/static/dist/assets/icons/icon.png'),
    ui_footer_links: [],
    ...Object.fromEntries(slugs),
    default_locale: '',
    ...(release.behaviour.documents['brand'] as Values | undefined),
  });
}

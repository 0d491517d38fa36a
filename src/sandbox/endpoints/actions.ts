import type { Json } from '../../catalog/model.ts';
import type { ActionRule } from '../behaviour/behaviour.ts';
import { follow, followAll, referrers } from '../links.ts';
import type { SandboxModel } from '../model-table.ts';
import { slugOf } from '../oauth-types.ts';
import { listPermissions } from '../permissions.ts';
import { makeText } from '../random.ts';
import { exportFlow } from '../render/export-flow.ts';
import { renderRow } from '../render/render.ts';
import { detail, invalid, Refusal, type Reply } from '../reply.ts';
import { readJsonBody } from '../request.ts';
import type { Row } from '../store.ts';
import { now } from '../write/defaults.ts';
import { saveObject } from '../write/save.ts';
import { BLUEPRINT_ACTIONS } from './blueprints.ts';
import type { Call } from './call.ts';
import { makeCertificate } from './certificate.ts';
import { ROLE_ACTIONS } from './roles.ts';
import { findRow, requireWriter } from './resource.ts';
import { isAllowed } from './visible-applications.ts';

type Action = (call: Call, rule: ActionRule) => Reply;
type Body = Readonly<Record<string, Json>>;

const ok = (body: Json): Reply => ({ status: 200, body });
/** A refusal without a body (recorded: "app set_icon_url missing", "token set_key empty"). */
const blank = (): Refusal =>
  new Refusal({ status: 400, text: { type: 'text/html; charset=utf-8', content: '' } });

function modelOf(call: Call, rule: ActionRule): SandboxModel {
  return call.world.models.get(rule.model ?? '');
}

/** Refuses a body without this text (recorded: "user set_password missing", "b user set_password blank"). */
function requireText(body: Body, name: string): void {
  if (typeof body[name] !== 'string') throw invalid({ [name]: ['This field is required.'] });
  if (body[name] === '') throw invalid({ [name]: ['This field may not be blank.'] });
}

function rowOf(call: Call, rule: ActionRule): Row {
  return findRow(call, modelOf(call, rule));
}

function bodyOf(call: Call): Body {
  const body = readJsonBody(call.request);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] });
  return body;
}

function change(call: Call, row: Row, values: Body): void {
  call.world.store.put({ ...row, values: { ...row.values, ...values } });
}

/** What the special paths do, by the names that the behaviour table uses. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  document: (call, rule) => ok(call.world.behaviour.documents[rule.column ?? ''] ?? {}),
  done: (call) => {
    requireWriter(call);
    return { status: 204 };
  },
  version: ({ world }) =>
    ok({
      version_current: world.rules.release,
      version_latest: world.rules.release,
      build_hash: '',
      outdated: false,
      ...(world.behaviour.documents['version'] as Body | undefined),
    }),
  /**
   * Only objects that policies can be bound to are asked for; what a policy says cannot be worked out here.
   */
  'check-access': (call, rule) =>
    ok({
      passing: isAllowed(call.world, rowOf(call, rule), call.caller().user),
      messages: [],
      log_messages: [],
    }),
  apps: ({ world }) =>
    ok(
      Object.entries(world.rules.apps ?? {}).map(([name, label]) => ({
        name: name.replace('_', '.'),
        label,
      })),
    ),
  me: (call) => {
    const { user } = call.caller();
    const shown = renderRow(call.view, user);
    const groups = followAll(call.world, user, 'groups').map(
      (group): Json => ({ name: group.values['name'] ?? '', pk: group.pk }),
    );
    const roles = followAll(call.world, user, 'roles').map(
      (role): Json => ({ name: role.values['name'] ?? '', pk: role.pk }),
    );
    const system = call.caller().superuser
      ? listPermissions(call.world)
          .filter(({ app_label: app }) => app === call.world.behaviour.anchors.systemApp)
          .map(({ codename }): Json => codename)
      : [];
    const names = ['pk', 'username', 'name', 'is_active', 'is_superuser', 'groups', 'email', 'avatar', 'uid'];
    const later = { roles, type: shown['type'] ?? null, system_permissions: system };
    return ok({
      user: {
        ...Object.fromEntries(
          names.map((name) => [name, name === 'groups' ? groups : (shown[name] ?? null)]),
        ),
        settings: {},
        ...('type' in shown ? later : {}),
      },
    });
  },
  'set-asset-url': (call, rule) => {
    requireWriter(call);
    const row =
      rule.model !== undefined && call.world.models.models.has(rule.model)
        ? rowOf(call, rule)
        : findInBase(call, rule);
    const { url } = bodyOf(call);
    if (typeof url !== 'string' || url === '') throw blank();
    change(call, row, { [rule.column ?? '']: url });
    return ok({});
  },
  'set-password': (call, rule) => {
    requireWriter(call);
    const { password = null } = bodyOf(call);
    if (call.world.behaviour.manners.namesSecrets) requireText(bodyOf(call), 'password');
    // An empty body is taken, too (recorded: "user set_password missing").
    change(call, rowOf(call, rule), {
      password: typeof password === 'string' ? `set:${password.length}` : '',
      password_change_date: now(call.world),
    });
    return { status: 204 };
  },
  'set-key': (call, rule) => {
    requireWriter(call);
    const row = rowOf(call, rule);
    const { key } = bodyOf(call);
    if (call.world.behaviour.manners.namesSecrets) requireText(bodyOf(call), 'key');
    if (typeof key !== 'string' || key === '') throw blank();
    change(call, row, { key });
    return { status: 204 };
  },
  'view-column': (call, rule) =>
    ok({ [rule.column === 'key' ? 'key' : 'data']: rowOf(call, rule).values[rule.column ?? ''] ?? '' }),
  'add-member': (call, rule) => setMember(call, rule, true),
  'remove-member': (call, rule) => setMember(call, rule, false),
  'service-account': serviceAccount,
  workers: ({ world }) =>
    ok([{ worker_id: 'sandbox', version: world.rules.release, version_matching: true }]),
  'list-paths': (call, rule) =>
    ok({
      paths: [
        ...new Set(
          call.world.store.list([rule.model ?? '']).map((row) => row.values[rule.column ?? ''] ?? ''),
        ),
      ],
    }),
  'current-tenant': ({ world }, rule) => {
    const row = world.store
      .list([rule.model ?? ''])
      .find((candidate) => candidate.values['default'] === true);
    const flows = [
      'flow_authentication',
      'flow_invalidation',
      'flow_recovery',
      'flow_unenrollment',
      'flow_user_settings',
      'flow_device_code',
    ];
    const slugs = flows.flatMap((name): [string, Json][] => {
      const flow = row && follow(world, row, name);
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
      ...(world.behaviour.documents['brand'] as Record<string, Json> | undefined),
    });
  },
  'generate-certificate': (call, rule) => {
    const caller = requireWriter(call);
    const { common_name: name, validity_days: days } = bodyOf(call);
    const errors = {
      ...(typeof name === 'string' && name !== '' ? {} : { common_name: ['This field is required.'] }),
      ...(days === undefined || Number.isNaN(Number(days))
        ? { validity_days: ['This field is required.'] }
        : {}),
    };
    if (Object.keys(errors).length > 0) throw invalid(errors);
    const model = modelOf(call, rule);
    const isTaken =
      call.world.behaviour.unique.some(({ model: one, field }) => one === model.name && field === 'name') &&
      call.world.store.list([model.name]).some((row) => row.values['name'] === name);
    if (isTaken) throw invalid({ common_name: ['This field must be unique.'] });
    const { certificate, key } = makeCertificate(
      String(name),
      Number(days),
      call.world.clock(),
      call.world.random,
    );
    const row = saveObject(
      { world: call.world, model, row: undefined, caller, partial: false },
      { name: String(name), certificate_data: certificate, key_data: key },
    );
    return ok(renderRow(call.view, row));
  },
  'list-types': ({ world }, rule) =>
    ok(
      world.models.concrete(rule.model ?? '').flatMap((name): Json[] => {
        const names = world.models.models.get(name)?.names;
        return names
          ? [
              {
                name: names.one,
                description: names.one,
                component: names.component,
                model_name: name.split('.')[1] ?? '',
              },
            ]
          : [];
      }),
    ),
  'oauth-types': ({ world, request }) =>
    ok(world.rules.oauthTypes.filter((type) => [null, '', slugOf(type)].includes(request.query.get('name')))),
  'setup-urls': (call, rule) => {
    const row = rowOf(call, rule);
    const app = referrers(call.world, row, rule.column ?? '', 'provider')[0];
    const root = `${call.request.origin}/application/o`;
    const own = app ? `${root}/${String(app.values['slug'])}/` : null;
    return ok({
      issuer: own,
      authorize: `${root}/authorize/`,
      token: `${root}/token/`,
      user_info: `${root}/userinfo/`,
      provider_info: own && `${own}.well-known/openid-configuration`,
      logout: own && `${own}end-session/`,
      ...(own ? { jwks: `${own}jwks/` } : {}),
    });
  },
  'saml-metadata': (call, rule) => {
    rowOf(call, rule);
    return ok({ metadata: '' });
  },
  'outpost-defaults': (call) =>
    ok({
      config: {
        ...(call.world.behaviour.documents['outpost-config'] as Record<string, Json>),
        authentik_host: `${call.request.origin}/`,
      },
    }),
  'flow-diagram': (call, rule) => {
    const row = rowOf(call, rule);
    return ok({
      diagram: [
        'graph TD',
        `flow_start["${String(row.values['title'])}"]`,
        ...boundStages(call, row).map((stage, index) => `stage_${index}["${String(stage.values['name'])}"]`),
      ].join('\n'),
    });
  },
  'flow-export': (call, rule) => ({
    status: 200,
    text: {
      type: 'text/html; charset=utf-8',
      content: exportFlow(call.world, rowOf(call, rule), now(call.world)),
    },
  }),
  ...BLUEPRINT_ACTIONS,
  ...ROLE_ACTIONS,
};

function boundStages(call: Call, flow: Row): Row[] {
  const rule = call.world.behaviour.through[0];
  if (!rule) return [];
  const links = referrers(call.world, flow, rule.link, rule.to).sort(
    (a, b) => Number(a.values['order']) - Number(b.values['order']),
  );
  return links.map((link) => follow(call.world, link, rule.from)).filter((stage) => stage !== undefined);
}

function findInBase(call: Call, rule: ActionRule): Row {
  const row = call.world.store
    .list(call.world.models.concrete(rule.model ?? ''))
    .find((candidate) => candidate.values['slug'] === call.params['key']);
  if (!row) throw detail(404, 'Not found.');
  return row;
}

function setMember(call: Call, rule: ActionRule, belongs: boolean): Reply {
  requireWriter(call);
  const row = rowOf(call, rule);
  const column = rule.column ?? '';
  const to = modelOf(call, rule).columns[column]?.to ?? call.world.behaviour.anchors.user;
  const member = call.world.store.find(call.world.models.concrete(to), bodyOf(call)['pk'] ?? null);
  if (!member) throw detail(404, 'Not found.');
  const list = row.values[column];
  const others = (Array.isArray(list) ? list : []).filter((pk) => pk !== member.pk);
  call.world.store.put({
    ...row,
    values: { ...row.values, [column]: belongs ? [...others, member.pk] : others },
  });
  return { status: 204 };
}

/** A user for a program, with a token for its password, and a group when asked for. */
function serviceAccount(call: Call): Reply {
  const caller = requireWriter(call);
  const { world } = call;
  const { name, create_group: withGroup = false } = bodyOf(call);
  const { user: users, token: tokens, group: groups } = world.behaviour.anchors;
  if (typeof name !== 'string' || name === '') throw invalid({ name: ['This field is required.'] });
  if (world.store.list([users]).some((row) => row.values['username'] === name)) {
    if (world.behaviour.manners.namesSecrets) throw invalid({ name: ['This field must be unique.'] });
    throw invalid({
      non_field_errors: [
        `duplicate key value violates unique constraint "authentik_core_user_username_key"\nDETAIL:  Key (username)=(${name}) already exists.\n`,
      ],
    });
  }
  const create = (model: string, values: Body): Row =>
    saveObject({ world, model: world.models.get(model), row: undefined, caller, partial: false }, values);
  const expires = { 'goauthentik.io/user/token-expires': false };
  // Later releases have a field for it (recorded: "tokens list").
  const kind =
    'type' in world.models.get(users).columns
      ? { type: 'service_account', attributes: expires }
      : { attributes: { 'goauthentik.io/user/service-account': true, ...expires } };
  const user = create(users, { username: name, name, path: 'goauthentik.io/service-accounts', ...kind });
  const group = withGroup === true ? create(groups, { name, users: [user.pk] }) : undefined;
  const key = makeText(world.random, 'letters', 60);
  create(tokens, {
    identifier: `service-account-${name}-password`,
    intent: 'app_password',
    user: user.pk,
    key,
  });
  return ok({
    username: name,
    user_uid: renderRow(call.view, user)['uid'] ?? '',
    user_pk: user.pk,
    ...(group ? { group_pk: String(group.pk) } : {}),
    token: key,
  });
}

import type { Json, ModelName } from '../../catalog/model.ts';
import { now } from '../environment.ts';
import { followAll } from '../links.ts';
import { makeText } from '../random.ts';
import { renderRow } from '../render/render.ts';
import { readObjectBody } from '../request.ts';
import { html, HttpError, invalid, ok, type SandboxResponse } from '../response.ts';
import type { Row } from '../row.ts';
import { saveObject } from '../write/save.ts';
import { change, rowOf, type Actions, type Values } from './action.ts';
import type { Call } from './call.ts';
import { createWith, requireWriter } from './resource.ts';

/** The caller, service accounts, passwords and the keys of tokens. */
export const USER_ACTIONS: Actions = {
  me: showCaller,
  'service-account': createServiceAccount,
  'set-password': (call, rule) => {
    requireWriter(call);
    const body = readObjectBody(call.request);
    const { password } = body;
    if (call.release.behaviour.conventions.namesSecrets) requireText(body, 'password');
    // Where the release does not, it also takes an empty body (recorded: "user set_password missing").
    change(call.database, rowOf(call, rule), {
      password: typeof password === 'string' ? `set:${password.length}` : '',
      password_change_date: now(call.environment.clock),
    });
    return { status: 204 };
  },
  'set-password-hash': (call, rule) => {
    requireWriter(call);
    const body = readObjectBody(call.request);
    requireText(body, 'password');
    change(call.database, rowOf(call, rule), {
      password: String(body['password']),
      password_change_date: now(call.environment.clock),
    });
    return { status: 204 };
  },
  'set-key': (call, rule) => {
    requireWriter(call);
    const row = rowOf(call, rule);
    const body = readObjectBody(call.request);
    const { key } = body;
    if (call.release.behaviour.conventions.namesSecrets) requireText(body, 'key');
    if (typeof key !== 'string' || key === '') throw blank();
    change(call.database, row, { key });
    return { status: 204 };
  },
};

/** A refusal without a body (recorded: "app set_icon_url missing", "token set_key empty"). */
export const blank = (): HttpError => new HttpError(html(400, ''));

/** Refuses a body without this text (recorded: "user set_password missing", "b user set_password blank"). */
function requireText(body: Values, name: string): void {
  if (typeof body[name] !== 'string') throw invalid({ [name]: ['This field is required.'] });
  if (body[name] === '') throw invalid({ [name]: ['This field may not be blank.'] });
}

/** The fields of a user that `users/me` shows, in its order. */
const CALLER_FIELDS = [
  'pk',
  'username',
  'name',
  'is_active',
  'is_superuser',
  'groups',
  'email',
  'avatar',
  'uid',
];

function showCaller(call: Call): SandboxResponse {
  const { database } = call;
  const { user } = call.caller();
  const nameAndKey = (row: Row): Json => ({ name: row.values['name'] ?? '', pk: row.pk });
  const all = renderRow(call.view, user);
  const groups = followAll(database, user, 'groups').map(nameAndKey);
  const shown: { [name: string]: Json } = Object.fromEntries(
    CALLER_FIELDS.map((name) => [name, name === 'groups' ? groups : (all[name] ?? null)]),
  );
  shown['settings'] = {};
  if ('type' in all) {
    shown['roles'] = followAll(database, user, 'roles').map(nameAndKey);
    shown['type'] = all['type'] ?? null;
    shown['system_permissions'] = listSystemPermissions(call);
  }
  return ok({ user: shown });
}

function listSystemPermissions({ caller, grants, database }: Call): Json {
  const { systemApp } = database.models.wellKnown;
  if (!caller().superuser) return [];
  return grants.permissions
    .filter(({ app_label: app }) => app === systemApp)
    .map(({ codename }): Json => codename);
}

/** A user for a program, with a token for its password, and a group where the body wants one. */
function createServiceAccount(call: Call): SandboxResponse {
  const { database, release, environment } = call;
  const caller = requireWriter(call);
  const { name, create_group: withGroup = false } = readObjectBody(call.request);
  const { user: users, token: tokens, group: groups } = database.models.wellKnown;
  if (typeof name !== 'string' || name === '') throw invalid({ name: ['This field is required.'] });
  if (database.store.list([users]).some((row) => row.values['username'] === name)) {
    if (release.behaviour.conventions.namesSecrets) throw invalid({ name: ['This field must be unique.'] });
    throw invalid({
      non_field_errors: [
        'duplicate key value violates unique constraint "authentik_core_user_username_key"\n' +
          `DETAIL:  Key (username)=(${name}) already exists.\n`,
      ],
    });
  }
  const create = (model: ModelName, values: Values): Row =>
    saveObject(createWith(call, database.models.get(model), caller), values);
  const expires = { 'goauthentik.io/user/token-expires': false };
  // Later releases have a field for the type of a user (recorded: "tokens list").
  const kind =
    'type' in database.models.get(users).columns
      ? { type: 'service_account', attributes: expires }
      : { attributes: { 'goauthentik.io/user/service-account': true, ...expires } };
  const user = create(users, { username: name, name, path: 'goauthentik.io/service-accounts', ...kind });
  const group = withGroup === true ? create(groups, { name, users: [user.pk] }) : undefined;
  const key = makeText(environment.random, 'letters', 60);
  create(tokens, {
    identifier: `service-account-${name}-password`,
    intent: 'app_password',
    user: user.pk,
    key,
  });
  const shown: { [name: string]: Json } = {
    username: name,
    user_uid: renderRow(call.view, user)['uid'] ?? '',
    user_pk: user.pk,
  };
  if (group) shown['group_pk'] = String(group.pk);
  shown['token'] = key;
  return ok(shown);
}

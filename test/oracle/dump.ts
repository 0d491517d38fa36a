import type { Json } from '../../src/catalog/model.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/*
 * The state of a server in the oracle's form: `{model: {natural key: object}}`, references by `model:natural
 * key`, everything that two servers cannot share taken out. The oracle's README says what is what; this is
 * our own reading of it, and a test compares it with the oracle's own program.
 */

type Row = Readonly<Record<string, Json>>;
export type Dump = Readonly<Record<string, Readonly<Record<string, Row>>>>;

interface Model {
  readonly name: string;
  readonly path: string;
  /** The fields of its natural key; `a|b`: the first that is not empty. */
  readonly key: readonly string[];
}

const stage = (rest: string, name: string, path: string): Model => ({
  name: `authentik_stages_${rest}.${name}`,
  path: `stages/${path}/`,
  key: ['name'],
});
const named = (name: string, path: string, key = 'name'): Model => ({ name, path, key: [key] });

const MODELS: readonly Model[] = [
  named('authentik_core.group', 'core/groups/'),
  named('authentik_core.user', 'core/users/', 'username'),
  named('authentik_core.token', 'core/tokens/', 'identifier'),
  named('authentik_core.application', 'core/applications/?superuser_full_list=true', 'slug'),
  named('authentik_tenants.tenant', 'core/tenants/', 'domain'),
  named('authentik_crypto.certificatekeypair', 'crypto/certificatekeypairs/'),
  // A proxy provider is listed as an oauth2 provider, too: its key is that of the proxy.
  named('authentik_providers_proxy.proxyprovider', 'providers/proxy/'),
  named('authentik_providers_oauth2.oauth2provider', 'providers/oauth2/'),
  named('authentik_providers_saml.samlprovider', 'providers/saml/'),
  named('authentik_providers_ldap.ldapprovider', 'providers/ldap/'),
  named('authentik_providers_oauth2.scopemapping', 'propertymappings/scope/', 'managed|name'),
  named('authentik_providers_saml.samlpropertymapping', 'propertymappings/saml/', 'managed|name'),
  named('authentik_sources_ldap.ldappropertymapping', 'propertymappings/ldap/', 'managed|name'),
  named('authentik_events.notificationwebhookmapping', 'propertymappings/notification/'),
  ...['oauth', 'saml', 'ldap', 'plex'].map((kind) =>
    named(`authentik_sources_${kind}.${kind}source`, `sources/${kind}/`, 'slug'),
  ),
  named('authentik_core.source', 'sources/all/', 'slug'),
  ...['duo', 'sms', 'static', 'totp', 'validate'].map((kind) =>
    stage(`authenticator_${kind}`, `authenticator${kind}stage`, `authenticator/${kind}`),
  ),
  stage('authenticator_webauthn', 'authenticatewebauthnstage', 'authenticator/webauthn'),
  ...[
    'captcha',
    'consent',
    'deny',
    'dummy',
    'email',
    'identification',
    'password',
    'user_delete',
    'user_login',
    'user_logout',
    'user_write',
  ].map((kind) => stage(kind, `${kind.replace('_', '')}stage`, kind)),
  stage('invitation', 'invitationstage', 'invitation/stages'),
  stage('prompt', 'promptstage', 'prompt/stages'),
  stage('prompt', 'prompt', 'prompt/prompts'),
  stage('invitation', 'invitation', 'invitation/invitations'),
  named('authentik_flows.flow', 'flows/instances/', 'slug'),
  named('authentik_policies_dummy.dummypolicy', 'policies/dummy/'),
  named('authentik_policies_event_matcher.eventmatcherpolicy', 'policies/event_matcher/'),
  named('authentik_policies_expression.expressionpolicy', 'policies/expression/'),
  named('authentik_policies_password.passwordpolicy', 'policies/password/'),
  named('authentik_policies_expiry.passwordexpirypolicy', 'policies/password_expiry/'),
  named('authentik_policies_reputation.reputationpolicy', 'policies/reputation/'),
  named('authentik_events.notificationrule', 'events/rules/'),
  named('authentik_events.notificationtransport', 'events/transports/'),
  named('authentik_outposts.dockerserviceconnection', 'outposts/service_connections/docker/'),
  named('authentik_outposts.kubernetesserviceconnection', 'outposts/service_connections/kubernetes/'),
  named('authentik_outposts.outpost', 'outposts/instances/'),
  { name: 'authentik_blueprints.blueprintinstance', path: 'managed/blueprints/', key: ['name', 'path'] },
  { name: 'authentik_flows.flowstagebinding', path: 'flows/bindings/', key: ['order', 'stage', 'target'] },
  {
    name: 'authentik_policies.policybinding',
    path: 'policies/bindings/',
    key: ['group', 'order', 'policy', 'target', 'user'],
  },
];

/** Derived, or different on every server. */
const DROPPED = new Set([
  'pk',
  'num_pk',
  'uid',
  'uuid',
  'tenant_uuid',
  'policybindingmodel_ptr_id',
  'avatar',
  'last_login',
  'last_applied',
  'component',
  'verbose_name',
  'verbose_name_plural',
  'meta_model_name',
  'mode_verbose',
  'provider_obj',
  'users_obj',
  'groups_obj',
  'user_obj',
  'group_obj',
  'policy_obj',
  'stage_obj',
  'flow_obj',
  'providers_obj',
  'service_connection_obj',
  'flow_set',
  'promptstage_set',
  'outpost_set',
  'stages',
  'policies',
  'cache_count',
  'bound_to',
  'export_url',
  'launch_url',
  'parent_name',
  'token_identifier',
  'callback_url',
  'url_download_metadata',
  'url_sso_post',
  'url_sso_redirect',
  'url_sso_init',
  'url_slo_post',
  'url_slo_redirect',
  'assigned_application_slug',
  'assigned_application_name',
  'certificate_download_url',
  'private_key_download_url',
  'cert_expiry',
  'fingerprint_sha1',
  'refresh_interval_s',
]);
const SETS = new Set([
  'users',
  'groups',
  'property_mappings',
  'property_mappings_group',
  'transports',
  'providers',
  'fields',
  'validation_policies',
  'sources',
  'jwks_sources',
  'configuration_stages',
]);
const WHOSE: Readonly<Record<string, 'user' | 'provider'>> = {
  user: 'user',
  users: 'user',
  created_by: 'user',
  provider: 'provider',
  providers: 'provider',
};
const SECRETS = new Set(['client_id', 'client_secret', 'cookie_secret', 'key', 'webhook_token']);
const GENERATED = /^(\S{128}|[A-Za-z0-9]{40}|[A-Za-z0-9]{50}|[A-Za-z0-9]{60})$/;
const UUID =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])/g;

/** Dumps a sandbox. `literal`: the text of the blueprint; secrets and times that stand in it are kept. */
export async function dumpSandbox(sandbox: Sandbox, token: string, literal = ''): Promise<Dump> {
  const raw = new Map<string, Row[]>();
  for (const { name, path } of MODELS) raw.set(name, await list(sandbox, token, path));
  const concrete = new Set(
    [...raw]
      .filter(([name]) => name.startsWith('authentik_sources_'))
      .flatMap(([, rows]) => rows.map((row) => row['pk'])),
  );
  raw.set(
    'authentik_core.source',
    (raw.get('authentik_core.source') ?? []).filter((row) => !concrete.has(row['pk'] ?? null)),
  );
  const tokens = await Promise.all(
    (raw.get('authentik_core.token') ?? []).map(async (row): Promise<Row> => {
      const answer = await sandbox.respond(
        'GET',
        `/api/v3/core/tokens/${encodeURIComponent(String(row['identifier']))}/view_key/`,
        { authorization: `Bearer ${token}` },
      );
      return { ...row, key: (JSON.parse(answer.body) as { key: string }).key };
    }),
  );
  raw.set('authentik_core.token', tokens);
  return new Normaliser(raw, literal).dump();
}

async function list(sandbox: Sandbox, token: string, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; page !== 0; ) {
    const answer = await sandbox.respond(
      'GET',
      `/api/v3/${path}${path.includes('?') ? '&' : '?'}page_size=100&page=${page}`,
      { authorization: `Bearer ${token}` },
    );
    if (answer.status !== 200)
      throw new Error(`${path} is answered with ${answer.status}: ${answer.body.slice(0, 300)}`);
    const body = JSON.parse(answer.body) as { results: Row[]; pagination: { next: number } };
    rows.push(...body.results);
    page = body.pagination.next;
  }
  return rows;
}

class Normaliser {
  readonly #raw: ReadonlyMap<string, readonly Row[]>;
  readonly #literal: string;
  readonly #refs = new Map<string, string>();
  readonly #numbers = { user: new Map<Json, string>(), provider: new Map<Json, string>() };
  readonly #keys = new Map<Row, string>();

  constructor(raw: ReadonlyMap<string, readonly Row[]>, literal: string) {
    this.#raw = raw;
    this.#literal = literal;
  }

  dump(): Dump {
    // Outposts first: their uuid stands in the names of their user and token.
    for (const model of [...MODELS].sort(
      (a, b) =>
        Number(b.name === 'authentik_outposts.outpost') - Number(a.name === 'authentik_outposts.outpost'),
    ))
      this.#name(model);
    return Object.fromEntries(
      MODELS.map(({ name }) => [
        name,
        Object.fromEntries(
          (this.#raw.get(name) ?? []).map((row) => [this.#keys.get(row) ?? '', this.#content(name, row)]),
        ),
      ]),
    );
  }

  #name(model: Model): void {
    const byKey = new Map<string, Row[]>();
    for (const row of this.#raw.get(model.name) ?? []) {
      const key = this.#naturalKey(model, row);
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
    for (const [key, rows] of byKey) {
      if (rows.length > 1)
        rows.sort((a, b) =>
          compare(stable(this.#content(model.name, a)), stable(this.#content(model.name, b))),
        );
      for (const [index, row] of rows.entries()) {
        const full = index === 0 ? key : `${key}#${index + 1}`;
        this.#keys.set(row, full);
        const reference = model.key.length > 2 ? `(${model.name}:${full})` : `${model.name}:${full}`;
        const pk = row['pk'] ?? row['tenant_uuid'] ?? null;
        if (typeof pk === 'number') {
          const numbers = this.#numbers[model.name === 'authentik_core.user' ? 'user' : 'provider'];
          if (!numbers.has(pk)) numbers.set(pk, reference);
        } else this.#refs.set(String(pk), reference);
        const target = row['policybindingmodel_ptr_id'];
        if (typeof target === 'string' && !this.#refs.has(target)) this.#refs.set(target, reference);
      }
    }
  }

  #naturalKey(model: Model, row: Row): string {
    const [only] = model.key;
    if (model.key.length === 1 && only !== undefined) {
      const fields = only.split('|');
      const field =
        fields.find((name) => row[name] !== null && row[name] !== undefined && row[name] !== '') ??
        fields.at(-1) ??
        '';
      return `${field}=${this.#text(String(row[field]))}`;
    }
    return model.key
      .filter((field) => row[field] !== null && row[field] !== undefined)
      .map((field) => `${field}=${String(this.#value(field, row[field] ?? null))}`)
      .join(',');
  }

  #content(model: string, row: Row): Row {
    const out: Record<string, Json> = {};
    for (const [field, value] of Object.entries(row)) {
      if (DROPPED.has(field) || (field === 'type' && model === 'authentik_sources_oauth.oauthsource'))
        continue;
      out[field] = this.#value(field, value);
    }
    if (row['expiring'] === false) out['expires'] = null;
    return out;
  }

  #value(field: string, value: Json): Json {
    if (typeof value === 'string') {
      if (SECRETS.has(field) && GENERATED.test(value) && !this.#literal.includes(value))
        return `<generated:${value.length}>`;
      if (field === 'expires') return this.#literal.includes(value.slice(0, 10)) ? value : '<time>';
      return this.#text(value);
    }
    const whose = WHOSE[field];
    if (typeof value === 'number' && whose !== undefined) return this.#numbers[whose].get(value) ?? value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.#value(field, item));
      return SETS.has(field) ? items.sort((a, b) => compare(stable(a), stable(b))) : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (field === 'created_by')
      return this.#numbers.user.get(value['pk'] ?? null) ?? value['username'] ?? null;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.#text(key), this.#value(key, item)]),
    );
  }

  #text(text: string): string {
    return text.replace(UUID, (found) => {
      const uuid = found.includes('-')
        ? found
        : found.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return this.#refs.get(uuid) ?? found;
    });
  }
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** JSON with sorted keys. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compare(a, b)))
      : part,
  );
}

/** What two dumps differ in, in the form of an outcome. */
export function diffDumps(
  before: Dump,
  after: Dump,
): {
  created: Record<string, Record<string, Row>>;
  updated: Record<string, Record<string, Row>>;
  deleted: Record<string, Record<string, Row>>;
} {
  const diff: ReturnType<typeof diffDumps> = { created: {}, updated: {}, deleted: {} };
  const put = (kind: keyof typeof diff, model: string, key: string, row: Row): void => {
    (diff[kind][model] ??= {})[key] = row;
  };
  for (const model of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[model] ?? {}, after[model] ?? {}];
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const [a, b] = [old[key], now[key]];
      if (!a && b) put('created', model, key, b);
      else if (a && !b) put('deleted', model, key, a);
      else if (a && b) {
        const changed = [...new Set([...Object.keys(a), ...Object.keys(b)])]
          .filter((field) => stable(a[field]) !== stable(b[field]))
          .map((field): [string, Json] => [field, [a[field] ?? null, b[field] ?? null]]);
        if (changed.length > 0) put('updated', model, key, Object.fromEntries(changed));
      }
    }
  }
  return diff;
}

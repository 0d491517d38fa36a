import type { Catalog, Field, Json, ModelName, Resource } from '../../src/catalog/model.ts';
import type { Random } from '../mutants/random.ts';
import { makeCertificate } from '../../src/sandbox/endpoints/certificate.ts';
import { randomValue } from './random-value.ts';

/** The place of a reference to another entry. */
export class Link {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export type Value = Json | Link | Link[];

/** An entry of a random blueprint. */
export interface RandomEntry {
  readonly id: string;
  readonly model: Resource;
  readonly identifiers: Readonly<Record<string, Value>>;
  readonly attrs: Readonly<Record<string, Value>>;
  /** Permissions on the object. */
  readonly permissions?: readonly Readonly<Record<string, Value>>[];
  readonly absent?: true;
}

/** The certificate of all certificate pairs here, with its key. */
export const { certificate, key } = makeCertificate('laws', 30, new Date('2026-01-01T00:00:00Z'), () => 0.5);

/** What a server wants of several fields together, which no document says. */
const FIXED: Readonly<Record<ModelName, Readonly<Record<string, Json>>>> = {
  'authentik_blueprints.blueprintinstance': { path: '', content: 'version: 1\nentries: []\n' },
  'authentik_brands.brand': { default: false },
  'authentik_core.token': { intent: 'api' },
  'authentik_tenants.tenant': { default: false },
  'authentik_core.user': { type: 'internal' },
  'authentik_crypto.certificatekeypair': { certificate_data: certificate, key_data: key },
  'authentik_events.event': { client_ip: null },
  'authentik_events.notificationtransport': {
    mode: 'local',
    email_template: 'email/event_notification.html',
  },
  'authentik_flows.flowstagebinding': { evaluate_on_plan: true, re_evaluate_policies: true },
  'authentik_outposts.outpost': { type: 'proxy' },
  'authentik_outposts.kubernetesserviceconnection': { local: true, kubeconfig: {} },
  'authentik_providers_proxy.proxyprovider': { mode: 'forward_single', basic_auth_enabled: false },
  'authentik_rbac.initialpermissions': { permissions: [] },
  'authentik_providers_oauth2.scopemapping': { scope_name: 'scope', expression: 'return {}' },
  'authentik_providers_radius.radiusprovider': { certificate: null },
  'authentik_sources_ldap.ldapsource': {
    sync_users_password: false,
    sync_users: false,
    sync_groups: false,
  },
  'authentik_lifecycle.lifecyclerule': { interval: 'days=60', grace_period: 'days=28' },
  'authentik_providers_saml.samlprovider': { sign_assertion: true, sign_response: true },
  'authentik_providers_scim.scimprovider': { auth_mode: 'token' },
  'authentik_sources_saml.samlsource': { signed_assertion: true, signed_response: true },
  'authentik_stages_redirect.redirectstage': {
    mode: 'static',
    target_static: 'https://redirect.example.com',
  },
  'authentik_stages_email.emailstage': { template: 'email/password_reset.html' },
  'authentik_stages_identification.identificationstage': { user_fields: ['username'] },
  'authentik_policies_reputation.reputationpolicy': { check_ip: true },
  'authentik_stages_authenticator_validate.authenticatorvalidatestage': {
    not_configured_action: 'skip',
    device_classes: ['static', 'totp'],
  },
  'authentik_sources_oauth.oauthsource': {
    provider_type: 'openidconnect',
    authorization_url: 'https://idp.example.com/a',
    access_token_url: 'https://idp.example.com/t',
    profile_url: 'https://idp.example.com/p',
    request_token_url: null,
    oidc_well_known_url: '',
    oidc_jwks_url: '',
  },
};

/** Fields that an object needs, though no document says so. */
const NEEDED: Readonly<Record<ModelName, readonly string[]>> = {
  'authentik_lifecycle.lifecyclerule': ['reviewer_groups'],
};

/** Fields of which an object takes one. */
const EITHER: Readonly<Record<ModelName, readonly string[]>> = {
  'authentik_core.user': ['password', 'password_hash'],
};

/**
 * Links that must be to one of the kinds that the catalog names; a real 2025.12.4 crashes on a connection
 * with a source of another kind.
 */
const KINDS: readonly (readonly [link: RegExp, model: string])[] = [
  [/^authentik_outposts\.outpost\.providers$/, 'authentik_providers_proxy.proxyprovider'],
  [/^(authentik_sources_(\w+))\.(?:user|group)\w*connection\.source$/, '$1.$2source'],
];

/**
 * Random objects of random models and all that they refer to, those referred to first. `prefix`: of every
 * name that must be nobody else's.
 */
export function randomBlueprint(catalog: Catalog, random: Random, roots: number, prefix = ''): RandomEntry[] {
  return new Maker(catalog, random, prefix).make(roots);
}

/**
 * An object of one model with a value for each field that can be told, and all that it refers to; it comes last.
 * Nothing where it cannot be made.
 */
export function completeObject(
  catalog: Catalog,
  random: Random,
  model: Resource,
  prefix = '',
): RandomEntry[] {
  return new Maker(catalog, random, prefix).one(model);
}

/** Models whose objects the API can make, on a server without a licence. */
export function creatable(catalog: Catalog): Resource[] {
  return Object.values(catalog.models).filter(
    (model): model is Resource =>
      model.kind === 'resource' &&
      model.actions.create &&
      model.cannotCreate === undefined &&
      !model.licensed &&
      !UNUSUAL.test(model.name) &&
      oneOfs(model).every((fields) => fields.length > 0),
  );
}

/**
 * Fields of which an object has exactly one. The path of a blueprint is none of them: it must be a file that
 * the server has.
 */
function oneOfs(model: Resource): (readonly string[])[] {
  return model.companions.flatMap(({ anyOf, when }) =>
    anyOf && when === undefined ? [anyOf.filter((name) => model.fields[name] && name !== 'path')] : [],
  );
}

/** The licence itself, and a model with a rule of its own about its links. */
const UNUSUAL = /^authentik_(enterprise\.|endpoints\.deviceuserbinding$)/;

class Maker {
  readonly #catalog: Catalog;
  readonly #random: Random;
  readonly #entries: RandomEntry[] = [];
  readonly #creatable: readonly Resource[];
  readonly #prefix: string;
  #made = 0;

  constructor(catalog: Catalog, random: Random, prefix: string) {
    this.#prefix = prefix;
    this.#catalog = catalog;
    this.#random = random;
    this.#creatable = creatable(catalog);
  }

  make(roots: number): RandomEntry[] {
    for (let root = 0; root < roots; root += 1) this.#entry(this.#random.pick(this.#creatable), 0);
    return this.#entries;
  }

  one(model: Resource): RandomEntry[] {
    return this.#entry(model, 0, true) === undefined ? [] : this.#entries;
  }

  /**
   * Makes an object, after all that it needs; gives its id. undefined when it cannot be made. `isComplete`: with
   * all fields, not only some of those that it may lack.
   */
  #entry(model: Resource, depth: number, isComplete = false): string | undefined {
    this.#made += 1;
    const number = this.#made;
    const rule = this.#random.pick(identifying(model));
    if (rule.length === 0) return undefined;
    const oneOf = oneOfs(model);
    const chosen = oneOf.map((fields) => this.#random.pick(fields));
    const values: Record<string, Value> = {};
    for (const [name, field] of Object.entries(model.fields)) {
      if (field.readOnly || field.importerOnly || name in (FIXED[model.name] ?? {})) continue;
      const either = EITHER[model.name] ?? [];
      if (either.includes(name) && either.some((one) => one in values)) continue;
      const group = oneOf.findIndex((fields) => fields.includes(name));
      const isNeeded =
        field.required === true || [...rule, ...chosen, ...(NEEDED[model.name] ?? [])].includes(name);
      const isLeftOut = !isComplete && this.#random.below(3) > 0;
      if (!isNeeded && (group !== -1 || isLeftOut || isOtherSide(this.#catalog, model, name))) continue;
      const value = this.#value(model, name, field, {
        isNeeded,
        identifies: rule.includes(name),
        depth,
        number,
      });
      if (value !== undefined) values[name] = value;
      else if (isNeeded) return undefined;
    }
    Object.assign(
      values,
      Object.fromEntries(
        Object.entries(FIXED[model.name] ?? {}).filter(
          ([name]) => model.fields[name] && !model.fields[name].readOnly,
        ),
      ),
    );
    const id = `e${number}`;
    const isIdentifier = ([name]: readonly [string, Value]): boolean => rule.includes(name);
    this.#entries.push({
      id,
      model,
      identifiers: Object.fromEntries(Object.entries(values).filter(isIdentifier)),
      attrs: Object.fromEntries(Object.entries(values).filter((one) => !isIdentifier(one))),
    });
    return id;
  }

  #value(
    model: Resource,
    name: string,
    field: Field,
    {
      isNeeded,
      identifies,
      depth,
      number,
    }: { isNeeded: boolean; identifies: boolean; depth: number; number: number },
  ): Value | undefined {
    if (field.references) {
      const isUnique = model.unique.some((unique) => unique.fields.length === 1 && unique.fields[0] === name);
      const count = field.type === 'array' ? this.#random.below(3) + (isNeeded ? 1 : 0) : 1;
      const ids = new Set(
        Array.from({ length: count }, () =>
          this.#target(kindsOf(model, name, field), isNeeded, isUnique, depth),
        ).filter((id) => id !== undefined),
      );
      const links = [...ids].map((id) => new Link(id));
      if (field.type === 'array') return links.length === 0 && isNeeded && count > 0 ? undefined : links;
      return links[0];
    }
    if (field.grants)
      return this.#random
        .sample(this.#creatable, 2)
        .map(({ name: one }) => one.replace('.', `.${this.#random.pick(['view', 'add', 'change'])}_`));
    const isUnique = identifies || model.unique.some((unique) => unique.fields.includes(name));
    if (isUnique && field.type === 'integer') return number;
    const unique = `${this.#prefix}${name.replaceAll('_', '-')}-${number}`;
    if (isUnique && field.type === 'string' && !field.format && !field.enum)
      return unique.slice(-(field.maxLength ?? 60));
    return randomValue(name, field, this.#random, unique);
  }

  /** An entry that a field may point at: one that there is, or a new one. */
  #target(
    models: readonly ModelName[],
    isNeeded: boolean,
    isUnique: boolean,
    depth: number,
  ): string | undefined {
    const kinds = new Set(
      models.flatMap((name) => {
        const model = this.#catalog.models[name];
        return model?.kind === 'base' ? model.concrete : [name];
      }),
    );
    const there = this.#entries.filter((entry) => kinds.has(entry.model.name));
    if (!isUnique && there.length > 0 && this.#random.below(2) === 0) return this.#random.pick(there).id;
    const makable = this.#creatable.filter((model) => kinds.has(model.name));
    if (makable.length === 0 || (!isNeeded && depth > 1) || depth > 6) return undefined;
    return this.#entry(this.#random.pick(makable), depth + 1);
  }
}

function kindsOf(model: Resource, name: string, field: Field): readonly ModelName[] {
  const link = `${model.name}.${name}`;
  const only = KINDS.find(([pattern]) => pattern.test(link));
  return only ? [link.replace(...only)] : (field.references ?? []);
}

/** The sets of fields by which an object of a model can be told from all others. */
function identifying(model: Resource): (readonly string[])[] {
  const canIdentify = (name: string): boolean =>
    model.fields[name] !== undefined &&
    !model.fields[name].readOnly &&
    !model.fields[name].writeOnly &&
    name in model.lookups;
  const rules = model.unique
    .map((rule) => rule.fields)
    .filter((fields) => fields.every(canIdentify) && fields.every((name) => model.fields[name]?.required));
  if (rules.length > 0) return rules;
  return [
    Object.keys(model.fields).filter(
      (name) =>
        canIdentify(name) &&
        model.fields[name]?.required &&
        !['array', 'object', 'json'].includes(model.fields[name].type),
    ),
  ];
}

/**
 * A list that is the other side of a list of another model: to say both would be to say it twice, and perhaps
 * differently.
 */
function isOtherSide(catalog: Catalog, model: Resource, name: string): boolean {
  const field = model.fields[name];
  if (field?.type !== 'array' || !field.references) return false;
  return field.references.some((target) => {
    const other = catalog.models[target];
    return (
      other?.kind === 'resource' &&
      Object.entries(other.fields).some(
        ([back, one]) =>
          one.type === 'array' &&
          one.references?.includes(model.name) &&
          (one.required || (!field.required && `${target}.${back}` < `${model.name}.${name}`)),
      )
    );
  });
}

/**
 * Entries that delete what these make: only those that need no other entry to be found, the last first; the
 * others go along, or by their own values.
 */
export function removed(entries: readonly RandomEntry[]): RandomEntry[] {
  return [...entries]
    .reverse()
    .filter(({ identifiers }) => Object.values(identifiers).every((value) => !(value instanceof Link)))
    .map((entry) => ({ ...entry, attrs: {}, absent: true }));
}

/** The text of a blueprint with these entries. */
export function blueprintText(entries: readonly RandomEntry[]): string {
  return (
    [
      'version: 1',
      'entries:',
      ...entries.flatMap(({ id, model, identifiers, attrs, permissions, absent }) => [
        `- model: ${model.name}`,
        `  id: ${id}`,
        ...(absent ? ['  state: absent'] : []),
        `  identifiers: ${valueText(identifiers)}`,
        ...(permissions ? [`  permissions: [${permissions.map(valueText).join(', ')}]`] : []),
        `  attrs: ${valueText(attrs)}`,
      ]),
    ].join('\n') + '\n'
  );
}

function valueText(value: Value | Readonly<Record<string, Value>>): string {
  if (value instanceof Link) return `!KeyOf ${value.id}`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}: ${valueText(one)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

/** The same entries in another order in which everything still comes after what it refers to. */
export function moved(entries: readonly RandomEntry[], random: Random): RandomEntry[] {
  const left = [...entries];
  const done = new Set<string>();
  const order: RandomEntry[] = [];
  while (left.length > 0) {
    const ready = left.filter((entry) => linksOf(entry).every((id) => done.has(id)));
    const next = random.pick(ready);
    order.push(next);
    done.add(next.id);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function linksOf(entry: RandomEntry): string[] {
  return [...Object.values(entry.identifiers), ...Object.values(entry.attrs)]
    .flatMap((value) => {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return items.filter((one) => one instanceof Link);
    })
    .map((link) => link.id);
}

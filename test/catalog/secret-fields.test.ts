import { describe, expect, test } from 'vitest';
import { isSecret } from '../../src/catalog/is-secret.ts';
import type { Catalog, Field } from '../../src/catalog/model.ts';
import { loadCatalog, releases } from '../../src/cli/catalogs.ts';
import { mayNameSecret } from '../../src/source/sounds-secret.ts';
import { REVIEWED } from './reviewed-fields.ts';

/*
 * Every field of every release was looked at once. A new one whose name or type sounds as if it could hold a
 * secret makes this test fail, until it is either a row of SECRETS or one of REVIEWED with the reason why it
 * may be shown.
 */

const SOUNDS =
  /pass(?!word(less)?_(stage|flow))|pwd|secret|token|key|cred|(?<!web)auth(?!or|ent)|cert|jwk|ccache|otp|seed|salt|hash|private|licen|cookie|bearer|webhook|header|settings|params|config|conf$|psk|sid$/i;
const ADDRESS = /ur[il]s?$|host/i;

/** Whether the type alone says that a text of a secret has no place in it. */
function holdsNoText({ type, format = '', enum: choices, references }: Field): boolean {
  return (
    choices !== undefined ||
    references !== undefined ||
    ['boolean', 'integer', 'number'].includes(type) ||
    ['uuid', 'date-time', 'duration', 'email'].includes(format)
  );
}

/** Read-only fields are in no change; they are looked at where the name sounds secret. */
function mustBeReviewed(name: string, field: Field): boolean {
  if (field.secret || holdsNoText(field)) return false;
  if (SOUNDS.test(name)) return field.type === 'string' || !field.readOnly || /secret|token|key/.test(name);
  if (field.readOnly) return false;
  const holds = field.type === 'array' ? field.items?.type : field.type;
  return field.writeOnly === true || holds === 'object' || holds === 'json' || ADDRESS.test(name);
}

function fieldsOf(catalog: Catalog): [model: string, name: string, field: Field][] {
  return Object.values(catalog.models).flatMap((model) =>
    model.kind === 'resource' || model.kind === 'meta'
      ? Object.entries(model.fields).map(([name, field]): [string, string, Field] => [
          model.name,
          name,
          field,
        ])
      : [],
  );
}

const catalogs = releases().map((release) => loadCatalog(release, () => undefined));

describe('what is a secret', () => {
  test.each(catalogs)('of $release every field that sounds so was looked at', (catalog) => {
    const open = fieldsOf(catalog)
      .filter(([, name, field]) => mustBeReviewed(name, field))
      .filter(([model, name]) => !REVIEWED.some((row) => row.field === name && row.models.includes(model)))
      .map(([model, name]) => `${model} ${name}`);
    expect(open).toEqual([]);
  });

  test('every reviewed field is there, is no secret, and says why', () => {
    const known = new Map<string, Field>();
    for (const catalog of catalogs)
      for (const [model, name, field] of fieldsOf(catalog))
        if (mustBeReviewed(name, field)) known.set(`${model} ${name}`, field);
    for (const { field, models, why } of REVIEWED) {
      expect(why.length, field).toBeGreaterThan(5);
      for (const model of models) expect(known.has(`${model} ${field}`), `${model} ${field}`).toBe(true);
    }
  });

  test.each(catalogs)('of $release every secret is known by its name alone', (catalog) => {
    const secrets = fieldsOf(catalog).filter(([, , field]) => field.secret);
    expect(secrets.filter(([, name]) => !mayNameSecret(name)).map(([, name]) => name)).toEqual([]);
  });

  test.each([
    ['2024.2', 'authentik_enterprise.license', 'key'],
    ['2024.6', 'authentik_providers_google_workspace.googleworkspaceprovider', 'credentials'],
    ['2026.5', 'authentik_endpoints_connectors_google_chrome.googlechromeconnector', 'credentials'],
    ['2022.12', 'authentik_sources_ldap.ldapsource', 'bind_password'],
    ['2023.3', 'authentik_providers_scim.scimprovider', 'token'],
    ['2025.12', 'authentik_providers_scim.scimprovider', 'auth_oauth_params'],
    ['2024.2', 'authentik_providers_rac.racprovider', 'settings'],
    ['2025.12', 'authentik_providers_rac.endpoint', 'settings'],
    ['2025.12', 'authentik_providers_rac.racpropertymapping', 'static_settings'],
    ['2022.12', 'authentik_blueprints.blueprintinstance', 'context'],
    ['2022.12', 'authentik_events.notificationtransport', 'webhook_url'],
    ['2024.10', 'authentik_sources_kerberos.kerberossource', 'sync_keytab'],
    ['2024.10', 'authentik_sources_kerberos.kerberossource', 'spnego_keytab'],
    ['2024.10', 'authentik_sources_kerberos.kerberossource', 'sync_ccache'],
    ['2022.12', 'authentik_outposts.kubernetesserviceconnection', 'kubeconfig'],
    ['2025.12', 'authentik_endpoints_connectors_agent.enrollmenttoken', 'key'],
  ])('in %s, %s has the secret %s', (release, model, field) => {
    expect(
      isSecret(
        loadCatalog(release, () => undefined),
        model,
        field,
      ),
    ).toBe(true);
  });
});

describe('a field that a model does not have', () => {
  const catalog = loadCatalog('2025.12', () => undefined);

  test.each([
    ['authentik_core.user', 'passwrod'],
    ['authentik_core.user', 'Password'],
    ['authentik_providers_oauth2.oauth2provider', 'clientsecret'],
    ['authentik_providers_oauth2.oauth2provider', 'client-secret'],
    ['authentik_core.token', 'keyy'],
    ['authentik_core.token', 'key__iexact'],
    ['authentik_providers_rac.endpoint', 'setings'],
    ['authentik_blueprints.blueprintinstance', 'contxt'],
    ['authentik_enterprise.licence', 'key'],
    ['authentik_stages_authenticator_totp.totpdevice', 'key'],
    ['authentik_providers_proxy.proxyprovider', 'cookie_secret'],
    [undefined, 'kubeconfg'],
  ])('of %s is a secret where its name is near that of one: %s', (model, field) => {
    expect(isSecret(catalog, model, field)).toBe(true);
  });

  test('of an unknown model one is a secret that some model has under that name', () => {
    const newest = loadCatalog('2026.8', () => undefined);
    expect(isSecret(newest, 'authentik_core.objectattribute', 'key')).toBe(false);
    expect(isSecret(newest, 'authentik_core.nosuch', 'key')).toBe(true);
  });

  test.each([
    ['authentik_core.user', 'nmae'],
    ['authentik_core.user', 'pk'],
    ['authentik_core.user', 'password_change_date'],
    ['authentik_flows.flow', 'slug'],
    ['authentik_core.group', 'parent__name'],
    ['authentik_core.nosuch', 'name'],
    ['authentik_core.nosuch', 'slug'],
  ])('of %s is none: %s', (model, field) => {
    expect(isSecret(catalog, model, field)).toBe(false);
  });
});

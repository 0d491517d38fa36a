import type { Catalog, ModelName, Resource } from './model.ts';

/*
 * Where an export puts the objects of a model: our own choice of what a person reads together. Nothing here is a
 * fact about authentik, so none of it is in the generated catalogs.
 */

/** Where objects of a model go. Paths are without `.yaml`. */
export type ExportPlace =
  /** Each has a file of its own in this folder, and takes along what is used by nobody else. */
  | { readonly kind: 'head'; readonly folder: string }
  /** All of them are in this file. */
  | { readonly kind: 'file'; readonly file: string }
  /**
   * With the one head that uses it; in this file where there is none, or several are. `of`: a link to what it
   * belongs to, whoever uses it. `bySignIn`: the server adds such objects while people sign in.
   */
  | {
      readonly kind: 'follows';
      readonly file: string;
      readonly of?: string | undefined;
      readonly bySignIn?: true | undefined;
    }
  /** What happened: nothing that is configured. */
  | { readonly kind: 'record' };

const PLACES: Readonly<Record<ModelName, ExportPlace>> = {
  'authentik_core.application': { kind: 'head', folder: 'applications' },
  'authentik_core.applicationentitlement': { kind: 'follows', file: 'applications/entitlements', of: 'app' },
  'authentik_providers_rac.endpoint': { kind: 'follows', file: 'applications/endpoints', of: 'provider' },
  'authentik_flows.flow': { kind: 'head', folder: 'flows' },
  'authentik_flows.flowstagebinding': { kind: 'follows', file: 'flows/bindings', of: 'target' },
  'authentik_stages_prompt.prompt': { kind: 'follows', file: 'flows/prompts' },
  'authentik_stages_invitation.invitation': { kind: 'file', file: 'flows/invitations' },
  'authentik_policies.policybinding': { kind: 'follows', file: 'policies/bindings', of: 'target' },
  'authentik_core.group': { kind: 'file', file: 'directory/groups' },
  'authentik_core.user': { kind: 'file', file: 'directory/users' },
  'authentik_core.token': { kind: 'file', file: 'directory/tokens' },
  'authentik_rbac.role': { kind: 'file', file: 'directory/roles' },
  'authentik_rbac.initialpermissions': { kind: 'file', file: 'directory/roles' },
  'authentik_brands.brand': { kind: 'file', file: 'system/brands' },
  'authentik_tenants.tenant': { kind: 'file', file: 'system/tenants' },
  'authentik_tenants.domain': { kind: 'file', file: 'system/tenants' },
  'authentik_outposts.outpost': { kind: 'file', file: 'system/outposts' },
  'authentik_crypto.certificatekeypair': { kind: 'file', file: 'system/certificates' },
  'authentik_blueprints.blueprintinstance': { kind: 'file', file: 'system/blueprints' },
  'authentik_events.event': { kind: 'record' },
  'authentik_events.notification': { kind: 'record' },
  'authentik_events.notificationrule': { kind: 'file', file: 'system/notifications' },
  'authentik_events.notificationtransport': { kind: 'file', file: 'system/notifications' },
  'authentik_events.notificationwebhookmapping': { kind: 'file', file: 'system/notifications' },
};

/** By base model: what is not said of a model by its name. The first that it is a kind of counts. */
const PLACES_OF_KINDS: readonly (readonly [base: ModelName, place: ExportPlace])[] = [
  ['authentik_core.source', { kind: 'head', folder: 'directory/sources' }],
  ['authentik_core.provider', { kind: 'follows', file: 'applications/providers' }],
  ['authentik_flows.stage', { kind: 'follows', file: 'flows/stages' }],
  ['authentik_policies.policy', { kind: 'follows', file: 'policies/policies' }],
  ['authentik_core.propertymapping', { kind: 'follows', file: 'applications/property-mappings' }],
  [
    'authentik_core.usersourceconnection',
    { kind: 'follows', file: 'directory/source-connections', of: 'source', bySignIn: true },
  ],
  [
    'authentik_core.groupsourceconnection',
    { kind: 'follows', file: 'directory/source-connections', of: 'source', bySignIn: true },
  ],
  ['authentik_outposts.outpostserviceconnection', { kind: 'file', file: 'system/outposts' }],
];

/** Where the objects of a model go; those of one that is not known, into a file of `system/` named after it. */
export function exportPlaceOf({ models }: Catalog, { name }: Resource): ExportPlace {
  const own = PLACES[name];
  if (own) return own;
  for (const [base, place] of PLACES_OF_KINDS) {
    const found = models[base];
    if (found?.kind === 'base' && found.concrete.includes(name)) return place;
  }
  return { kind: 'file', file: `system/${name.split('.')[1] ?? name}` };
}

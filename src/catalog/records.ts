import type { Catalog, Model, ModelName } from './model.ts';
import { isShown, type ShownModel } from './shown-model.ts';

/** Models of what happened, and not of what is configured: a server has as many as its worker leaves. */
const RECORDS: ReadonlySet<ModelName> = new Set(['authentik_events.event', 'authentik_events.notification']);

/**
 * What objects show and nobody configures (documents of all releases): what their use changes (the cached plans of
 * a flow, the last login), what is computed (picture and id of a user), a copy of the user who made an invitation.
 */
const NOT_ITS_OWN: ReadonlySet<string> = new Set([
  'avatar',
  'cache_count',
  'created_by',
  'last_login',
  'last_used',
  'uid',
]);

/**
 * Whether objects of a model say how a server is configured: those that entries can make or change, and what these
 * refer to. Records, sessions, codes and the like are something else.
 */
export function isConfigured(catalog: Catalog, model: Model): model is ShownModel {
  if (!isShown(model) || RECORDS.has(model.name)) return false;
  return model.kind === 'resource' || isReferred(catalog, model.name);
}

/** Whether a field of an object tells something of its own: no copy of what it refers to, nothing that its use changes. */
export function isOwnField({ fields }: ShownModel, name: string): boolean {
  const field = fields[name];
  if (field && !field.readOnly) return true;
  return !name.endsWith('_obj') && !NOT_ITS_OWN.has(name);
}

function isReferred({ models }: Catalog, name: ModelName): boolean {
  return Object.values(models).some(
    (model) =>
      model.kind === 'resource' &&
      Object.values(model.fields).some(
        (field) => (field.references ?? field.items?.references ?? []).includes(name) && !field.readOnly,
      ),
  );
}

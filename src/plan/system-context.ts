import { SYSTEM_CONTEXT } from '../blueprint/features.ts';
import type { Blueprint } from '../blueprint/blueprint.ts';
import { walkTags } from '../blueprint/walk.ts';
import { dict, type Dict, type Value } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Catalog } from '../catalog/model.ts';
import { isSince } from '../catalog/release.ts';
import { resolveModel } from '../catalog/resolve-model.ts';

const LICENSED = 'goauthentik.io/enterprise/licensed';
const MODELS = 'goauthentik.io/rbac/models';

/**
 * What the importer puts into the context of every blueprint, which the blueprint's own values override: the
 * apps of all models that it accepts, by model name, and whether there is a licence. The models are those of
 * the catalog, including those that REST cannot write (measured: exactly the 115 of a real 2025.12.4).
 */
export function systemContext(catalog: Catalog, licensed: boolean | undefined): Dict {
  const context = dict();
  // A server that says nothing about licences has none.
  if (has(catalog, LICENSED)) context[LICENSED] = licensed ?? false;
  if (has(catalog, MODELS)) context[MODELS] = apps(catalog);
  return context;
}

/**
 * Whether a plan depends on the server's licence from the start, on a release that passes it to blueprints: a
 * blueprint reads it from its context, and one that the server stores may do so.
 */
export function asksForLicence(blueprints: readonly Blueprint[], catalog: Catalog): boolean {
  if (!has(catalog, LICENSED)) return false;
  let asks = false;
  for (const blueprint of blueprints) {
    asks ||= blueprint.entries.some(
      ({ model }) => model.kind !== 'scalar' || hasServerApply(catalog, model.text),
    );
    walkTags(blueprint, ({ tag, args: [name] }) => {
      asks ||= tag === '!Context' && name?.kind === 'scalar' && name.text === LICENSED;
    });
  }
  return asks;
}

/** Whether entries of the model that a text names have the server apply blueprints of its own. */
function hasServerApply(catalog: Catalog, text: string): boolean {
  const resolved = resolveModel(catalog, text);
  return (
    resolved.ok && (resolved.model.kind === 'meta' || metaOf(catalog, resolved.model.name) !== undefined)
  );
}

function has(catalog: Catalog, key: string): boolean {
  const since = SYSTEM_CONTEXT[key];
  return since !== undefined && isSince(catalog.release, since);
}

function apps(catalog: Catalog): Value {
  const named = dict();
  for (const model of Object.values(catalog.models)) {
    const { kind, name } = model;
    const dot = name.indexOf('.');
    if (kind === 'resource' || kind === 'unmanageable' || (kind === 'listed' && model.importer))
      named[name.slice(dot + 1)] = name.slice(0, dot);
  }
  return named;
}

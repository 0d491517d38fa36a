import { nearest } from '../diagnostics/spelling.ts';
import { mayNameSecret, soundsSecret } from '../source/sounds-secret.ts';
import type { Catalog } from './model.ts';
import { resolveModel } from './resolve-model.ts';
import { isShown } from './shown-model.ts';

const named = new WeakMap<Catalog, Names>();

/** The names of fields of all models. */
interface Names {
  /** Those under which some model has a secret. */
  readonly secret: ReadonlySet<string>;
  /** Those of all other fields. */
  readonly other: ReadonlySet<string>;
  /** Whether a name that is none of these is near that of a secret, as far as it has been asked. */
  readonly near: Map<string, boolean>;
}

/**
 * Whether a field of a model, by the text of an entry or of a look-up, holds a secret. A field that the model
 * does not have is one where its name sounds so, or is near that of a secret: it may be misspelt. Of a model
 * that is not known, whatever is a secret elsewhere is one.
 */
export function isSecret(catalog: Catalog, model: string | undefined, field: string): boolean {
  const resolved = model === undefined ? undefined : resolveModel(catalog, model);
  const name = field.split('__')[0] ?? '';
  if (!resolved?.ok || !isShown(resolved.model)) return isSecretSomewhere(catalog, name);
  const { fields, lookups } = resolved.model;
  if (Object.hasOwn(fields, name)) return fields[name]?.secret === true;
  if (soundsSecret(name)) return true;
  // A column that the API does not show, such as the key of a TOTP device.
  if (Object.hasOwn(lookups, name))
    return lookups[name]?.kind === 'value' && namesIn(catalog).secret.has(name);
  const meant = nearest(spelt(name), Object.keys(fields));
  return meant !== undefined && fields[meant]?.secret === true;
}

/** Whether the API shows secrets with the objects of a model, by the text of an entry. */
export function showsSecrets(catalog: Catalog, model: string): boolean {
  const resolved = resolveModel(catalog, model);
  return (
    resolved.ok &&
    isShown(resolved.model) &&
    Object.values(resolved.model.fields).some((field) => field.secret && !field.writeOnly)
  );
}

function isSecretSomewhere(catalog: Catalog, name: string): boolean {
  const { secret, other, near } = namesIn(catalog);
  // The model may be one of another release.
  if (mayNameSecret(name) || secret.has(name)) return true;
  if (other.has(name)) return false;
  let isNear = near.get(name);
  if (isNear === undefined) {
    const meant = nearest(spelt(name), [...other, ...secret]);
    near.set(name, (isNear = meant !== undefined && secret.has(meant)));
  }
  return isNear;
}

/** A name with underscores, as the API spells all. */
function spelt(name: string): string {
  return name.replace(/[-.\s]/g, '_');
}

function namesIn(catalog: Catalog): Names {
  let names = named.get(catalog);
  if (!names) {
    const secret = new Set<string>();
    const other = new Set<string>();
    for (const model of Object.values(catalog.models))
      if (model.kind === 'resource')
        for (const [name, field] of Object.entries(model.fields)) (field.secret ? secret : other).add(name);
    named.set(catalog, (names = { secret, other, near: new Map() }));
  }
  return names;
}

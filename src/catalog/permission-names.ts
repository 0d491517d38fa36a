import { nearest } from '../diagnostics/spelling.ts';
import type { Catalog, ModelName } from './model.ts';

const VERBS = ['add', 'change', 'delete', 'view'];

/** The permissions that there are on an object of a model, without its app: `view_application`. */
export function permissionsOn(catalog: Catalog, model: ModelName): string[] {
  const { verbs = VERBS, more = [] } = catalog.permissions?.special[model] ?? {};
  const name = model.split('.')[1] ?? '';
  return [...verbs.map((verb) => `${verb}_${name}`), ...more];
}

const everywhere = new WeakMap<Catalog, ReadonlySet<string>>();

/**
 * The permissions of all models that the catalog knows: `authentik_core.view_application`. A server has more,
 * of models that nothing but itself uses.
 */
export function permissionsEverywhere(catalog: Catalog): ReadonlySet<string> {
  let names = everywhere.get(catalog);
  if (!names) {
    const models = new Set([
      ...Object.values(catalog.models)
        .filter((model) => model.kind !== 'meta' && (model.kind !== 'listed' || model.importer))
        .map(({ name }) => name),
      ...Object.keys(catalog.permissions?.special ?? {}),
    ]);
    names = new Set(
      [...models].flatMap((model) =>
        permissionsOn(catalog, model).map((name) => `${model.split('.')[0] ?? ''}.${name}`),
      ),
    );
    everywhere.set(catalog, names);
  }
  return names;
}

/**
 * Where a permission belongs that is none on objects of a model: on those of its own model, or in the field that lists
 * what an object holds everywhere. Undefined for one that the catalog does not know. `permission`: with its app or
 * without.
 */
export function permissionHint(catalog: Catalog, permission: string): string | undefined {
  const full = [...permissionsEverywhere(catalog)].find(
    (name) => name === permission || withoutApp(name) === permission,
  );
  if (full === undefined) return undefined;
  const holders = Object.values(catalog.models).flatMap((model) => {
    if (model.kind !== 'resource') return [];
    const granting = Object.entries(model.fields).filter(([, { grants }]) => grants);
    return granting.map(([field]) => `${field} in the attrs of an ${model.name}`);
  });
  return `it is none on a single object of this kind: to hold it everywhere, list ${full} under ${holders.join(' or ')}`;
}

/** A permission without its app, which an entry may write before it. */
export function withoutApp(permission: string): string {
  return permission.slice(permission.indexOf('.') + 1);
}

/**
 * Letters in which a name may differ from one that is known to be surely a slip: models that no blueprint can
 * name have permissions, too.
 */
const SLIP = 2;

/**
 * What a permission is that surely is not written as it should: undefined where it is known or may be one
 * that only the server knows, else with the known `name` that it is nearest to, where there is one. `known`:
 * the only ones that can be meant.
 */
export function nearPermission(
  catalog: Catalog,
  permission: string,
  known?: readonly string[],
): { readonly name: string | undefined } | undefined {
  if (known) return { name: nearest(permission, known) };
  const all = permissionsEverywhere(catalog);
  if (all.has(permission)) return undefined;
  const [app = '', ...rest] = permission.split('.');
  const names = [...all];
  if (rest.length === 0) return { name: names.find((name) => withoutApp(name) === permission) };
  const own = names.filter((name) => name.startsWith(`${app}.`));
  if (own.length === 0)
    return { name: nearest(permission, names) ?? names.find((name) => withoutApp(name) === rest.join('.')) };
  const near = nearest(permission, own, SLIP);
  return near === undefined ? undefined : { name: near };
}

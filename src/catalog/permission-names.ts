import type { Catalog, ModelName } from './model.ts';

const VERBS = ['add', 'change', 'delete', 'view'];

/** The permissions that there are on an object of a model, without its app: `view_application`. */
export function permissionsOn(catalog: Catalog, model: ModelName): string[] {
  const { verbs = VERBS, more = [] } = catalog.permissions?.special[model] ?? {};
  const name = model.split('.')[1] ?? '';
  return [...verbs.map((verb) => `${verb}_${name}`), ...more];
}

const everywhere = new WeakMap<Catalog, ReadonlySet<string>>();

/** The permissions of all models that the catalog knows: `authentik_core.view_application`. A server has more, of models that nothing but itself uses. */
export function permissionsEverywhere(catalog: Catalog): ReadonlySet<string> {
  let names = everywhere.get(catalog);
  if (!names) {
    const models = new Set([...Object.keys(catalog.models).filter((name) => catalog.models[name]?.kind !== 'meta'), ...Object.keys(catalog.permissions?.special ?? {})]);
    names = new Set([...models].flatMap((model) => permissionsOn(catalog, model).map((name) => `${model.split('.')[0] ?? ''}.${name}`)));
    everywhere.set(catalog, names);
  }
  return names;
}

/** A permission without its app, which an entry may write before it. */
export function withoutApp(permission: string): string {
  return permission.slice(permission.indexOf('.') + 1);
}

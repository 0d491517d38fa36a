import type { History } from '../catalog/history.ts';
import { resolveLookup } from '../catalog/lookup-path.ts';
import type { Catalog, Model, ModelName } from '../catalog/model.ts';
import { nearest } from '../diagnostics/spelling.ts';

/**
 * A model that somebody asks about, in the release that is targeted, or in the one nearest to it that has the
 * model.
 */
export interface ModelSubject {
  readonly model: Model;
  readonly catalog: Catalog;
  /** An attribute or look-up of it. */
  readonly field?: string | undefined;
}

/** What was asked for is not there, or could be more than one thing. */
export interface NotFound {
  readonly message: string;
  readonly near: readonly string[];
}

/**
 * The model, or attribute of a model, that a text means: `app.model`, `app.model.field`, and as long as it is
 * clear `model` and `model.field`; in any case. `catalogs`: of all releases, oldest first.
 */
export function findSubject(text: string, target: Catalog, catalogs: History): ModelSubject | NotFound {
  const names = modelNames(catalogs);
  const parts = text.split('.');
  const [first = '', second] = parts;
  for (const length of [2, 1]) {
    const asked = parts.slice(0, length).join('.').toLowerCase();
    const field = parts.slice(length).join('.');
    const found = names.filter((name) => (length === 2 ? name === asked : name.split('.')[1] === asked));
    const here = found.length > 1 ? found.filter((name) => target.models[name]) : found;
    const [name, other] = here.length > 0 ? here : found;
    if (name === undefined) continue;
    if (other !== undefined) return { message: `${asked} can be ${found.join(' or ')}`, near: found };
    return withField(name, field, target, catalogs);
  }
  return {
    message: `there is nothing that is called ${text}`,
    near: nearModels(second === undefined ? first : text, names, catalogs),
  };
}

function withField(
  name: ModelName,
  field: string,
  target: Catalog,
  catalogs: History,
): ModelSubject | NotFound {
  const having = [target, ...[...catalogs].reverse()].filter((catalog) => catalog.models[name]);
  const has = (one: Catalog): boolean =>
    fieldNames(one, name).includes(field) || (field.includes('__') && resolveLookup(one, name, field).ok);
  const catalog = (field === '' ? undefined : having.find(has)) ?? having[0];
  const model = catalog?.models[name];
  if (!catalog || !model) return { message: `there is no model ${name}`, near: [] };
  if (field === '') return { model, catalog };
  if (has(catalog)) return { model, catalog, field };
  const near = nearest(field, fieldNames(catalog, name));
  return {
    message: `${name} has no attribute ${field} in any release`,
    near: near === undefined ? [name] : [`${name}.${near}`],
  };
}

/** Attributes, and what an object can be identified or looked up by. */
function fieldNames(catalog: Catalog, name: ModelName): string[] {
  const model = catalog.models[name];
  if (!model || model.kind === 'unmanageable') return [];
  const names: string[] = [];
  if (model.kind !== 'base') names.push(...Object.keys(model.fields));
  if (model.kind !== 'meta') names.push(...Object.keys(model.lookups));
  return names;
}

/** The names of all models of all releases. */
export function modelNames(catalogs: History): ModelName[] {
  return [...new Set(catalogs.flatMap((catalog) => Object.keys(catalog.models)))].sort();
}

/**
 * What somebody may have meant: models that are spelt alike, else models that have an attribute of this name.
 */
function nearModels(text: string, names: readonly ModelName[], catalogs: History): string[] {
  const asked = text.toLowerCase();
  const [app = '', ...rest] = asked.split('.');
  const last = rest.at(-1) ?? app;
  const whole = nearest(asked, names);
  if (whole !== undefined) return [whole];
  const having = catalogs.at(-1)?.models ?? {};
  const owners = Object.values(having)
    .filter(
      (model) =>
        model.kind === 'resource' && Object.hasOwn(model.fields, asked) && !model.fields[asked]?.readOnly,
    )
    .map((model) => `${model.name}.${asked}`);
  if (owners.length > 0) return owners;
  const short = nearest(
    last,
    names.map((name) => name.split('.')[1] ?? ''),
  );
  if (short !== undefined) return names.filter((name) => name.endsWith(`.${short}`));
  return names.filter((name) => asked.length > 3 && name.includes(asked)).slice(0, 8);
}

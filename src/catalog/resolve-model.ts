import { listed, nearest } from '../diagnostics/spelling.ts';
import type { Catalog, Model, ModelName } from './model.ts';

export type ResolvedModel =
  | { readonly ok: true; readonly model: Model }
  | { readonly ok: false; readonly nearest: ModelName | undefined };

/**
 * The model that a text means: the app label as written, the part after the dot in any case (measured
 * 2023.2.3: probes model_camelcase, model_app_uppercase).
 */
export function resolveModel(catalog: Catalog, text: string): ResolvedModel {
  const [app, name, ...rest] = text.split('.');
  const model =
    name === undefined || rest.length > 0 ? undefined : catalog.models[`${app ?? ''}.${name.toLowerCase()}`];
  // Meta models are found by their exact name only (probe meta_camel).
  const exact = model?.kind !== 'meta' || model.name === text;
  return model && exact ? { ok: true, model } : { ok: false, nearest: nearestModel(catalog, text) };
}

/**
 * What is said of a text that is no model: the one that it is near to, else what its app has; undefined for an
 * unknown app.
 */
export function modelHint(catalog: Catalog, text: string, near: ModelName | undefined): string | undefined {
  if (near !== undefined) return `did you mean ${near}?`;
  const [app = '', name = ''] = text.split('.');
  const own = namedModels(catalog).filter((model) => model.startsWith(`${app}.`));
  return own.length === 0 ? undefined : `there are ${listed(`${app}.${name}`, own)}`;
}

/** The models that an entry can name. */
function namedModels(catalog: Catalog): ModelName[] {
  return Object.values(catalog.models)
    .filter((model) => model.kind !== 'base' && (model.kind !== 'listed' || model.importer))
    .map((model) => model.name);
}

/**
 * The model whose name is most like a text: by its whole name, or by what stands after the dot under another
 * app.
 */
function nearestModel(catalog: Catalog, text: string): ModelName | undefined {
  const names = namedModels(catalog);
  const last = text.toLowerCase().split('.').at(-1) ?? '';
  return (
    names.find((name) => name.endsWith(`.${last}`)) ??
    nearest(text, names) ??
    names.find(
      (name) =>
        name.split('.')[1] ===
        nearest(
          last,
          names.map((one) => one.split('.')[1] ?? ''),
        ),
    )
  );
}

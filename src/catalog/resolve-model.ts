import { nearest } from '../diagnostics/spelling.ts';
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
 * The model whose name is most like a text: by its whole name, or by what stands after the dot under another
 * app.
 */
function nearestModel(catalog: Catalog, text: string): ModelName | undefined {
  const names = Object.values(catalog.models)
    .filter((model) => model.kind !== 'base' && (model.kind !== 'listed' || model.importer))
    .map((model) => model.name);
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

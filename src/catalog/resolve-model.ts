import type { Catalog, Model, ModelName } from './model.ts';

export type ResolvedModel = { readonly ok: true; readonly model: Model } | { readonly ok: false; readonly nearest: ModelName | undefined };

/** The model that a text means: the app label as written, the part after the dot in any case (measured 2023.2.3: probes model_camelcase, model_app_uppercase). */
export function resolveModel(catalog: Catalog, text: string): ResolvedModel {
  const [app, name, ...rest] = text.split('.');
  const model = name === undefined || rest.length > 0 ? undefined : catalog.models[`${app ?? ''}.${name.toLowerCase()}`];
  return model ? { ok: true, model } : { ok: false, nearest: nearestModel(catalog, text) };
}

/** The model whose name is most like a text; undefined when none is near. The name after the dot counts more than the app. */
function nearestModel(catalog: Catalog, text: string): ModelName | undefined {
  const wanted = text.toLowerCase();
  const last = wanted.split('.').at(-1) ?? '';
  let best: { name: ModelName; distance: number } | undefined;
  for (const model of Object.values(catalog.models)) {
    if (model.kind === 'base') continue;
    const distance = Math.min(editDistance(wanted, model.name), model.name.endsWith(`.${last}`) ? 1 : Infinity);
    if (!best || distance < best.distance) best = { name: model.name, distance };
  }
  return best && best.distance <= Math.max(3, wanted.length / 4) ? best.name : undefined;
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}

/** The word of a list that is most like another; undefined when none is near. */
export function nearestWord(word: string, words: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (!best || distance < best.distance) best = { word: candidate, distance };
  }
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.word : undefined;
}

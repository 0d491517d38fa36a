import type { Shape } from '../catalog/model.ts';
import { formOf } from './form-of.ts';

/** What kind of value a field takes: `text`, `a list of texts`, "the key of `authentik_core.user`". */
export function wordsOf(field: Shape): string {
  return formOf(field).words(field, (item) => formOf(item).plural);
}

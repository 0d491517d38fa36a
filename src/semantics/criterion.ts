import type { Value } from '../blueprint/value.ts';
import { type LookupPath, type ResolvedLookup, resolveLookup } from '../catalog/lookup-path.ts';
import { isSecret } from '../catalog/is-secret.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import { OPERATORS } from './operators.ts';

/** One condition on an object: a look-up path and the value it asks for. */
export interface Criterion {
  readonly path: LookupPath;
  readonly asked: Value;
}

/** A look-up that can be decided, or why it cannot. */
export type Readable =
  | { readonly kind: 'readable'; readonly path: LookupPath }
  /** There is no such field, or it does not have such an operator: the look-up works on no server. */
  | { readonly kind: 'unknown'; readonly lookup: Extract<ResolvedLookup, { readonly ok: false }> }
  /** It may work on the server, but what the API shows does not tell which objects it finds. */
  | { readonly kind: 'undecidable'; readonly message: string };

/** Reads a look-up (`flow__slug__icontains`) as Django does. */
export function readLookup(catalog: Catalog, model: ModelName, lookup: string): Readable {
  const resolved = resolveLookup(catalog, model, lookup);
  if (!resolved.ok) return { kind: 'unknown', lookup: resolved };
  const { path } = resolved;
  if (!OPERATORS.has(path.operator))
    return {
      kind: 'undecidable',
      message: `the look-up ${path.operator} cannot be decided through the API`,
    };
  const isHidden = [...path.steps.map((step) => step.lookup), path.target].some(
    (link) => (link.kind === 'value' || link.kind === 'relation') && link.field === undefined,
  );
  return isHidden
    ? { kind: 'undecidable', message: `the API does not show what ${lookup} asks for` }
    : { kind: 'readable', path };
}

/** Whether a look-up compares a whole value of the model itself. */
export function isExact({ steps, json, operator }: LookupPath): boolean {
  return steps.length === 0 && json.length === 0 && (operator === '' || operator === 'exact');
}

/** Whether a look-up of a model asks for the value of a secret: no message may show it. */
export function asksForSecret(
  catalog: Catalog,
  model: ModelName,
  { steps, target, json }: LookupPath,
): boolean {
  if (json.some((part) => soundsSecret(part))) return true;
  if (target.kind !== 'value' || target.field === undefined) return false;
  const last = steps.at(-1)?.lookup;
  return isSecret(catalog, last && 'to' in last ? last.to : model, target.field);
}

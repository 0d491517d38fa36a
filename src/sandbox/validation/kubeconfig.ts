import { isMapping } from '../../catalog/json-mapping.ts';
import type { Json } from '../../catalog/model.ts';
import { crash } from '../response.ts';
import type { FieldContext } from './context.ts';
import { isTrue } from './scalar.ts';

const INVALID = 'Invalid kubeconfig';

/**
 * A configuration that Kubernetes' own library can load, or an empty one for a local cluster. Numbers make the
 * library fail (measured with the importer of 2023.2.3), and so does an empty one without `local` beside it
 * (recorded: "svc conn k8s no kubeconfig").
 */
export function checkKubeconfig(value: Json, { body }: Pick<FieldContext, 'body'>): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') throw crash();
  if (!isMapping(value)) return INVALID;
  if (Object.keys(value).length > 0) return canBeLoaded(value) ? undefined : INVALID;
  if (body['local'] === undefined) throw crash();
  return isTrue(body['local'])
    ? undefined
    : 'You can only use an empty kubeconfig when connecting to a local cluster.';
}

/** It names a context, which names one of its clusters. */
function canBeLoaded(config: { readonly [key: string]: Json }): boolean {
  const context = partOf(config['contexts'], config['current-context'], 'context');
  return context !== undefined && partOf(config['clusters'], context['cluster'], 'cluster') !== undefined;
}

/** The part of the item of a list that has this name; undefined where no item has, or several have it. */
function partOf(
  items: Json | undefined,
  name: Json | undefined,
  part: string,
): { readonly [key: string]: Json } | undefined {
  if (!Array.isArray(items) || typeof name !== 'string') return undefined;
  const [found, ...others] = items.filter(isMapping).filter((item) => item['name'] === name);
  const inside = others.length === 0 ? found?.[part] : undefined;
  return isMapping(inside) ? inside : undefined;
}

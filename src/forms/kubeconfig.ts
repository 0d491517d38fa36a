import { type Dict, hasUnknown, isDict, type Value } from '../blueprint/value.ts';
import type { Form } from './form.ts';
import { json } from './json.ts';
import { NOT_JSON } from './plain.ts';
import { refused } from './problem.ts';

/**
 * The configuration of a Kubernetes client, which the server reads as that client does (the Python one of
 * 2023.2.3 and 2025.12.4): its current context must be there, and the cluster of that. An empty one is by
 * itself fine. What the server's own files and programs decide is not looked at.
 */
export const kubeconfig: Form = {
  ...json,
  name: 'kubeconfig',
  of: ({ format }) => format === 'kubeconfig',
  present: (field, value, part) =>
    faultOf(value) === undefined ? json.present(field, value, part) : NOT_JSON,
  accept: (field, value, within) => {
    const fault = faultOf(value);
    return fault === undefined
      ? json.accept(field, value, within)
      : refused('attribute-format', `is no kubeconfig that the server can use: ${fault}`, within);
  },
  words: () => 'a kubeconfig',
  plural: 'kubeconfigs',
};

function faultOf(config: Value): string | undefined {
  if (!isDict(config)) return 'it is no mapping';
  if (Object.keys(config).length === 0) return undefined;
  if (!Object.hasOwn(config, 'current-context')) return 'it has no current-context';
  if (hasUnknown(config)) return undefined;
  const current = memberOf(config, 'current-context');
  if (current === undefined) return 'it has no current-context';
  const context = named(config, 'contexts', current);
  if (typeof context === 'string') return context;
  const inner = memberOf(context, 'context');
  const wanted = isDict(inner) ? memberOf(inner, 'cluster') : undefined;
  if (wanted === undefined) return 'the current context names no cluster';
  const cluster = named(config, 'clusters', wanted);
  if (typeof cluster === 'string') return cluster;
  return memberOf(cluster, 'cluster') === undefined
    ? 'the cluster of the current context is empty'
    : undefined;
}

/** The item of a list of the configuration with this name, or why there is none. */
function named(config: Dict, list: string, name: Value): Dict | string {
  const items = memberOf(config, list);
  if (!Array.isArray(items)) return `${list} is no list`;
  const all = items.filter(isDict);
  if (all.length < items.length || all.some((item) => !Object.hasOwn(item, 'name')))
    return `an item of ${list} has no name`;
  const found = all.filter((item) => item['name'] === name);
  const [first] = found;
  if (!first) return `${list} has none of the name that is asked for`;
  return found.length > 1 ? `${list} has two of one name` : first;
}

/** A member that is there and not null. */
function memberOf(map: Dict, key: string): Value | undefined {
  return Object.hasOwn(map, key) && map[key] !== null ? map[key] : undefined;
}

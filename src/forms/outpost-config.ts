import { isDict, isOpen, Opaque, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { duration } from './duration.ts';
import type { Accepted, Form, Within } from './form.ts';
import { mapping } from './mapping.ts';
import { NOT_JSON } from './plain.ts';
import { refused } from './problem.ts';

/** A kind of value under a key; nothing is made into another kind, a number is no text. */
interface Kind {
  readonly words: string;
  readonly is: (value: Value) => boolean;
}

const isText = (value: Value): boolean => typeof value === 'string';
const everyOf = (value: Value, is: (item: Value) => boolean): boolean =>
  isDict(value) && Object.values(value).every((item) => isLater(item) || is(item));
const listOf = (value: Value, is: (item: Value) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isLater(item) || is(item));

const TEXT: Kind = { words: 'text', is: isText };
const FLAG: Kind = { words: 'true or false', is: (value) => typeof value === 'boolean' };
const TEXTS: Kind = { words: 'a list of texts', is: (value) => listOf(value, isText) };
const MAPPING: Kind = { words: 'a mapping of texts', is: (value) => everyOf(value, isText) };
const NUMBER: Kind = {
  words: 'a whole number',
  is: (value) => typeof value === 'boolean' || typeof value === 'bigint' || Number.isInteger(value),
};
const REFERENCES: Kind = {
  words: 'a list of mappings of texts',
  is: (value) => listOf(value, MAPPING.is),
};
const PATCHES: Kind = {
  words: 'a mapping of lists of mappings',
  is: (value) => everyOf(value, (patches) => listOf(patches, isDict)),
};
const orNull = ({ words, is }: Kind): Kind => ({
  words: `${words}, or null`,
  is: (value) => value === null || is(value),
});

/** The keys that every release has. */
const FIRST: Readonly<Record<string, Kind>> = {
  authentik_host: TEXT,
  authentik_host_browser: TEXT,
  authentik_host_insecure: FLAG,
  container_image: orNull(TEXT),
  docker_labels: orNull(MAPPING),
  docker_map_ports: FLAG,
  docker_network: orNull(TEXT),
  kubernetes_disabled_components: TEXTS,
  kubernetes_image_pull_secrets: TEXTS,
  kubernetes_ingress_annotations: MAPPING,
  kubernetes_ingress_class_name: orNull(TEXT),
  kubernetes_ingress_secret_name: TEXT,
  kubernetes_namespace: TEXT,
  kubernetes_replicas: NUMBER,
  kubernetes_service_type: TEXT,
  log_level: TEXT,
  object_naming_template: TEXT,
};

/** Keys that came later, by the format of the first release that has them. */
const LATER: readonly (readonly [format: string, keys: Readonly<Record<string, Kind>>])[] = [
  ['outpost-config-2023.8', { kubernetes_json_patches: orNull(PATCHES) }],
  ['outpost-config-2024.6', { refresh_interval: TEXT }],
  [
    'outpost-config-2025.4',
    { kubernetes_httproute_annotations: MAPPING, kubernetes_httproute_parent_refs: REFERENCES },
  ],
  ['outpost-config-2025.10', { kubernetes_ingress_path_type: orNull(TEXT) }],
];

const KEYS = new Map<string, Readonly<Record<string, Kind>>>([['outpost-config', FIRST]]);
let keys = FIRST;
for (const [format, more] of LATER) {
  keys = { ...keys, ...more };
  KEYS.set(format, keys);
}

/**
 * The configuration of an outpost: any mapping, but under the keys that a release knows only values of their
 * kind (classes of all releases: outposts/models; measured with the importers of 2023.2.3 and 2025.12.4).
 */
export const outpostConfig: Form = {
  ...mapping,
  name: 'outpost-config',
  of: ({ format }) => format !== undefined && KEYS.has(format),
  present: (field, value, part) => (faultIn(field, value) ? NOT_JSON : mapping.present(field, value, part)),
  accept: (field, value, within) => {
    const fault = faultIn(field, value);
    return fault ? refuse(fault, within) : mapping.accept(field, value, within);
  },
};

interface ConfigFault {
  readonly key: string;
  readonly message: string;
  readonly code: 'attribute-type' | 'attribute-format';
}

function refuse({ key, message, code }: ConfigFault, within: Within): Accepted {
  return refused(code, message, { path: [...within.path, key] });
}

function faultIn({ format = '' }: Shape, config: Value): ConfigFault | undefined {
  if (!isDict(config)) return undefined;
  for (const [key, value] of Object.entries(config)) {
    const kind = KEYS.get(format)?.[key];
    if (!kind || isLater(value)) continue;
    if (!kind.is(value)) return { key, message: `must be ${kind.words}`, code: 'attribute-type' };
    if (key === 'refresh_interval' && typeof value === 'string' && duration.format?.has(value) === false)
      return { key, message: 'is not a duration such as minutes=5', code: 'attribute-format' };
  }
  return undefined;
}

/** What a tag will give. */
function isLater(value: Value): boolean {
  return isOpen(value) || value instanceof Opaque;
}

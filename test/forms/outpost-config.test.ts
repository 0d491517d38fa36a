import { expect, test } from 'vitest';
import { dict, PyFloat, Unknown, type Value } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { accept } from '../../src/forms/accept.ts';

/* The configuration of an outpost: what the importers of 2023.2.3 and 2025.12.4 took (1) of each value. */

const mapOf = (a: Value): Value => Object.assign(dict(), { a });
const VALUES: readonly Value[] = [
  null,
  'x',
  '',
  5,
  new PyFloat(1.5),
  true,
  [],
  ['a'],
  [1],
  dict(),
  mapOf('b'),
  mapOf(1),
  [mapOf('b')],
  [mapOf(1)],
  mapOf([Object.assign(dict(), { b: 1 })]),
  mapOf([1]),
  mapOf(null),
];

const takes = (release: string, key: string, value: Value): boolean => {
  const outpost = loadCatalog(release, () => undefined).models['authentik_outposts.outpost'];
  const field = outpost?.kind === 'resource' ? outpost.fields['config'] : undefined;
  if (!field) throw new Error('no such field');
  return accept(field, Object.assign(dict(), { [key]: value })).ok;
};

test.each<[string, string, string]>([
  ['2023.2', 'authentik_host', '01100000000000000'],
  ['2023.2', 'authentik_host_insecure', '00000100000000000'],
  ['2023.2', 'container_image', '11100000000000000'],
  ['2023.2', 'docker_labels', '10000000011000000'],
  ['2023.2', 'kubernetes_replicas', '00010100000000000'],
  ['2023.2', 'kubernetes_ingress_annotations', '00000000011000000'],
  ['2023.2', 'kubernetes_disabled_components', '00000011000000000'],
  ['2023.2', 'kubernetes_json_patches', '11111111111111111'],
  ['2023.2', 'kubernetes_httproute_parent_refs', '11111111111111111'],
  ['2023.2', 'refresh_interval', '11111111111111111'],
  ['2025.12', 'authentik_host', '01100000000000000'],
  ['2025.12', 'authentik_host_insecure', '00000100000000000'],
  ['2025.12', 'container_image', '11100000000000000'],
  ['2025.12', 'docker_labels', '10000000011000000'],
  ['2025.12', 'kubernetes_replicas', '00010100000000000'],
  ['2025.12', 'kubernetes_ingress_annotations', '00000000011000000'],
  ['2025.12', 'kubernetes_disabled_components', '00000011000000000'],
  ['2025.12', 'kubernetes_json_patches', '10000000010000100'],
  ['2025.12', 'kubernetes_httproute_parent_refs', '00000010000010000'],
  ['2025.12', 'refresh_interval', '00000000000000000'],
])('%s: %s', (release, key, verdicts) => {
  expect(VALUES.map((value) => Number(takes(release, key, value))).join('')).toBe(verdicts);
});

test('the interval is a duration since 2024.6, and what a tag gives is not looked at', () => {
  const of = (value: Value): boolean[] =>
    ['2024.4', '2024.6', '2026.8'].map((release) => takes(release, 'refresh_interval', value));
  expect(of('5m')).toEqual([true, false, false]);
  expect(of('minutes=5')).toEqual([true, true, true]);
  expect(of(new Unknown('!Env'))).toEqual([true, true, true]);
});

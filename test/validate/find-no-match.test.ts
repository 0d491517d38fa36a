import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';

/* Names that begin like those of authentik's own objects, and that a release does not have. */
test.each([
  ['default-provider-invalidation-flow', 'warning'],
  ['default-provider-authorization-implict-consent', 'warning'],
  ['company-invalidation', 'info'],
  ['default-invalidation-flow', undefined],
])('a flow %s that no entry makes is %s', (slug, severity) => {
  const text = `version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {a: !Find [authentik_flows.flow, [slug, ${slug}]]}}}\n`;
  const found = checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]);
  expect(found.find(({ code }) => code === 'find-no-match')?.severity).toBe(severity);
});

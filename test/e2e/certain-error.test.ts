import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

/* Where a file has an error that no server can refute, no plan is made, and nothing is said that one would decide. */

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

const text = (designation: string): string => `version: 1
entries:
- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: f, title: f, designation: ${designation}}}
- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: a, provider: !Find [authentik_core.provider, [name, nobody]]}}
`;

test.each([
  ['nope', ['attribute-enum']],
  ['enrollment', ['find-no-match']],
])('a plan of a flow for %s', async (designation, codes) => {
  const { out } = await ak(['plan', '--format', 'json', '-'], {
    stdin: text(designation),
    env: { AUTHENTIK_URL: sandbox.url, AUTHENTIK_TOKEN: sandbox.token },
  });
  const { diagnostics } = JSON.parse(out) as { diagnostics: { severity: string; code: string }[] };
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(codes);
});

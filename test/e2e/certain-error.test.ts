import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

/* Where a file has an error that no server can refute, no plan is made, and nothing is said that one would decide. */

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

/** The default of the second would be wrong, but the environment has the variable. */
const text = (designation: string): string => `version: 1
entries:
- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: f, title: f, designation: ${designation}}}
- {model: authentik_flows.flow, identifiers: {slug: g}, attrs: {name: g, title: g, designation: !Env [KIND, nope]}}
`;

test.each([
  ['nope', [3]],
  ['enrollment', []],
])('a plan of a flow for %s', async (designation, lines) => {
  const { out } = await ak(['plan', '--format', 'json', '-'], {
    stdin: text(designation),
    env: { AUTHENTIK_URL: sandbox.url, AUTHENTIK_TOKEN: sandbox.token, KIND: 'enrollment' },
  });
  const { diagnostics } = JSON.parse(out) as {
    diagnostics: { severity: string; range: { start: { line: number } } }[];
  };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ range }) => range.start.line)).toEqual(lines);
});

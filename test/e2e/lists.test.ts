import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak } from './binary.ts';

/* One project adds its user to the admins and its provider to the embedded outpost, and owns neither list. */

let folder: string;
const FLOW = `- model: authentik_flows.flow
  id: flow
  identifiers: {slug: consent}
  attrs: {name: Consent, title: Consent, designation: authorization}
`;
const provider = (name: string): string => `- model: authentik_providers_proxy.proxyprovider
  id: ${name}
  identifiers: {name: ${name}}
  attrs: {external_host: "https://${name}.example.org", mode: forward_single, authorization_flow: !KeyOf flow}
- model: authentik_outposts.outpost # ak-blueprint-merge providers
  identifiers: {name: shared}
  attrs: {type: proxy, config: {authentik_host: "https://auth.example.org"}, providers: [!KeyOf ${name}]}
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-lists-'));
  writeFileSync(
    join(folder, 'a.yaml'),
    `version: 1
entries:
- model: authentik_core.user
  id: helper
  identifiers: {username: helper}
  attrs: {name: Helper, groups: []}
- model: authentik_core.group
  identifiers: {name: authentik Admins}
  attrs:
    users: [!KeyOf helper]
${FLOW}${provider('wiki')}`,
  );
  writeFileSync(join(folder, 'other.yaml'), `version: 1\nentries:\n${FLOW}${provider('chat')}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const project = (lists: string): void =>
  writeFileSync(join(folder, 'ak-blueprint.yaml'), `files: a.yaml\ntarget: 2023.2\n${lists}`);
const run = (...args: string[]) =>
  ak([...args, '--sandbox', '--store', join(folder, 'store.json')], { cwd: folder });

test('lists that are shared are added to, over REST', async () => {
  project('lists: {authentik_core.group.user: merge}\n');
  expect((await run('plan')).err).toMatch(
    /^ak-blueprint\.yaml:3:30 error authentik_core.group has no user \(project-invalid\)[\s\S]*did you mean users\?/,
  );
  project('lists: {authentik_core.group.users: merge}\n');
  expect(await run('apply', '--yes', 'other.yaml')).toMatchObject({ code: 0 });
  const shown = await run('plan');
  expect(shown.out).toMatch(
    /~ authentik_core.group .*authentik Admins[^\n]*\n +users {2}items added\n +\+ helper\n/,
  );
  expect(shown.out).toMatch(/~ authentik_outposts.outpost [^\n]*\n +providers {2}items added\n +\+ wiki\n/);
  expect(shown.err).not.toContain('protected');
  expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
  expect(await run('plan', '--detailed-exitcode')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing to do') as string,
  });
  // Owned, the list would lose its first member, which the admins may not.
  project('');
  expect((await run('plan')).out).toMatch(/! authentik_core.group|users +list changed/);
});

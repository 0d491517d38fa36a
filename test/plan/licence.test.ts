import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints, type Setup } from '../oracle/run-case.ts';

/* What a server does only with a licence: it is asked whether it has one where a change needs it. */

const SUMMARY = 'GET /api/v3/enterprise/license/summary/';

const MAPPING = `- {model: authentik_providers_scim.scimmapping, identifiers: {name: m}, attrs: {expression: "return {}"}, id: m}\n`;
const SOURCE = `- {model: authentik_sources_oauth.oauthsource, identifiers: {slug: o}, attrs: {name: o, provider_type: github, consumer_key: a, consumer_secret: b}, id: o}\n`;
const scim = (mode: string, attrs = ''): string =>
  `- {model: authentik_providers_scim.scimprovider, identifiers: {name: s}, attrs: {url: "https://a.test", token: t, auth_mode: ${mode}, auth_oauth: !KeyOf o, property_mappings: [!KeyOf m]${attrs}}}\n`;
const google = (release: string): string =>
  `- {model: authentik_providers_google_workspace.googleworkspaceprovider, identifiers: {name: g}, attrs: {delegated_subject: a@b.test, credentials: {}, default_group_email_domain: b.test}}\n# ${release}\n`;

const filesOf = (entries: string) => [
  { path: 'a.yaml', bytes: Buffer.from(`version: 1\nentries:\n${entries}`) },
];

/** The codes of the errors of a plan, and how often it asked for the licence. */
async function planned(setup: Setup, entries: string) {
  setup.requests.length = 0;
  const { diagnostics } = await planBlueprints(setup, filesOf(entries));
  return {
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    asked: setup.requests.filter((request) => request === SUMMARY).length,
  };
}

const NEEDS: readonly (readonly [what: string, release: string, entries: string, code: string])[] = [
  ['a value', '2025.12', MAPPING + SOURCE + scim('oauth'), 'attribute-rule'],
  ['a value', '2026.8', MAPPING + SOURCE + scim('oauth'), 'attribute-rule'],
  ['a model', '2024.6', google('2024.6'), 'action-impossible'],
  ['a model', '2025.12', google('2025.12'), 'action-impossible'],
];

describe.each(NEEDS)('%s of %s that needs a licence', (_, release, entries, code) => {
  test('is refused where there is none, after one question, and nothing is sent', async () => {
    const setup = await openOn(release);
    expect(await planned(setup, entries)).toEqual({ errors: [code], asked: 1 });
    const { stage } = await runBlueprints(setup, filesOf(entries));
    expect(stage).toBe('plan');
    expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test('is made where there is one; what exists is not asked about', async () => {
    const setup = await openOn(release, undefined, { licensed: true });
    expect(await planned(setup, entries)).toEqual({ errors: [], asked: 1 });
    expect((await runBlueprints(setup, filesOf(entries))).stage).toBe('done');
    expect(await planned(setup, entries)).toEqual({ errors: [], asked: 0 });
  });
});

test('another value of the field needs none, and nobody asks', async () => {
  const setup = await openOn('2025.12');
  expect(await planned(setup, MAPPING + SOURCE + scim('token'))).toEqual({ errors: [], asked: 0 });
});

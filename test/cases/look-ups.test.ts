import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from '../validate/check.ts';

/*
 * Small inputs after public reports: what an entry finds its object by, and what a look-up gives. The right
 * answers are those of the real importers (`data/cases/README.md` of the shared folder).
 */

type Release = '2023.2.3' | '2025.12.4';

const fileOf = (path: string) => {
  const whole = shared(`data/cases/${path}`);
  return { path: basename(path), bytes: readFileSync(whole) };
};

const fresh = (release: Release): Promise<Setup> => openOn(release, shared(`data/state/${release}`));

/** The errors and warnings of `validate`. */
function offline(path: string, { catalog }: Setup): string[] {
  return checkFiles([fileOf(path)], catalog)
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, code }) => `${severity} ${code}`);
}

/** Where a run ends, the writes that it wanted, and those that a second run wants. */
async function run(path: string, setup: Setup) {
  // The embedded outpost is protected; these are about how an object is found.
  const options = { policy: { allowProtected: ['authentik_outposts.outpost'] } };
  const first = await runBlueprints(setup, [fileOf(path)], options);
  const errors = first.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const again = await planBlueprints(setup, [fileOf(path)], options);
  return { stage: first.stage, errors, writes: writesOf(first), again: writesOf(again) };
}

const done = (...writes: string[]) => ({ stage: 'done', errors: [], writes, again: [] });

describe.skipIf(!hasShared)('an object that is found by another field than its name', () => {
  test.each<[Release, string, readonly string[], readonly string[]]>([
    [
      '2023.2.3',
      '41/one-prompt.yaml',
      ['warning attribute-missing'],
      ['update authentik_stages_prompt.prompt default-user-settings-field-locale: placeholder'],
    ],
    [
      '2025.12.4',
      '41/one-prompt.yaml',
      ['warning attribute-missing'],
      ['update authentik_stages_prompt.prompt default-user-settings-field-locale: placeholder'],
    ],
    [
      '2025.12.4',
      '21/off.yaml',
      ['warning attribute-missing'],
      ['update authentik_blueprints.blueprintinstance Default - Password change flow: enabled'],
    ],
    [
      '2025.12.4',
      '41/one-outpost.yaml',
      [],
      ['update authentik_outposts.outpost authentik Embedded Outpost: config'],
    ],
  ])('%s %s is changed', async (release, path, findings, writes) => {
    const setup = await fresh(release);
    expect(offline(path, setup)).toEqual(findings);
    expect(await run(path, setup)).toEqual(done(...writes));
  });
});

/** Objects that the cases find, as a real server had them. */
const MADE = `version: 1
entries:
- {model: authentik_core.application, identifiers: {slug: rep-06-a}, attrs: {name: rep-06 A}}
- model: authentik_providers_proxy.proxyprovider
  identifiers: {name: wiki}
  attrs:
    external_host: https://wiki.example.org
    mode: forward_single
    authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
    invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
- model: authentik_providers_oauth2.oauth2provider
  identifiers: {name: push}
  attrs:
    client_id: rep-17-push
    redirect_uris: []
    authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
    invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, email: admin@example.com, is_active: false, groups: []}}
`;

describe.skipIf(!hasShared)('an object that was made before', () => {
  test.each<[string, readonly string[]]>([
    ['41/one-app.yaml', ['update authentik_core.application rep-06-a: meta_description']],
    ['41/one-user.yaml', ['update authentik_core.user ada: is_active']],
    [
      '41/one-proxy.yaml',
      [
        'update authentik_core.group authentik Admins: attributes',
        'update authentik_providers_oauth2.oauth2provider push: access_token_validity',
        'update authentik_providers_proxy.proxyprovider wiki: access_token_validity',
      ],
    ],
  ])('%s is found by another field than its name', async (path, writes) => {
    const setup = await fresh('2025.12.4');
    const made = await runBlueprints(setup, [{ path: 'made.yaml', bytes: Buffer.from(MADE) }]);
    expect(made.stage).toBe('done');
    expect(offline(path, setup).filter((finding) => finding.startsWith('error'))).toEqual([]);
    const { writes: wanted, ...ran } = await run(path, setup);
    expect({ ...ran, writes: [...wanted].sort() }).toEqual(done(...writes));
  });

  test('is found by its key, which is looked up', async () => {
    const setup = await fresh('2025.12.4');
    const file = {
      path: 'pk.yaml',
      bytes: Buffer.from(`version: 1
entries:
- model: authentik_stages_prompt.prompt
  identifiers: {pk: !Find [authentik_stages_prompt.prompt, [field_key, attributes.settings.locale]]}
  attrs: {placeholder: de}
`),
    };
    expect(checkFiles([file], setup.catalog).filter(({ severity }) => severity === 'error')).toEqual([]);
    const ran = await runBlueprints(setup, [file]);
    expect([ran.stage, writesOf(ran)]).toEqual([
      'done',
      ['update authentik_stages_prompt.prompt default-user-settings-field-locale: placeholder'],
    ]);
    expect(writesOf(await planBlueprints(setup, [file]))).toEqual([]);
  });
});

describe.skipIf(!hasShared)('an object that cannot be changed over REST', () => {
  test.each<[Release, string, string]>([
    ['2023.2.3', '41/one-cert.yaml', 'identifier-undecidable'],
    ['2025.12.4', '41/one-cert.yaml', 'identifier-undecidable'],
    // A fresh server has neither of these: said by plan, after the server has been asked.
    ['2025.12.4', '41/one-app.yaml', 'attribute-missing'],
    ['2025.12.4', '41/one-user.yaml', 'attribute-missing'],
  ])('%s %s is refused by plan: %s', async (release, path, code) => {
    const setup = await fresh(release);
    expect(offline(path, setup).filter((finding) => finding.startsWith('error'))).toEqual([]);
    const { stage, errors } = await run(path, setup);
    expect({ stage, errors }).toEqual({ stage: 'plan', errors: [code] });
    expect(setup.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });
});

describe.skipIf(!hasShared)('a look-up', () => {
  const E = 'real25';
  test.each<[string, readonly string[]]>([
    [
      `${E}/c10-find-device-type.yaml`,
      [
        'create authentik_core.group edge-first: name',
        'create authentik_stages_authenticator_webauthn.authenticatorwebauthnstage ew: device_type_restrictions, name',
      ],
    ],
    [
      `${E}/c18-source-stage-binding-obj.yaml`,
      [
        'create authentik_core.group edge-first: name',
        'create authentik_policies.policybinding edge-first / authentik Built-in / 0: target, group, order',
      ],
    ],
    [`${E}/d1-findobject-direct.yaml`, ['create authentik_core.group e2: attributes, name']],
    [`${E}/d2-findobject-atindex.yaml`, ['create authentik_core.group e2: attributes, name']],
  ])('%s', async (path, writes) => {
    const setup = await fresh('2025.12.4');
    expect(offline(path, setup)).toEqual([]);
    expect(await run(path, setup)).toEqual(done(...writes));
  });

  test('of a source as what a policy is bound to, in 2023.2.3', async () => {
    const setup = await fresh('2023.2.3');
    const path = `${E}/c18-source-stage-binding-obj.yaml`;
    expect(offline(path, setup)).toEqual([]);
    expect(await run(path, setup)).toMatchObject({ stage: 'done', errors: [], again: [] });
  });
});

describe.skipIf(!hasShared)('a schedule of the server', () => {
  const file = (name: string) => ({
    path: 'schedule.yaml',
    bytes: Buffer.from(`version: 1
entries:
- model: authentik_tasks_schedules.schedule
  identifiers: {actor_name: authentik.admin.tasks.${name}}
  attrs: {crontab: "5 * * * *", paused: false}
`),
  });

  test('is changed', async () => {
    const setup = await fresh('2025.12.4');
    const ran = await runBlueprints(setup, [file('update_latest_version')]);
    expect([ran.stage, writesOf(ran).map((write) => write.split(': ')[1])]).toEqual([
      'done',
      ['crontab, paused'],
    ]);
    expect(writesOf(await planBlueprints(setup, [file('update_latest_version')]))).toEqual([]);
  });

  test('that there is not is not made', async () => {
    const setup = await fresh('2025.12.4');
    const { stage, diagnostics } = await runBlueprints(setup, [file('nosuch')]);
    expect([stage, diagnostics.map(({ code }) => code)]).toEqual(['plan', ['action-impossible']]);
  });
});

import { expect, test } from 'vitest';
import { isSince } from '../../src/catalog/release.ts';
import { releases } from '../../src/cli/catalogs.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { openOn, planBlueprints, runBlueprints } from '../oracle/run-case.ts';

/*
 * Names that no two objects share, whatever kind they are of: `validate` says it of two entries, a plan of what
 * the server has, and the sandbox refuses it. By the constraints of the models of all releases.
 */

const FLOWS = `- {model: authentik_flows.flow, id: flow, identifiers: {slug: f}, attrs: {name: f, title: f, designation: authorization}}
- {model: authentik_flows.flow, id: out, identifiers: {slug: o}, attrs: {name: o, title: o, designation: invalidation}}
`;
const PROVIDER = 'authorization_flow: !KeyOf flow, invalidation_flow: !KeyOf out';

interface Pair {
  readonly since: string;
  readonly before?: string;
  /** Two entries with the name `twin`, and where the second says it. */
  readonly one: string;
  readonly other: string;
}

const PAIRS: Readonly<Record<string, Pair>> = {
  stages: {
    since: '2022.12',
    one: '- {model: authentik_stages_dummy.dummystage, identifiers: {name: twin}}',
    other: '- {model: authentik_stages_deny.denystage, identifiers: {name: twin}}',
  },
  policies: {
    since: '2023.3',
    one: '- {model: authentik_policies_dummy.dummypolicy, identifiers: {name: twin}}',
    other:
      '- {model: authentik_policies_expiry.passwordexpirypolicy, identifiers: {name: twin}, attrs: {days: 3}}',
  },
  'property mappings': {
    since: '2023.3',
    one: '- {model: authentik_providers_oauth2.scopemapping, identifiers: {name: twin}, attrs: {scope_name: s, expression: return 1}}',
    other:
      '- {model: authentik_providers_saml.samlpropertymapping, identifiers: {name: twin}, attrs: {saml_name: s, expression: return 1}}',
  },
  providers: {
    since: '2023.3',
    before: FLOWS,
    one: `- {model: authentik_providers_ldap.ldapprovider, identifiers: {name: twin}, attrs: {${PROVIDER}}}`,
    other: `- {model: authentik_providers_proxy.proxyprovider, identifiers: {name: twin}, attrs: {mode: forward_single, external_host: "https://a.example.org", ${PROVIDER}}}`,
  },
  'connections of outposts': {
    since: '2023.3',
    one: '- {model: authentik_outposts.dockerserviceconnection, identifiers: {name: twin}, attrs: {url: "http://localhost"}}',
    other:
      '- {model: authentik_outposts.kubernetesserviceconnection, identifiers: {name: twin}, attrs: {local: true, kubeconfig: {}}}',
  },
};

const bytesOf = (...parts: readonly (string | undefined)[]) => [
  { path: 'b.yaml', bytes: Buffer.from(`version: 1\nentries:\n${parts.filter(Boolean).join('\n')}\n`) },
];

const errorsOf = ({ diagnostics }: Awaited<ReturnType<typeof planBlueprints>>): string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

test.each(releases())('two objects of one name in %s', async (release) => {
  const setup = await openOn(release);
  const bare = setup.sandbox.snapshot();
  const provider = setup.catalog.models['authentik_providers_ldap.ldapprovider'];
  const hasInvalidation = provider?.kind === 'resource' && 'invalidation_flow' in provider.fields;
  const fitted = (text: string | undefined): string | undefined =>
    hasInvalidation ? text : text?.replaceAll(', invalidation_flow: !KeyOf out', '');
  for (const [name, { since, before, one, other }] of Object.entries(PAIRS)) {
    setup.sandbox.restore(bare);
    const first = bytesOf(before, fitted(one));
    const second = bytesOf(before, fitted(other));
    const together = await planBlueprints(setup, bytesOf(before, fitted(one), fitted(other)));
    expect((await runBlueprints(setup, first)).stage, name).toBe('done');
    const after = await planBlueprints(setup, second);
    const isUnique = isSince(release, since);
    expect([together.stage, errorsOf(together)], name).toEqual(
      isUnique ? ['validate', ['value-taken']] : ['done', []],
    );
    expect([after.stage, errorsOf(after)], name).toEqual(isUnique ? ['plan', ['value-taken']] : ['done', []]);
    if (!isUnique) expect((await runBlueprints(setup, second)).stage, name).toBe('done');
  }
});

test('an object whose name is free again is no conflict', async () => {
  const setup = await openOn('2025.12');
  const scope = (name: string): string =>
    `- {model: authentik_providers_oauth2.scopemapping, identifiers: {scope_name: s}, attrs: {name: ${name}, expression: return 1}}`;
  const saml =
    '- {model: authentik_providers_saml.samlpropertymapping, identifiers: {name: twin}, attrs: {saml_name: s, expression: return 1}}';
  await runBlueprints(setup, bytesOf(scope('twin')));
  const removed =
    '- {model: authentik_providers_oauth2.scopemapping, identifiers: {scope_name: s}, state: absent}';
  for (const before of [scope('moved'), removed]) {
    const planned = await planBlueprints(setup, bytesOf(before, saml));
    expect([planned.stage, errorsOf(planned)]).toEqual(['done', []]);
  }
});

test.each([
  ['2022.12', 201],
  ['2023.2', 201],
  ['2023.3', 400],
  ['2024.6', 400],
  ['2025.10', 400],
] as const)(
  'the sandbox of %s answers a policy with a name that another kind has with %d',
  async (release, status) => {
    const { sandbox } = await openSandbox({ target: release, token: 'token' }, processIo(false));
    const post = (path: string, body: object): Promise<Response> =>
      sandbox.fetch(
        new Request(`http://sandbox.invalid/api/v3${path}`, {
          method: 'POST',
          headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
    expect((await post('/policies/dummy/', { name: 'twin' })).status).toBe(201);
    const answer = await post('/policies/password_expiry/', { name: 'twin', days: 3 });
    expect(answer.status).toBe(status);
    if (status === 400)
      expect(await answer.json()).toMatchObject({ name: ['Policy with this name already exists.'] });
  },
);

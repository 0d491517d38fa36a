import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, type Setup } from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';

/*
 * Objects that blueprints of the server set, too, on the recorded lists of fresh servers: their instances have the
 * hashes of authentik's own files. What is foretold here came back on real servers of both releases when their
 * importers applied these files again, and what is not foretold stayed.
 */

const RELEASES = ['2023.2.3', '2025.12.4'] as const;
type Release = (typeof RELEASES)[number];

const INSTANCES = 'GET /api/v3/managed/blueprints/';

const fresh = (release: Release): Promise<Setup> => openOn(release, shared(`data/state/${release}`));

const asFile = (text: string) => ({ path: 'blueprint.yaml', bytes: new TextEncoder().encode(text) });
const fileOf = (path: string) => ({ path: basename(path), bytes: readFileSync(shared(path)) });

/** What a plan says of other writers, and how often it asked for the instances. */
async function planned(setup: Setup, ...files: readonly ReturnType<typeof asFile>[]) {
  setup.requests.length = 0;
  const { diagnostics, plan } = await planBlueprints(setup, files);
  expect(plan).toBeDefined();
  const found = diagnostics.filter(({ code }) => code === 'other-writer');
  return { found, asked: setup.requests.filter((request) => request === INSTANCES).length };
}

const LOGIN = 'default/flow-default-authentication-flow.yaml';

describe.skipIf(!hasShared).each(RELEASES)('on a fresh server of %s', (release) => {
  // Its name does not: the mapping is managed, so it is not renamed.
  test('a mapping that is changed comes back', async () => {
    const { found, asked } = await planned(await fresh(release), fileOf('data/cases/04/bp.yaml'));
    expect(found.map(({ message }) => message)).toEqual([
      `the server's blueprint instance System - OAuth2 Provider - Scopes (authentik's own system/providers-oauth2.yaml) sets description to "Email address" and expression to authentik's own text on authentik_providers_oauth2.scopemapping authentik default OAuth Mapping: OpenID 'email': that comes back when the server applies it again`,
    ]);
    expect(asked).toBe(1);
  });

  test('of a login flow comes back what authentik sets, and not what it leaves out', async () => {
    const { found, asked } = await planned(await fresh(release), fileOf('data/cases/40/bp.yaml'));
    expect(found.map(({ message }) => message)).toEqual([
      `the server's blueprint instance Default - Authentication flow (authentik's own ${LOGIN}) sets title to "Welcome to authentik!" on authentik_flows.flow default-authentication-flow: that comes back when the server applies it again`,
    ]);
    expect(found[0]?.hint).toContain(`identifiers: {path: ${LOGIN}}, attrs: {enabled: false}`);
    expect(asked).toBe(1);
  });

  test('the way out that the hint shows is one, as far as nothing else has the blueprint applied', async () => {
    const off = (path: string): string =>
      `- {model: authentik_blueprints.blueprintinstance, identifiers: {path: ${path}}, attrs: {enabled: false}}`;
    const setup = await fresh(release);
    const change = fileOf('data/cases/40/bp.yaml');
    const login = asFile(['version: 1', 'entries:', off(LOGIN), ''].join('\n'));
    const { found } = await planned(setup, login, change);
    // Measured on both: 2025.12.4 applies it with the brand's blueprint, 2023.2.3 does not when it is off.
    if (release === '2023.2.3') return expect(found).toEqual([]);
    expect(found[0]?.hint).toContain('it is off, and Default - Brand has it applied first: that one as well');
    const both = asFile(
      ['version: 1', 'entries:', off(LOGIN), off('default/default-brand.yaml'), ''].join('\n'),
    );
    return expect((await planned(setup, both, change)).found).toEqual([]);
  });

  test("authentik's own files are no other writers than themselves", async () => {
    const setup = await fresh(release);
    const said: string[] = [];
    for (const folder of ['default', 'system'])
      for (const name of readdirSync(shared(`data/blueprints/${release}/${folder}`))) {
        const { diagnostics } = await planBlueprints(setup, [
          fileOf(`data/blueprints/${release}/${folder}/${name}`),
        ]);
        for (const { code, message } of diagnostics)
          if (code === 'other-writer') said.push(`${name}: ${message}`);
      }
    expect(said).toEqual([]);
  });

  test('of new objects, and where there is nothing to do, the instances are not asked for', async () => {
    const setup = await fresh(release);
    const entry = '- {model: authentik_core.group, identifiers: {name: writers}}';
    const file = asFile(`version: 1\nentries:\n${entry}\n`);
    expect(await planned(setup, file)).toEqual({ found: [], asked: 0 });
    const there =
      '- {model: authentik_flows.flow, identifiers: {slug: default-authentication-flow}, attrs: {title: Welcome to authentik!}}';
    expect(await planned(setup, asFile(`version: 1\nentries:\n${there}\n`))).toEqual({ found: [], asked: 0 });
  });
});

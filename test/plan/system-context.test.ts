import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import type { Blueprint } from '../../src/blueprint/blueprint.ts';
import { dict } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { asksForLicence, systemContext } from '../../src/plan/system-context.ts';
import { hasShared, shared } from '../shared.ts';

const catalogOf = (release: string) => loadCatalog(release, new Collector().report);
const MODELS = 'goauthentik.io/rbac/models';
const LICENSED = 'goauthentik.io/enterprise/licensed';

function read(release: string, text: string): Blueprint {
  const blueprint = parseBlueprint({ path: 'blueprint.yaml', text }, new Collector().report, {
    features: features(release),
  });
  if (!blueprint) throw new Error('not a blueprint');
  return blueprint;
}

const licence = (rest = '') =>
  `version: 1\nmetadata: {name: licence}\n${rest}entries:\n- model: authentik_core.group\n  conditions: [!Context ${LICENSED}]\n  identifiers: {name: licensed}\n`;

describe('the context of every blueprint', () => {
  test.skipIf(!hasShared)('names the apps of all models that the importer takes', () => {
    const models = Object.keys(
      JSON.parse(readFileSync(shared('data/model-fields/2025.12.4.json'), 'utf8')) as object,
    );
    const context = systemContext(catalogOf('2025.12'), undefined)[MODELS];
    expect(
      Object.entries(context ?? {})
        .map(([model, app]) => `${app as string}.${model}`)
        .sort(),
    ).toEqual(models.sort());
  });

  test('has nothing in a release that knows none of it', () => {
    expect(Object.keys(systemContext(catalogOf('2023.2'), true))).toEqual([]);
    expect(Object.keys(systemContext(catalogOf('2024.2'), true))).toEqual([LICENSED]);
    expect(Object.keys(systemContext(catalogOf('2024.8'), false))).toEqual([LICENSED, MODELS]);
  });

  test('needs the licence only where a blueprint asks for it', () => {
    expect(asksForLicence([read('2025.12', licence())], catalogOf('2025.12'))).toBe(true);
    expect(
      asksForLicence([read('2025.12', licence().replace(LICENSED, 'other'))], catalogOf('2025.12')),
    ).toBe(false);
    expect(asksForLicence([read('2023.2', licence())], catalogOf('2023.2'))).toBe(false);
  });

  test.each(['blueprintinstance', 'metaapplyblueprint'])(
    'needs it for what a %s may have applied',
    (model) => {
      const text = `version: 1\nentries:\n- {model: authentik_blueprints.${model}, identifiers: {name: x}}\n`;
      expect(asksForLicence([read('2025.12', text)], catalogOf('2025.12'))).toBe(true);
    },
  );
});

describe('a plan', () => {
  const EMPTY = { pagination: { next: 0, count: 0, total_pages: 1 }, results: [] };

  async function plan(
    text: string,
    summary: { readonly status: number; readonly body: unknown },
    context: Readonly<Record<string, boolean>> = {},
  ) {
    const asked: string[] = [];
    const client = createClient({
      url: 'http://server.invalid',
      token: 'token',
      pause: () => 0,
      fetch: (request) => {
        const { pathname } = new URL(request.url);
        asked.push(pathname);
        const [status, body] = pathname.endsWith('/license/summary/')
          ? [summary.status, summary.body]
          : [200, EMPTY];
        return Promise.resolve(
          new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }),
        );
      },
    });
    const release = '2025.12';
    const result = await planAgainst(client, {
      blueprints: [read(release, text)],
      catalog: catalogOf(release),
      policy: DEFAULT_POLICY,
      context: Object.assign(dict(), context),
      env: () => undefined,
      me: undefined,
    });
    return {
      creates: result.plan.changes.map((change) => change.key),
      codes: result.diagnostics.map((one) => one.code),
      asked,
    };
  }

  test.each([
    ['valid', true],
    ['expiry_soon', true],
    ['unlicensed', false],
    ['expired', false],
    ['read_only', false],
  ])('with a condition on the licence asks the server: %s', async (status, made) => {
    expect((await plan(licence(), { status: 200, body: { status } })).creates).toEqual(
      made ? ['licensed'] : [],
    );
  });

  test('takes the boolean of older releases, and a server without such a page has no licence', async () => {
    expect((await plan(licence(), { status: 200, body: { valid: true } })).creates).toEqual(['licensed']);
    expect((await plan(licence(), { status: 404, body: { detail: 'Not found.' } })).creates).toEqual([]);
  });

  const mtls = `version: 1\nentries:\n- model: authentik_stages_mtls.mutualtlsstage\n  identifiers: {name: mtls}\n  attrs: {mode: optional, cert_attribute: email, user_attribute: email}\n`;

  test.each<[string, { status: number; body: unknown }, string[]]>([
    ['none', { status: 200, body: { status: 'unlicensed' } }, ['action-impossible']],
    ['one', { status: 200, body: { status: 'valid' } }, []],
    ['nothing to say of it', { status: 404, body: { detail: 'Not found.' } }, []],
  ])('with an object that wants a licence, on a server that has %s', async (_, summary, codes) => {
    const planned = await plan(mtls, summary);
    expect(planned.codes).toEqual(codes);
    expect(planned.creates).toEqual(['mtls']);
  });

  test('lets the blueprint and the caller say otherwise', async () => {
    const none = { status: 200, body: { status: 'unlicensed' } };
    expect((await plan(licence(`context: {${LICENSED}: true}\n`), none)).creates).toEqual(['licensed']);
    expect((await plan(licence(), none, { [LICENSED]: true })).creates).toEqual(['licensed']);
  });

  test('without one does not ask', async () => {
    expect((await plan(licence().replace(LICENSED, 'other'), { status: 500, body: {} })).asked).toEqual([
      '/api/v3/core/groups/',
    ]);
  });
});

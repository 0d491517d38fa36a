import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Json } from '../../src/catalog/model.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { checkFiles } from '../validate/check.ts';
import { planWith, uuid } from './setup.ts';

/*
 * Since 2026.5 an OAuth2 provider without grant types lets nobody log in. Offline that is supposed of an entry
 * that names none; a plan knows what the object is left with.
 */

const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
const of = (release: string) => loadCatalog(release, new Collector().report);
const FLOW = { pk: uuid(1), policybindingmodel_ptr_id: uuid(2), slug: 'f', name: 'F', title: 'F' };

const entry = (attrs: string): string =>
  `version: 1
entries:
- model: ${OAUTH2}
  identifiers: {name: chat}
  attrs:
    authorization_flow: !Find [authentik_flows.flow, [slug, f]]
    invalidation_flow: !Find [authentik_flows.flow, [slug, f]]
    redirect_uris: []
${attrs}`;

function found(text: string, grants: Json | undefined, release = '2026.8'): string[] {
  const flows = { 'authentik_flows.flow': [FLOW] };
  const live = { pk: 1, name: 'chat', authorization_flow: FLOW.pk, invalidation_flow: FLOW.pk };
  const server =
    grants === undefined
      ? flows
      : { ...flows, [OAUTH2]: [{ ...live, redirect_uris: [], grant_types: grants, client_type: 'public' }] };
  return planWith([text], server, { catalog: of(release) }).diagnostics.map(
    ({ code, severity, place }) =>
      `${severity} ${code} ${place?.file.text.slice(place.span.start, place.span.end) ?? ''}`,
  );
}

describe('a plan that leaves an OAuth2 provider without grant types', () => {
  test.each<[string, string, Json | undefined, string]>([
    ['makes one that names none', '', undefined, OAUTH2],
    ['makes one with none', '    grant_types: []\n', undefined, 'grant_types: []'],
    ['empties those of one', '    grant_types: []\n', ['authorization_code'], 'grant_types: []'],
    ['changes another field of one without', '    client_type: confidential\n', [], OAUTH2],
    ['changes nothing of one without', '    client_type: public\n', [], OAUTH2],
  ])('is warned of when it %s', (_, attrs, grants, at) => {
    expect(found(entry(attrs), grants)).toEqual([`warning attribute-expected ${at}`]);
  });

  test.each<[string, string, Json | undefined]>([
    ['makes one with some', '    grant_types: [authorization_code]\n', undefined],
    ['changes one that has some', '    client_type: confidential\n', ['authorization_code']],
    ['gives one some', '    grant_types: [authorization_code]\n', []],
  ])('is not when it %s', (_, attrs, grants) => {
    expect(found(entry(attrs), grants)).toEqual([]);
  });

  test('is not of a release before 2026.5, or of a proxy provider, which has its own', () => {
    expect(found(entry(''), undefined, '2026.2')).toEqual([]);
    expect(
      found(
        entry('    mode: forward_single\n    external_host: https://a.example.com\n')
          .replace(OAUTH2, 'authentik_providers_proxy.proxyprovider')
          .replace('    redirect_uris: []\n', ''),
        undefined,
      ),
    ).toEqual([]);
  });
});

describe('a plan of an API token that says nothing of its end', () => {
  const U = 'authentik_core.user';
  const T = 'authentik_core.token';
  const token = (attrs: string): string =>
    `version: 1\nentries:\n- {model: ${T}, identifiers: {identifier: t}, attrs: {user: !Find [${U}, [username, u]], ${attrs}}}\n`;
  const codes = (attrs: string, live: Readonly<Record<string, Json>>[] = []) =>
    planWith([token(attrs)], { [U]: [{ pk: 7, username: 'u' }], [T]: live }, { catalog: of('2025.12') })
      .codes;

  test('is warned of where it makes one', () => {
    expect(codes('intent: api')).toEqual(['attribute-expected']);
    expect(codes('description: d')).toEqual(['attribute-expected']);
    expect(codes('intent: api, expiring: false')).toEqual([]);
    expect(codes('intent: app_password')).toEqual([]);
  });

  test('is not where it changes one, which has its end', () => {
    const live = { pk: uuid(3), identifier: 't', user: 7, intent: 'api', expiring: false, description: '' };
    expect(codes('intent: api, description: d', [live])).toEqual([]);
  });
});

describe('offline', () => {
  const offline = (text: string, release: string) =>
    checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }], of(release)).filter(
      ({ code }) => code === 'attribute-expected',
    );

  test.each([
    ['', 'there is no grant_types'],
    ['    grant_types: []\n', 'grant_types is empty'],
  ])('the same is supposed: %j', (attrs, says) => {
    expect(offline(entry(attrs), '2026.5')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        supposed: true,
        message: expect.stringContaining(says) as unknown,
      }),
    ]);
    expect(offline(entry(attrs), '2026.2')).toEqual([]);
  });

  test('a fix adds them, for people to decide', () => {
    const [finding] = offline(entry(''), '2026.8');
    const file = finding?.place?.file;
    const fix = finding?.fixes?.[0];
    expect(fix?.mechanical).toBeUndefined();
    const mended = file && fix && applyFixes(file, [{ ...finding, fixes: [{ ...fix, mechanical: true }] }]);
    expect(mended?.text).toContain(
      '\n    grant_types: [authorization_code, refresh_token]\n    authorization_flow:',
    );
  });

  test('a tag in their place may be anything', () => {
    expect(offline(entry('    grant_types: !Context grants\n'), '2026.8')).toEqual([]);
  });
});

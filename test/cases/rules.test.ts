import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  openOn,
  planBlueprints,
  planUnchecked,
  runBlueprints,
  type Setup,
  writesOf,
} from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from '../validate/check.ts';

/*
 * Rules between fields that real servers check: each is found offline, and refused by a run before anything is
 * sent, the entries before it included.
 */

const OLD = '2023.2.3';
const NEW = '2025.12.4';

const fileOf = (path: string) => ({
  path: basename(path),
  bytes: readFileSync(shared(`data/cases/${path}`)),
});
const fresh = (release: string): Promise<Setup> => openOn(release, shared(`data/state/${release}`));

/** The errors of `validate`, and the codes of what is a warning about rules. */
function offline(path: string, { catalog }: Setup): string[] {
  return checkFiles([fileOf(path)], catalog).flatMap(({ severity, code }) =>
    severity === 'error' || code === 'attribute-rule' ? [`${severity} ${code}`] : [],
  );
}

const RULE = 'error attribute-rule';
const FORM = 'error attribute-format';

const REFUSED: readonly (readonly [release: string, path: string, ...found: string[]])[] = [
  [NEW, '01/rules/r1.yaml', RULE],
  [NEW, '01/rules/r2.yaml', RULE],
  [NEW, '01/rules/r4.yaml', RULE],
  [NEW, '01/rules/r6.yaml', FORM],
  [NEW, '01/rules/r7.yaml', RULE],
  [NEW, '01/rules/r9a.yaml', RULE],
  [NEW, '01/rules/r10.yaml', RULE],
  [NEW, '01/rules/r11.yaml', RULE],
  [NEW, '01/rules/r12b.yaml', RULE],
  [NEW, '01/rules/r13.yaml', FORM],
  [NEW, '01/rules/r14a.yaml', FORM],
  [NEW, '01/rules/r15.yaml', RULE],
  [NEW, '01/rules/r16.yaml', RULE],
  [NEW, '01/rules/r18.yaml', FORM],
  [NEW, '01/rules/r19.yaml', RULE, RULE, RULE, RULE, RULE],
  [OLD, '01/rules23/r4.yaml', RULE],
  [OLD, '01/rules23/r6.yaml', FORM],
  [OLD, '01/rules23/r13.yaml', FORM],
  [OLD, '01/rules23/r14a.yaml', FORM],
  [OLD, '01/rules23/r16.yaml', RULE],
  [OLD, '01/rules23/r18.yaml', FORM],
  [NEW, '08/bp.yaml', RULE],
  [NEW, 'real25/r01-binding-no-subject.yaml', RULE],
  [NEW, 'real25/r03-entitlement-policy.yaml', RULE],
  [NEW, 'real25/r05-reputation-neither.yaml', RULE],
  [NEW, 'real25/r07-stagebinding-neither.yaml', RULE],
  [NEW, 'real25/r09-proxy-no-internal.yaml', RULE],
  [NEW, 'real25/r11-ldap-sync-no-mappings.yaml', RULE],
  [NEW, 'real25/r14-oauth-bad-regex.yaml', RULE],
  [NEW, 'real25/r16-user-internal-sa.yaml', RULE],
  [NEW, 'real25/r19-app-reserved-slug.yaml', RULE],
  [NEW, 'real25/r34-kube-conn.yaml', RULE],
  [OLD, 'real23/context-values.yaml', RULE, RULE, RULE],
  [OLD, 'real23/knowable.yaml', FORM, FORM, FORM, FORM, RULE],
];

describe.skipIf(!hasShared)('a rule between fields that a file breaks', () => {
  test.each(REFUSED)(
    'authentik %s, %s: found offline, and nothing is sent',
    async (release, path, ...found) => {
      const setup = await fresh(release);
      expect(offline(path, setup)).toEqual(found);
      const { diagnostics } = await planUnchecked(setup, [fileOf(path)]);
      const refused = diagnostics.filter(({ severity }) => severity === 'error');
      if (found.includes(RULE)) expect(refused.map(({ code }) => code)).toContain('attribute-rule');
      expect((await runBlueprints(setup, [fileOf(path)])).stage).not.toBe('done');
      expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
    },
  );

  test.each([
    [NEW, '01/rules/r8.yaml'],
    [OLD, '01/rules23/r8.yaml'],
    [NEW, 'real25/r22-email-template.yaml'],
  ])('authentik %s, %s: a warning offline, and refused as the server lists it not', async (release, path) => {
    const setup = await fresh(release);
    expect(offline(path, setup)).toEqual(['warning attribute-rule']);
    const { stage, diagnostics } = await runBlueprints(setup, [fileOf(path)]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect([stage, ...errors.map(({ code }) => code)]).toEqual(['plan', 'attribute-rule']);
    expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test.each([
    [NEW, '08/ok.yaml'],
    [NEW, 'real25/emb.yaml'],
    [NEW, 'real25/p6-samlsource.yaml'],
    [NEW, 'real25/p7-proxy.yaml'],
  ])('authentik %s, %s: no error', async (release, path) => {
    expect(offline(path, await fresh(release))).toEqual([]);
  });

  test('authentik 2023.2.3, real23/line-break.yaml: what is trimmed is right, and stored so', async () => {
    const setup = await fresh(OLD);
    const path = 'real23/line-break.yaml';
    expect(offline(path, setup)).toEqual([]);
    expect((await runBlueprints(setup, [fileOf(path)])).stage).toBe('done');
    const stored = setup.sandbox.export().rows.map(({ values }) => values);
    expect(stored.find(({ slug }) => slug === 'nl')?.['meta_launch_url']).toBe(
      'https://grafana.example.com/',
    );
    expect(stored.find(({ domain }) => domain === 'nl.example.com')?.['event_retention']).toBe('days=30');
    expect(writesOf(await planBlueprints(setup, [fileOf(path)]))).toEqual([]);
  });

  test('authentik 2023.2.3, real23/json-keys.yaml: keys as Python writes them', async () => {
    const setup = await fresh(OLD);
    const path = 'real23/json-keys.yaml';
    expect((await runBlueprints(setup, [fileOf(path)])).stage).toBe('done');
    const stored = setup.sandbox.export().rows.map(({ values }) => values);
    expect(stored.find(({ name }) => name === 'd6')?.['attributes']).toEqual({ 1: 'one', true: 'two' });
    expect(writesOf(await planBlueprints(setup, [fileOf(path)]))).toEqual([]);
  });

  test.each([OLD, NEW])(
    'authentik %s, real23/oauth-source.yaml: it is made, then changed',
    async (release) => {
      const setup = await fresh(release);
      const files = [fileOf('real23/oauth-source.yaml')];
      for (const SRC_NAME of ['Keycloak', 'Other']) {
        const ran = await runBlueprints(setup, files, { env: { SRC_NAME } });
        expect([ran.stage, writesOf(ran).length]).toEqual(['done', 1]);
      }
    },
  );

  test('authentik 2025.12.4, real25/c05-user-null-pw.yaml: a password of null', async () => {
    const setup = await fresh(NEW);
    const { stage, diagnostics } = await runBlueprints(setup, [fileOf('real25/c05-user-null-pw.yaml')]);
    expect([stage, ...diagnostics.filter(({ severity }) => severity === 'error')]).toEqual(['done']);
  });
});

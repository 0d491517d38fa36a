import { parseDocument, isMap, type YAMLMap } from 'yaml';
import { describe, expect, test } from 'vitest';
import { SERVER_CHECKS } from '../../src/catalog/facts/server-checks/server-checks.ts';
import type { ServerCheck } from '../../src/catalog/facts/server-checks/server-check.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog, releases } from '../../src/cli/catalogs.ts';
import type { Severity } from '../../src/diagnostics/codes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkFiles } from '../validate/check.ts';
import { openOn, planUnchecked, runBlueprints, type Setup } from '../oracle/run-case.ts';
import { buildExample, type Example, modelOf } from './examples.ts';

/*
 * The list of server checks: of each that a rule or a form finds there is an example that breaks it, and only
 * it, and the nearest one that does not. The first is found by `validate` where it stands, and refused by `plan`
 * before anything is sent; the second passes both, and is applied.
 */

/** Releases in which every check is looked at; others have those that came with them. */
const WHOLE = ['2023.2', '2025.12', '2026.5'];

const checks = SERVER_CHECKS.filter(({ found }) => found.by === 'rule' || found.by === 'form');

/** What the example of a check must be reported as; what the server lists is a warning where it is not asked. */
const severityOf = ({ found }: ServerCheck, isOffline = false): Severity => {
  if (found.by !== 'rule') return 'error';
  const { severity, refused } = found.rule;
  return isOffline && 'unlisted' in refused ? 'warning' : (severity ?? 'error');
};

/** Nothing is left alone: what is protected is not what these examples are about. */
const options = {
  policy: {
    allowProtected: ['authentik_brands.brand', 'authentik_outposts.outpost', 'authentik_tenants.tenant'],
  },
};

const files = (text: string) => [{ path: 'example.yaml', bytes: Buffer.from(text) }];

/** The findings of the severity that a check has, and errors. */
const findings = (check: ServerCheck, diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter(
    ({ severity, code }) =>
      severity === 'error' || (severity === severityOf(check, true) && code === 'attribute-rule'),
  );

const shown = ({ code, message }: Diagnostic): string => `${code}: ${message}`;

/** Whether a finding stands at the attribute of the example's entry, or of the one beside it. */
function standsAt({ place }: Diagnostic, { at, model }: Example, text: string): boolean {
  const { items } = parseDocument(text, { logLevel: 'silent' }).get('entries') as { items: YAMLMap[] };
  const parts = items
    .filter((entry) => entry.get('model') === model)
    .flatMap((entry) => [entry.get('identifiers'), entry.get('attrs')]);
  return parts.some((map) => {
    const pair = isMap(map) ? map.items.find(({ key }) => String(key) === at) : undefined;
    const from = (pair?.key as { range?: number[] } | undefined)?.range?.[0] ?? -1;
    const to = (pair?.value as { range?: number[] } | undefined)?.range?.[2] ?? -1;
    return place !== undefined && place.span.start >= from && place.span.start <= to;
  });
}

/** Whether a finding is the one that a check must give. */
const isIts = (check: ServerCheck, { code, severity }: Diagnostic, isOffline = false): boolean =>
  severity === severityOf(check, isOffline) &&
  (check.found.by === 'rule' ? code === 'attribute-rule' : code.startsWith('attribute-'));

/** The checks that a release is asked about. */
function asked(release: string, catalog: Catalog): ServerCheck[] {
  return checks.filter((check) => {
    if (modelOf(check, catalog) === undefined) return false;
    if (WHOLE.includes(release)) return true;
    const first = releases().find(
      (one) =>
        modelOf(
          check,
          loadCatalog(one, () => undefined),
        ) !== undefined && one >= '2023.2',
    );
    return first === release;
  });
}

const walked = releases()
  .map((release) => ({
    release,
    names: asked(
      release,
      loadCatalog(release, () => undefined),
    ),
  }))
  .filter(({ names }) => names.length > 0);

describe.each(walked)('the checks of $release', ({ release, names }) => {
  const catalog = loadCatalog(release, () => undefined);
  const opened = new Map<boolean, Promise<readonly [Setup, ReturnType<Setup['sandbox']['snapshot']>]>>();
  const bare = async (licensed: boolean) => {
    const setup = await openOn(release, undefined, { licensed });
    return [setup, setup.sandbox.snapshot()] as const;
  };
  const open = async (example: Example, { licensed = false } = {}): Promise<Setup> => {
    const opening = opened.get(licensed) ?? bare(licensed);
    opened.set(licensed, opening);
    const [setup, state] = await opening;
    setup.sandbox.restore(state);
    if (example.exists !== undefined) {
      const made = await runBlueprints(setup, files(example.exists));
      expect([
        made.stage,
        ...made.diagnostics.filter(({ severity }) => severity === 'error').map(shown),
      ]).toEqual(['done']);
    }
    if (Object.keys(example.stored).length > 0) {
      const store = setup.sandbox.snapshot();
      const row = store.list([example.model]).at(-1);
      if (!row) throw new Error('the object of the example is not stored');
      store.put({ ...row, values: { ...row.values, ...example.stored } });
      setup.sandbox.restore(store);
    }
    setup.requests.length = 0;
    return setup;
  };

  test.each(names)('$name', async (check) => {
    const example = buildExample(check, catalog);
    if (!example) throw new Error('no example');
    const { bad, good } = example;

    const offline = checkFiles(files(bad), catalog);
    if (example.offline) {
      const own = offline.filter((one) => isIts(check, one, true) && standsAt(one, example, bad));
      expect(own.length, offline.map(shown).join('\n')).toBeGreaterThan(0);
      expect(
        findings(check, offline)
          .filter((one) => !own.includes(one))
          .map(shown),
      ).toEqual([]);
    }
    expect(findings(check, checkFiles(files(good), catalog)).map(shown)).toEqual([]);

    const setup = await open(example);
    const planned = await planUnchecked(setup, files(bad), options);
    const refused = planned.diagnostics.filter((one) => isIts(check, one) && standsAt(one, example, bad));
    expect(refused.length, planned.diagnostics.map(shown).join('\n')).toBeGreaterThan(0);
    expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);

    const ran = await runBlueprints(await open(example, { licensed: true }), files(good), options);
    expect([ran.stage, ...findings(check, ran.diagnostics).map(shown)]).toEqual(['done']);
  });
});

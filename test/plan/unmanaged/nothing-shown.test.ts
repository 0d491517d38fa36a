import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportQuestions } from '../../../src/export/questions.ts';
import { laterCases } from '../../oracle/later-cases.ts';
import {
  openOn,
  planBlueprints,
  runBlueprints,
  type Ran,
  type RunOptions,
  type Setup,
} from '../../oracle/run-case.ts';
import { WHOLE } from '../../random-cases.ts';
import { hasShared, shared } from '../../shared.ts';

/* On a server that only authentik has made, nothing is in no file, whatever the files declare. */

const unmanaged: NonNullable<RunOptions['unmanaged']> = { ignore: [], isPart: false };

const notesIn = ({ diagnostics }: Ran): string[] =>
  diagnostics
    .filter(({ code }) => ['child-not-declared', 'unmanaged-unknown'].includes(code))
    .map(({ message }) => message);

describe.skipIf(!hasShared).each([
  ['2023.2', '2023.2.3'],
  ['2025.12', '2025.12.4'],
])('the recorded fresh state of authentik %s', (release, recorded) => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await openOn(release, shared(`data/state/${recorded}`));
  });

  test("with authentik's own blueprints", async () => {
    const folder = shared(`data/blueprints/${recorded}/default`);
    const files = readdirSync(folder).map((name) => ({
      path: name,
      bytes: readFileSync(`${folder}/${name}`),
    }));
    const list = { questions: exportQuestions(setup.catalog), users: false };
    const planned = await planBlueprints(setup, files, { unmanaged: { ...unmanaged, list } });
    expect([planned.stage, ...notesIn({ ...planned, outcome: undefined })]).toEqual(['done']);
    expect(planned.planned?.unmanaged?.objects).toEqual([]);
    expect(planned.planned?.unmanaged?.serverMade).toBeGreaterThan(20);

    // What every server has is not in the way of a note, even where it is otherwise than on a fresh one.
    const own = files.filter(({ path }) => path.includes('flow-default-authentication-flow'));
    const changed = `version: 1
entries:
- model: authentik_flows.flowstagebinding
  identifiers: {target: !Find [authentik_flows.flow, [slug, default-authentication-flow]], order: 100}
  attrs: {invalid_response_action: restart}
`;
    const ran = await runBlueprints(setup, [{ path: 'b.yaml', bytes: Buffer.from(changed) }]);
    expect([ran.stage, ran.plan?.summary.update]).toEqual(['done', 1]);
    const again = await planBlueprints(setup, own, { unmanaged });
    expect(notesIn({ ...again, outcome: undefined })).toEqual([]);
  });

  test('with blueprints of the community', { timeout: 120_000 }, async () => {
    const cases = laterCases('2025.12.4').filter(
      ({ ok, path }, index) => ok && path.includes('community') && (WHOLE || index % 4 === 0),
    );
    const noted: string[] = [];
    let planned = 0;
    for (const { path, bytes, context } of cases) {
      const ran = await planBlueprints(setup, [{ path, bytes }], { context, unmanaged });
      if (ran.stage === 'done') planned += 1;
      noted.push(...notesIn({ ...ran, outcome: undefined }));
    }
    expect(noted).toEqual([]);
    expect(planned).toBeGreaterThan(2);
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { casesOf } from './cases.ts';
import { classify } from './classify.ts';
import { endNames, endOf, listedCases } from './table.ts';

const listed = listedCases();

test('every listed case has the end that it is held to, and no other has one', () => {
  expect(endNames()).toEqual([...listed.keys()].sort());
});

describe.skipIf(!hasShared)("the outcomes of authentik's own importer", () => {
  for (const [title, prefix] of [
    ['probes', 'probe__'],
    ['its own blueprints on a bare server', 'bare__'],
    ['its own blueprints on a fresh server', 'fresh__'],
    ['its test fixtures', 'fixture__'],
    ['all defaults together', 'defaults-'],
  ] as const) {
    describe(title, () => {
      const counts = { same: 0, better: 0, 'cannot over REST': 0, different: 0 };
      test.each((hasShared ? casesOf(prefix) : []).map((one) => [one.name, one] as const))(
        '%s',
        async (name, one) => {
          const verdict = await classify(one);
          const kind = verdict.kind === 'same' ? 'same' : (listed.get(name) ?? 'different');
          counts[kind] += 1;
          expect(kind, verdict.why).not.toBe('different');
          if (verdict.kind === 'same')
            expect(
              listed.get(name),
              'stands in the table of differences, but does not differ',
            ).toBeUndefined();
          // A listed case differs in just the way that was looked at when it was listed.
          if (verdict.kind === 'other') expect(verdict.end).toEqual(endOf(name));
          // Law 1: a plan sends only GET, and apply exactly the plan's writes. Law 2: then there is nothing
          // to do.
          expect(verdict.planWrites).toBe(0);
          if (verdict.ran.stage === 'done') expect(verdict.writes).toBe(verdict.wanted);
          expect(verdict.restless).toEqual([]);
        },
      );
      afterAll(() =>
        console.log(
          `2023.2.3, ${title}: ${counts.same} same, ${counts.better} better (listed), ${counts['cannot over REST']} cannot over REST (listed), ${counts.different} different`,
        ),
      );
    });
  }
});

describe.skipIf(!hasShared)("the community's blueprints, most of them for later releases", () => {
  test.each((hasShared ? casesOf('community__') : []).map((one) => [one.name, one] as const))(
    '%s',
    async (name, one) => {
      const { kind, ran, why, restless, planWrites, end } = await classify(one);
      if (listed.has(name)) expect(end).toEqual(endOf(name));
      expect(planWrites).toBe(0);
      expect(restless).toEqual([]);
      // What the importer refuses is refused, at whatever entry: a file for another release has many
      // mistakes, and the importer stops at the first.
      if (!one.ok && !listed.has(name)) expect(ran.stage, why).not.toBe('done');
      // What it takes and we refuse is a look-up of something that a server of this release does not have: it
      // writes null.
      if (one.ok && kind !== 'same')
        expect(
          new Set(
            ran.diagnostics.filter((finding) => finding.severity === 'error').map((finding) => finding.code),
          ),
          why,
        ).toEqual(new Set(['find-no-match']));
    },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { orderBlueprints } from '../../src/plan/file-order.ts';
import { allFiles } from '../../src/semantics/all-files.ts';
import { orderFiles } from '../../src/semantics/file-order.ts';
import { validateAcross, validateBlueprint } from '../../src/validate/validate.ts';
import { catalog, planOf } from '../plan/setup.ts';
import { runs } from '../random-cases.ts';

/** What can keep a look-up from finding what another file makes. */
const ORDER = new Set(['find-cycle', 'blueprint-cycle', 'find-no-match']);

/** The order of files by `validate`'s reading and by the plan's, and what each of them says of it. */
function judge(texts: readonly string[]) {
  const collector = new Collector();
  const blueprints = texts.flatMap(
    (text, index) =>
      parseBlueprint({ path: `${index + 1}.yaml`, text }, collector.report, {
        features: features(catalog.release),
      }) ?? [],
  );
  const parts = blueprints.map((blueprint) => ({
    file: blueprint.file,
    summary: validateBlueprint(blueprint, catalog, collector.report),
  }));
  validateAcross(parts, catalog, collector.report);
  const { sorted } = orderFiles(
    allFiles(
      parts.map(({ summary }) => summary),
      catalog,
    ),
  );
  const planned = orderBlueprints(blueprints, catalog, () => undefined).map(({ file }) => file.path);
  return {
    validated: sorted.map(({ path }) => path),
    planned,
    found: collector.diagnostics.map(({ code }) => code).filter((code) => ORDER.has(code)),
    refused: planOf(texts, {}).codes.filter((code) => ORDER.has(code) || code.endsWith('unknown')),
  };
}

const G = 'authentik_core.group';
const F = 'authentik_flows.flow';
const B = 'authentik_tenants.tenant';
const file = (...entries: string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;
const group = (name: string): string => `{model: ${G}, identifiers: {name: ${name}}}`;
const child = (name: string, criteria: string): string =>
  `{model: ${G}, identifiers: {name: ${name}}, attrs: {parent: !Find [${G}, ${criteria}]}}`;
const flow = (slug: string, designation: string): string =>
  `{model: ${F}, identifiers: {slug: ${slug}}, attrs: {name: n, title: t, designation: ${designation}}}`;
const tenant = (domain: string, criteria: string): string =>
  `{model: ${B}, identifiers: {domain: ${domain}}, attrs: {flow_recovery: !Find [${F}, ${criteria}]}}`;

describe('the order of files', () => {
  test.each<[string, string[], string[]]>([
    ['a name that is a number', [file(child('c', '[name, 12]')), file(group('12'))], ['2.yaml', '1.yaml']],
    [
      'a name that is one on one side',
      [file(child('c', '[name, "12"]')), file(group('12'))],
      ['2.yaml', '1.yaml'],
    ],
    [
      'a name that is a float',
      [file(child('c', '[name, 1.50]')), file(group('"1.5"'))],
      ['2.yaml', '1.yaml'],
    ],
    [
      'a criterion that names nothing before the one that does',
      [
        file(tenant('d', '[designation, recovery], [slug, b]')),
        file(flow('a', 'recovery'), tenant('e', '[designation, recovery], [slug, b]')),
        file(flow('b', 'recovery')),
      ],
      ['3.yaml', '1.yaml', '2.yaml'],
    ],
    [
      'a part of a name',
      [file(child('c', '[name__icontains, PART]')), file(group('a-part-of'))],
      ['2.yaml', '1.yaml'],
    ],
    [
      'a value that is no text',
      [
        file(child('c', '[is_superuser, true]')),
        file(`{model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true}}`),
      ],
      ['2.yaml', '1.yaml'],
    ],
    [
      'what is looked up by',
      [
        file(
          `{model: ${G}, identifiers: {name: c}, attrs: {parent: !Find [${G}, [parent, !Find [${G}, [name, a]]]]}}`,
        ),
        file(group('a'), child('b', '[name, a]')),
      ],
      ['2.yaml', '1.yaml'],
    ],
    [
      'one of two files that make the same, where the other one needs the look-up',
      [
        file(group('h'), child('c', '[name, g]')),
        file(group('g'), child('d', '[name, h]')),
        file(group('g')),
      ],
      ['3.yaml', '1.yaml', '2.yaml'],
    ],
  ])('comes from %s', (_, texts, order) => {
    expect(judge(texts)).toEqual({ validated: order, planned: order, found: [], refused: [] });
  });

  test('follows from what only decides, where nothing else is against it', () => {
    const asks = file(
      `{model: ${G}, identifiers: {name: c}, attrs: {is_superuser: !If [!Find [${G}, [name, g]], true, false]}}`,
    );
    expect(judge([asks, file(group('g'))]).planned).toEqual(['2.yaml', '1.yaml']);
    const both = judge([asks, file(group('g'), child('d', '[name, c]'))]);
    expect([both.planned, both.found, both.refused]).toEqual([['1.yaml', '2.yaml'], [], []]);
  });

  test('gives up a look-up in the circle, and none that only waits for it', () => {
    const waits = file(child('w', '[name, a]'));
    const { planned, found } = judge([
      waits,
      file(group('a'), child('x', '[name, b]')),
      file(group('b'), child('y', '[name, a]')),
    ]);
    expect([planned, found]).toEqual([['2.yaml', '1.yaml', '3.yaml'], ['find-cycle']]);
  });

  test('is refused by both where no order has it all, though two files make what is looked for', () => {
    const { found, refused } = judge([
      file(group('h'), child('c', '[name, g]')),
      file(child('d', '[name, h]'), group('g')),
      file(child('e', '[name, h]'), group('g')),
    ]);
    expect([found, refused]).toEqual([['find-cycle'], ['find-no-match']]);
  });
});

/** An object that a file makes, or looks for. */
interface Thing {
  readonly kind: 'group' | 'flow';
  readonly name: string;
  readonly designation: string;
}

interface Step {
  readonly does: 'makes' | 'looks';
  readonly thing: Thing;
  /** By which criteria it looks, in this order. */
  readonly by: 'name' | 'designation, name' | 'name, designation';
}

/** A name as text, or as a number that means the same. */
const spelt = (name: string, quoted: boolean): string => (quoted ? `"${name}"` : name);

const THINGS: readonly Thing[] = [
  { kind: 'group', name: '12', designation: '' },
  { kind: 'group', name: 'x1', designation: '' },
  { kind: 'group', name: '1.5', designation: '' },
  { kind: 'flow', name: '12', designation: 'recovery' },
  { kind: 'flow', name: 'x1', designation: 'recovery' },
  { kind: 'flow', name: 'y2', designation: 'enrollment' },
];
const BY = ['name', 'designation, name', 'name, designation'] as const;

/** Files that make some things, and look for what others make: where there is none, for nothing. */
const files = fc
  .array(
    fc.record({
      makes: fc.subarray([...THINGS], { minLength: 1, maxLength: 2 }),
      looks: fc.array(fc.record({ thing: fc.constantFrom(...THINGS), by: fc.constantFrom(...BY) }), {
        minLength: 1,
        maxLength: 3,
      }),
      order: fc.boolean(),
    }),
    { minLength: 2, maxLength: 5 },
  )
  .map((drafts) =>
    drafts.map(({ makes: own, looks, order }, index): readonly Step[] => {
      const others = drafts.filter((_, at) => at !== index).flatMap((draft) => draft.makes);
      const made = own.map((thing): Step => ({ does: 'makes', thing, by: 'name' }));
      const looked = looks
        .filter(({ thing }) => others.includes(thing) && !own.includes(thing))
        .map(({ thing, by }): Step => ({ does: 'looks', thing, by }));
      return order ? [...made, ...looked] : [...looked, ...made];
    }),
  );

function textOf(steps: readonly Step[], index: number): string {
  return file(
    ...steps.map(({ does, thing: { kind, name, designation }, by }, at) => {
      const quoted = (index + at) % 2 === 0;
      if (does === 'makes')
        return kind === 'group' ? group(spelt(name, quoted)) : flow(spelt(`f${name}`, quoted), designation);
      if (kind === 'group') return child(`child-${index}-${at}`, `[name, ${spelt(name, !quoted)}]`);
      const criteria = { name: `[slug, f${name}]`, designation: `[designation, ${designation}]` };
      return tenant(
        `t-${index}-${at}`,
        by
          .split(', ')
          .map((one) => criteria[one as keyof typeof criteria])
          .join(', '),
      );
    }),
  );
}

/** Whether every look-up finds something when the files are applied in this order: nothing but a list. */
function works(order: readonly (readonly Step[])[]): boolean {
  const made: Thing[] = [];
  for (const { does, thing: one, by } of order.flat()) {
    const others = made.filter(({ kind, name }) => kind !== one.kind || name !== one.name);
    if (does === 'makes') made.splice(0, made.length, ...others, one);
    else if (
      !made.some(
        ({ kind, name, designation }) =>
          kind === one.kind &&
          name === one.name &&
          (kind === 'group' || by === 'name' || designation === one.designation),
      )
    )
      return false;
  }
  return true;
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    orders(items.filter((_, at) => at !== index)).map((rest) => [item, ...rest]),
  );
}

test('validate and plan put files in one order, and what validate passes no order can fail', () => {
  const seen = { possible: 0, impossible: 0 };
  fc.assert(
    fc.property(files, (steps) => {
      const { validated, planned, found, refused } = judge(steps.map(textOf));
      expect(planned).toEqual(validated);
      const possible = orders(steps).some(works);
      if (possible) expect([steps, refused]).toEqual([steps, []]);
      else expect([steps, found.length > 0, refused.length > 0]).toEqual([steps, true, true]);
      seen[possible ? 'possible' : 'impossible'] += 1;
    }),
    { numRuns: runs(200) },
  );
  expect(Math.min(seen.possible, seen.impossible)).toBeGreaterThan(20);
});

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';

/* Look-ups of what only a later entry of the same file makes. */

const GROUP = '- {model: authentik_core.group, identifiers: {name: Research}}';
const FLOW =
  '- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: F, title: T, designation: recovery}}';
const FIND_GROUP = '!Find [authentik_core.group, [name, Research]]';
const FIND_FLOW = '!Find [authentik_flows.flow, [slug, f]]';
const binding = (target: string, group: string, order = 0): string =>
  `- {model: authentik_policies.policybinding, identifiers: {target: ${target}, group: ${group}, order: ${order}}}`;

function found(...files: readonly (readonly string[])[]): string[] {
  const given = files.map((entries, index) => ({
    path: `${index}.yaml`,
    bytes: Buffer.from(`version: 1\nentries:\n${entries.join('\n')}\n`),
  }));
  return checkFiles(given)
    .filter(({ code }) => code === 'find-later' || code === 'find-no-match')
    .map(
      ({ severity, code, place, notes = [] }) =>
        `${severity} ${code} ${place?.file.text.slice(place.span.start, place.span.end) ?? ''} +${notes.length}`,
    );
}

describe('a look-up of what only a later entry makes', () => {
  test('is an error where null is refused, else a warning', () => {
    expect(found([binding(FIND_FLOW, FIND_GROUP), GROUP, FLOW])).toEqual([
      `error find-later ${FIND_FLOW} +1`,
      `warning find-later ${FIND_GROUP} +1`,
    ]);
  });

  test('is one finding for all look-ups of one object', () => {
    expect(found([FLOW, binding(FIND_FLOW, FIND_GROUP), binding(FIND_FLOW, FIND_GROUP, 1), GROUP])).toEqual([
      `warning find-later ${FIND_GROUP} +2`,
    ]);
  });

  test.each<[what: string, files: readonly (readonly string[])[]]>([
    ['an earlier entry makes it', [[FLOW, GROUP, binding(FIND_FLOW, FIND_GROUP)]]],
    ['an earlier and a later one do', [[FLOW, GROUP, binding(FIND_FLOW, FIND_GROUP), GROUP]]],
    ['another file makes it, too', [[FLOW, binding(FIND_FLOW, FIND_GROUP), GROUP], [GROUP]]],
    [
      'every server has it',
      [
        [
          FLOW,
          binding(FIND_FLOW, '!Find [authentik_core.group, [name, authentik Admins]]'),
          '- {model: authentik_core.group, identifiers: {name: authentik Admins}}',
        ],
      ],
    ],
    [
      'the entry itself does',
      [[`- {model: authentik_core.group, identifiers: {pk: ${FIND_GROUP}}, attrs: {name: Research}}`]],
    ],
    [
      'it only decides something',
      [
        [
          `- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superuser: !Condition [AND, ${FIND_GROUP}]}}`,
          GROUP,
        ],
      ],
    ],
    [
      'the later entry may not run',
      [[FLOW, binding(FIND_FLOW, FIND_GROUP), GROUP.replace('}}', '}, conditions: [!Context c]}')]],
    ],
  ])('is none where %s', (_, files) => expect(found(...files)).toEqual([]));
});

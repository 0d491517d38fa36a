import { describe, expect, test } from 'vitest';
import { file, planOf, type Server } from './setup.ts';

/* What is missing because an entry failed is a note on the finding that made it fail. */

const G = 'authentik_core.group';
const A = 'authentik_core.application';
const BINDING = 'authentik_policies.policybinding';
const PROVIDER = '!Find [authentik_providers_oauth2.oauth2provider, [name, none]]';

const server: Server = {};
const application = `{model: ${A}, id: app, identifiers: {slug: app}, attrs: {name: App, provider: ${PROVIDER}}}`;
const group = `{model: ${G}, id: group, identifiers: {name: g}, attrs: {parent: !Find [${G}, [name, none]]}}`;

/** Each finding with what follows from it. */
function found(...texts: string[]): (readonly [string, readonly string[]])[] {
  return planOf(texts, server).diagnostics.map(({ code, message, notes = [] }) => [
    `${code}: ${message}`,
    notes.filter(({ place }) => place).map((note) => note.message),
  ]);
}

const NO_PROVIDER = expect.stringContaining(
  'find-no-match: no object of authentik_providers_oauth2',
) as string;
const NO_GROUP = expect.stringContaining('find-no-match: no object of authentik_core.group') as string;

describe('what follows from an entry that failed', () => {
  test('are references to it, of two entries each to its own', () => {
    const bound = `{model: ${BINDING}, identifiers: {target: !KeyOf app, group: !KeyOf group, order: 0}}`;
    expect(found(file(application, group, bound))).toEqual([
      [NO_PROVIDER, ['so the entry app has no object: it failed']],
      [NO_GROUP, ['so the entry group has no object: it failed']],
    ]);
  });

  test('is what follows from that in turn', () => {
    const second = `{model: ${G}, id: second, identifiers: {name: s}, attrs: {parent: !KeyOf group}}`;
    const third = `{model: ${G}, identifiers: {name: t}, attrs: {parent: !KeyOf second}}`;
    expect(found(file(group, second, third))).toEqual([
      [
        NO_GROUP,
        ['so the entry group has no object: it failed', 'so the entry second has no object: it failed'],
      ],
    ]);
  });

  test('is a look-up of what it would have made, in another file, too', () => {
    const looks = `{model: ${BINDING}, identifiers: {target: !Find [${A}, [slug, app]], order: 0, group: !Find [${G}, [name, g]]}}`;
    const notes = [
      [
        NO_PROVIDER,
        [expect.stringMatching(/^so no object of authentik_core.application matches slug = app/)],
      ],
      [NO_GROUP, [expect.stringMatching(/^so no object of authentik_core.group matches name = g/)]],
    ];
    expect(found(file(application, group, looks))).toEqual(notes);
    expect(found(file(application, group), file(looks))).toEqual(notes);
  });

  test('is what a later entry lacks that only changes the object', () => {
    const more = `{model: ${A}, identifiers: {slug: app}, attrs: {meta_description: x}}`;
    expect(found(file(application, more))).toEqual([
      [NO_PROVIDER, [expect.stringMatching(/^so there is no such authentik_core.application yet/)]],
    ]);
  });

  test('is no look-up of another object', () => {
    const looks = `{model: ${G}, identifiers: {name: h}, attrs: {parent: !Find [${G}, [name, other]]}}`;
    expect(found(file(group, looks)).map(([, notes]) => notes)).toEqual([[], []]);
  });
});

import { describe, expect, test } from 'vitest';
import { firstQuestions } from '../../src/plan/questions.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { catalog, group, lines, planOf, planWith, type Server, uuid } from './setup.ts';

const A = 'authentik_core.application';
const G = 'authentik_core.group';
const F = 'authentik_flows.flow';
const B = 'authentik_flows.flowstagebinding';
const S = 'authentik_stages_user_logout.userlogoutstage';
const app = (n: number, slug: string, more = {}) => ({
  pk: uuid(n),
  name: 'Grafana',
  slug,
  group: '',
  ...more,
});
const entry = (comment: string, slug = 'dashboards', more = '', tail = ''): string =>
  `${comment && `# ${comment}\n`}- model: ${A}\n${more}  identifiers:\n    slug: ${slug}${tail}\n  attrs: {name: Grafana}\n`;
const file = (...entries: string[]): string => `version: 1\nentries:\n${entries.join('')}`;
const OLD = 'ak-blueprint-was: slug=grafana';
const old: Server = { [A]: [app(1, 'grafana')] };
const both: Server = { [A]: [app(1, 'grafana'), app(2, 'dashboards')] };
const RENAMED = [`update ${A} dashboards: slug`];

function planned(texts: string | readonly string[], server: Server) {
  const { plan, codes } = planOf([texts].flat(), server);
  return [lines(plan), codes];
}

describe('an object that a comment knows by another name', () => {
  test.each<[string, string, Server, readonly string[], readonly string[]]>([
    ['is changed', entry(OLD), old, RENAMED, []],
    ['is made where there is none', entry(OLD), {}, [`create ${A} dashboards: name, slug`], []],
    ['has been renamed', entry(OLD), { [A]: [app(1, 'dashboards')] }, [], ['was-done']],
    ['is left where there are both', entry(OLD), both, [], ['was-both']],
    [
      'only gets its identifiers where it is only created',
      entry(OLD, 'dashboards', '  state: created\n').replace('name: Grafana', 'name: X'),
      old,
      RENAMED,
      [],
    ],
    ['stays where the entry is absent', entry(OLD, 'dashboards', '  state: absent\n'), old, [], []],
    [
      'needs no name beside the identifier',
      entry('', 'dashboards', '', ' # ak-blueprint-was: grafana'),
      old,
      RENAMED,
      [],
    ],
    ['needs no name where there is one identifier', entry('ak-blueprint-was: grafana'), old, RENAMED, []],
    [
      'may be in quotes, with words behind it',
      entry('ak-blueprint-was: slug="grafana" # since May'),
      old,
      RENAMED,
      [],
    ],
    ['may be made by a tag', entry('ak-blueprint-was: slug=!Format ["%s%s", graf, ana]'), old, RENAMED, []],
    [
      'is nothing where its look-up finds nothing',
      entry(`ak-blueprint-was: slug=!Find [${G}, [name, x]]`),
      old,
      [`create ${A} dashboards: name, slug`],
      ['was-missing'],
    ],
  ])('%s', (_, text, server, changes, codes) =>
    expect(planned(file(text), server)).toEqual([changes, codes]),
  );

  test('is not guessed where several fit', () => {
    const text = `- model: ${G}\n  identifiers: {name: new, is_superuser: false}\n`;
    const server = { [G]: [group(1, 'old'), group(2, 'old')] };
    expect(planned(file('# ak-blueprint-was: name=old\n', text), server)).toEqual([
      [],
      ['identifier-ambiguous'],
    ]);
  });

  test('is one object for one entry', () => {
    expect(planned(file(entry(OLD), entry(OLD, 'other')), old)[1]).toEqual(['was-invalid']);
    expect(planned(file(entry('', 'grafana'), entry(OLD)), old)[1]).toEqual(['was-invalid']);
  });

  test('may give its name to another, in order', () => {
    const three = [entry('ak-blueprint-was: slug=b', 'c'), entry('ak-blueprint-was: slug=a', 'b')];
    const server = { [A]: [app(1, 'a'), app(2, 'b')] };
    const { plan, codes } = planOf([file(...three)], server);
    expect([lines(plan), codes]).toEqual([[`update ${A} c: slug`, `update ${A} b: slug`], []]);
    expect(plan.changes[1]?.dependsOn).toEqual([plan.changes[0]?.id]);
    expect(planned(file(...three), { [A]: [app(1, 'b'), app(2, 'c')] })).toEqual([
      [],
      ['was-done', 'was-done'],
    ]);
    expect(planned(file(...three.reverse()), server)[1]).toContain('was-invalid');
  });

  test('is found by its new name, and not by its old one', () => {
    const find = (slug: string): string =>
      `- {model: authentik_policies.policybinding, identifiers: {target: !Find [${A}, [slug, ${slug}]], group: !Find [${G}, [name, g]], order: 1}}\n`;
    const server = { ...old, [G]: [group(9, 'g')] };
    expect(planned(file(entry(OLD), find('dashboards')), server)[1]).toEqual([]);
    for (const texts of [
      [entry(OLD), find('grafana')],
      [find('grafana'), entry(OLD)],
    ]) {
      const { diagnostics } = planOf([file(...texts)], server);
      expect(diagnostics).toMatchObject([
        {
          code: 'find-no-match',
          notes: [{ message: `${A} dashboards had this name before: a comment renames it` }],
        },
      ]);
    }
  });

  test('may be a link: a stage in a flow is moved to another', () => {
    const text = (was: string): string =>
      `# ak-blueprint-was: ${was}\n- model: ${B}\n  identifiers: {target: !Find [${F}, [slug, new]], stage: !Find [${S}, [name, s]], order: 10}\n`;
    const flow = (n: number, slug: string) => ({
      pk: uuid(n),
      slug,
      name: slug,
      title: slug,
      designation: 'login',
    });
    const server = (order: number): Server => ({
      [F]: [flow(1, 'old'), flow(2, 'new')],
      [S]: [{ pk: uuid(3), name: 's' }],
      [B]: [{ pk: uuid(4), target: uuid(1), stage: uuid(3), order }],
    });
    const where = `target=!Find [${F}, [slug, old]]`;
    expect(planned(file(text(where)), server(10))).toEqual([[`update ${B} new / s / 10: target`], []]);
    expect(planned(file(text(`${where}, order=5`)), server(5))).toEqual([
      [`update ${B} new / s / 10: target, order`],
      [],
    ]);
  });

  test('is asked for together with the new one', () => {
    const blueprint = parseBlueprint({ path: 'a.yaml', text: file(entry(OLD)) }, () => undefined, {
      features: features('2023.2'),
    });
    expect(blueprint && firstQuestions([blueprint], catalog)).toEqual([
      { model: A, where: { slug: 'dashboards' } },
      { model: A, where: { slug: 'grafana' } },
    ]);
  });

  test('is what the next plan needs no comment for', () => {
    const text = file(entry(OLD));
    const { diagnostics } = planOf([text], { [A]: [app(1, 'dashboards')] });
    const [source] = diagnostics.flatMap(({ place }) => (place ? [place.file] : []));
    expect(source && applyFixes(source, diagnostics).text).toBe(file(entry('')));
  });

  test('is owned by the project as it was', () => {
    const owned = [
      { model: A, key: 'grafana', identifiers: { slug: 'grafana', pk: uuid(1) }, by: 'made' as const },
    ];
    const on = (text: string) => planWith([file(text)], old, { owned, policy: { orphans: 'delete' } });
    expect(lines(on(entry(OLD)).plan)).toEqual(RENAMED);
    const off = on(entry(OLD, 'dashboards', '  conditions: [false]\n'));
    expect([lines(off.plan), off.codes]).toEqual([[], []]);
  });

  test.each<[string, object, string[]]>([
    ['by its name', { name: 'apps', path: 'mounted/x.yaml' }, ['other-writer']],
    ['by its path', { name: 'x', path: 'mounted/blueprint.yaml' }, ['other-writer']],
    ['and is switched off', { name: 'apps', path: 'x.yaml', enabled: false }, []],
    ['of another name', { name: 'x', path: 'x.yaml' }, []],
  ])('is made once more by a server that has the file itself, %s', (_, instance, codes) => {
    const server = {
      ...old,
      'authentik_blueprints.blueprintinstance': [
        { pk: uuid(5), enabled: true, content: '', context: {}, last_applied_hash: '', ...instance },
      ],
    };
    const text = file(entry(OLD)).replace('entries:', 'metadata: {name: apps}\nentries:');
    expect(planned(text, server)).toEqual([RENAMED, codes]);
  });

  test('is not what the server makes of a stored blueprint', () => {
    const text = `version: 1\nentries:\n- {model: authentik_blueprints.blueprintinstance, identifiers: {name: b}, attrs: {content: ${JSON.stringify(file(entry(OLD)))}}}\n`;
    expect(lines(planOf([text], old).plan)).toContain(`create ${A} dashboards: name, slug`);
  });
});

describe('a new object beside one that no entry declares', () => {
  const made = (more = ''): string => file(entry('', 'dashboards').replace('Grafana', `Grafana${more}`));
  const hints = (texts: string, server: Server) => {
    const { diagnostics } = planOf([texts], server);
    return diagnostics.filter(({ code }) => code === 'was-missing').map(({ hint }) => hint);
  };
  const HINT = 'if it is the same object, add "# ak-blueprint-was: slug=grafana" above line 3';

  test.each<[string, string, Server, readonly string[]]>([
    ['may be that one', made(), old, [HINT]],
    ['is another with another value', made(' 2'), old, []],
    ['is another where two are alike', made(), { [A]: [app(1, 'grafana'), app(2, 'other')] }, []],
    [
      'is another where that one is the own of authentik',
      made(),
      { [A]: [app(1, 'grafana', { managed: 'goauthentik.io/x' })] },
      [],
    ],
    ['is another where that one is declared', made() + entry('', 'grafana'), old, []],
  ])('%s', (_, text, server, found) => expect(hints(text, server)).toEqual(found));

  test('without values needs a name that is alike', () => {
    const text = (name: string): string => file(`- {model: ${G}, identifiers: {name: ${name}}}\n`);
    const server = { [G]: [group(1, 'engineers')] };
    expect(hints(text('engineering'), server)).toHaveLength(1);
    expect(hints(text('staff'), server)).toEqual([]);
  });

  test('is not looked for: of a model that is read in part, only what the project owns counts', () => {
    const owned = [
      { model: A, key: 'grafana', identifiers: { slug: 'grafana', pk: uuid(1) }, by: 'made' as const },
    ];
    const unread = planWith([made()], {}, { unread: [A] });
    expect(unread.questions).toEqual([{ model: A, where: { slug: 'dashboards' } }]);
    const whole = planWith([made()], old, { owned });
    expect([...whole.codes].sort()).toEqual(['orphan', 'was-missing']);
    expect(planWith([made()], old, { owned, policy: { orphans: 'delete' } }).codes).toEqual(['was-missing']);
  });

  test('gets the comment by a fix, and is renamed then', () => {
    const { diagnostics } = planOf([made()], old);
    const [fix] = diagnostics.flatMap(({ fixes = [] }) => fixes);
    const [edit] = fix?.edits ?? [];
    const text = made();
    const fixed = edit
      ? text.slice(0, edit.place.span.start) + edit.text + text.slice(edit.place.span.end)
      : '';
    expect(planned(fixed, old)).toEqual([RENAMED, []]);
  });
});

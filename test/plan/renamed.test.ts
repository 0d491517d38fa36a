import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { openOn, planBlueprints, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { file, lines, planWith, type Server, uuid } from './setup.ts';

/*
 * Something that identifies an object was changed in the file, and another of its unique values still is what the
 * server has: the object may have been renamed. Whoever follows the hint renames it.
 */

const A = 'authentik_core.application';
const OAUTH = 'authentik_providers_oauth2.oauth2provider';
const newer = loadCatalog('2025.12', () => undefined);
const application = { pk: uuid(1), slug: 'old', name: 'Wiki', provider: 7, group: '' };
const provider = { pk: 7, name: 'wiki', client_id: 'wiki-id' };
const server: Server = { [A]: [application], [OAUTH]: [provider] };
const FIND = `!Find [${OAUTH}, [name, wiki]]`;

const found = (text: string, on: Server = server) => {
  const { diagnostics, plan } = planWith([text], on, { catalog: newer });
  return {
    said: diagnostics.map(({ code, message, hint }) => `${code}: ${message} (${hint ?? ''})`),
    at: diagnostics.map(({ place }) => place?.file.text.slice(place.span.start, place.span.end)),
    lines: lines(plan),
  };
};

/** The comment above the one entry of a file. */
const was = (text: string, blueprint: string): string =>
  blueprint.replace('- {', `# ak-blueprint-was: ${text}\n- {`);

const FLOW = 'authentik_flows.flow';
const flow = { pk: uuid(3), slug: 'f', name: 'f', title: 'f', designation: 'authorization' };

test.each<[what: string, wrong: string, said: string, at: string, right: string, change: string]>([
  [
    'an application by its provider',
    file(`{model: ${A}, identifiers: {slug: new}, attrs: {name: Wiki, provider: ${FIND}}}`),
    `value-taken: provider must be unique, and ${A} old has this value already; no entry declares it, ` +
      'and its slug is old, not new (was it renamed? then add "# ak-blueprint-was: slug=old" above line 3; ' +
      'if it is another object, give this one its own provider)',
    'slug: new',
    was('slug=old', file(`{model: ${A}, identifiers: {slug: new}, attrs: {name: Wiki, provider: ${FIND}}}`)),
    `update ${A} new: slug`,
  ],
  [
    'a provider by its client_id',
    file(
      `{model: ${OAUTH}, identifiers: {name: docs}, attrs: {client_id: wiki-id, authorization_flow: !Find [${FLOW}, [slug, f]], invalidation_flow: !Find [${FLOW}, [slug, f]], redirect_uris: []}}`,
    ),
    `value-taken: client_id must be unique, and ${OAUTH} wiki has this value already; no entry declares it, ` +
      'and its name is wiki, not docs (was it renamed? then add "# ak-blueprint-was: name=wiki" above line 3; ' +
      'if it is another object, give this one its own client_id)',
    'name: docs',
    was('name=wiki', file(`{model: ${OAUTH}, identifiers: {name: docs}, attrs: {client_id: wiki-id}}`)),
    `update ${OAUTH} docs: name`,
  ],
])('%s', (_, wrong, said, at, right, change) => {
  const on = { ...server, [FLOW]: [flow] };
  expect(found(wrong, on)).toMatchObject({ said: [said], at: [at] });
  expect(found(right, on)).toEqual({ said: [], at: [], lines: [change] });
});

describe('is no question where the other object is told apart', () => {
  const taken = file(
    `{model: ${A}, identifiers: {slug: new}, attrs: {name: Wiki, provider: ${FIND}}}`,
    `{model: ${A}, identifiers: {slug: old}, attrs: {name: Wiki}}`,
  );

  test('by another entry, wherever it stands', () => {
    const { diagnostics } = planWith([taken], server, { catalog: newer });
    expect(
      diagnostics.map(({ code, hint, notes }) => [code, hint, notes?.map(({ message }) => message)]),
    ).toEqual([
      [
        'value-taken',
        'give each object its own value, or match the existing object by its identifiers',
        ['the other object is managed here'],
      ],
    ]);
  });

  test('by its model', () => {
    const { said } = found(file('{model: authentik_stages_dummy.dummystage, identifiers: {name: s}}'), {
      'authentik_stages_deny.denystage': [{ pk: uuid(1), name: 's' }],
    });
    expect(said).toEqual([expect.not.stringContaining('renamed') as string]);
  });

  test('by nothing but what many objects may share: it is asked at most', () => {
    const two = file(
      `{model: ${FLOW}, identifiers: {slug: g}, attrs: {name: f, title: f, designation: authorization}}`,
    );
    expect(found(two, { [FLOW]: [flow] })).toMatchObject({
      said: [expect.stringContaining('was-missing: renamed?')],
      lines: [expect.stringContaining('create')],
    });
    const own = file(`{model: ${A}, identifiers: {slug: new}, attrs: {name: Wiki}}`);
    expect(found(own)).toMatchObject({ said: [], lines: [expect.stringContaining('create')] });
  });

  test('by the entry itself, which changes an object that it finds', () => {
    const B = { ...application, pk: uuid(2), slug: 'b', provider: null };
    const { said } = found(file(`{model: ${A}, identifiers: {slug: b}, attrs: {provider: ${FIND}}}`), {
      ...server,
      [A]: [application, B],
    });
    expect(said).toEqual([expect.not.stringContaining('renamed') as string]);
  });
});

test('what comes from outside is in none of the words', () => {
  const text = file(`{model: ${A}, identifiers: {slug: !Env SLUG}, attrs: {name: Wiki, provider: ${FIND}}}`);
  const { diagnostics } = planWith([text], server, { catalog: newer, env: { SLUG: 'wholly-new' } });
  expect(diagnostics.map(({ code }) => code)).toEqual(['value-taken']);
  expect(JSON.stringify(diagnostics.map(({ message, hint }) => [message, hint]))).not.toMatch(
    /wholly-new|old/,
  );
});

test.each(['2023.2', '2025.12'])('whoever follows the hint renames the object, in %s', async (release) => {
  const setup = await openOn(release);
  const flows = (slug: string): string =>
    `{model: ${FLOW}, id: ${slug}, identifiers: {slug: ${slug}}, attrs: {name: f, title: f, designation: authorization}}`;
  const all = (application: string) => [
    {
      path: 'b.yaml',
      bytes: Buffer.from(
        file(
          flows('in'),
          flows('out'),
          `{model: authentik_providers_ldap.ldapprovider, id: p, identifiers: {name: p}, attrs: {authorization_flow: !KeyOf in${release === '2023.2' ? '' : ', invalidation_flow: !KeyOf out'}}}`,
          application,
        ),
      ),
    },
  ];
  const old = all(`{model: ${A}, identifiers: {slug: old}, attrs: {name: Wiki, provider: !KeyOf p}}`);
  const wrong = all(`{model: ${A}, identifiers: {slug: new}, attrs: {name: Wiki, provider: !KeyOf p}}`);
  const right = wrong.map(({ path, bytes }) => ({
    path,
    bytes: Buffer.from(
      bytes.toString().replace(`- {model: ${A}`, `# ak-blueprint-was: slug=old\n- {model: ${A}`),
    ),
  }));
  expect((await runBlueprints(setup, old)).stage).toBe('done');
  const refused = await planBlueprints(setup, wrong);
  expect(refused.diagnostics.flatMap(({ hint }) => hint ?? [])).toEqual([
    expect.stringContaining('add "# ak-blueprint-was: slug=old" above line 6'),
  ]);
  const renamed = await runBlueprints(setup, right);
  expect([renamed.stage, writesOf(renamed)]).toEqual(['done', [`update ${A} new: slug`]]);
  expect(writesOf(await planBlueprints(setup, right))).toEqual([]);
});

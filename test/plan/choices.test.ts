import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints, type Setup } from '../oracle/run-case.ts';

/* Choices that each server lists for itself: which are asked for, when, and what is said of others. */

const EMAIL = 'authentik_stages_email.emailstage';
const LIST = 'GET /api/v3/stages/email/templates/';

const stage = (template: string, name = 's'): string =>
  `- {model: ${EMAIL}, identifiers: {name: ${name}}, attrs: {template: ${template}}}\n`;
const filesOf = (entries: string) => [
  { path: 'a.yaml', bytes: Buffer.from(`version: 1\nentries:\n${entries}`) },
];

/** What a plan finds about rules, and how often it asked for the list. */
async function planned(setup: Setup, entries: string) {
  setup.requests.length = 0;
  const { diagnostics } = await planBlueprints(setup, filesOf(entries));
  return {
    found: diagnostics
      .filter(({ severity, code }) => severity === 'error' || code === 'attribute-rule')
      .map(({ severity, message, hint }) => `${severity}: ${message}; ${hint ?? ''}`),
    asked: setup.requests.filter((request) => request === LIST).length,
  };
}

/** The same server, which answers a path with this status. */
const refusing = (setup: Setup, path: string, status: number): Setup => {
  const { fetch } = setup.sandbox;
  const refused = (): Response =>
    new Response('{"detail":"no"}', { status, headers: { 'content-type': 'application/json' } });
  Object.assign(setup.sandbox, {
    fetch: (request: Request) =>
      new URL(request.url).pathname === path ? Promise.resolve(refused()) : fetch(request),
  });
  return setup;
};

describe.each(['2022.12', '2023.2', '2025.12', '2026.8'])('mail templates of %s', (release) => {
  test('that come with the release are not asked for', async () =>
    expect(await planned(await openOn(release), stage('email/password_reset.html'))).toEqual({
      found: [],
      asked: 0,
    }));

  test('that are mounted are taken, after one question for all entries', async () => {
    const setup = await openOn(release, undefined, { templates: ['own.html'] });
    const entries = stage('own.html') + stage('own.html', 't');
    expect(await planned(setup, entries)).toEqual({ found: [], asked: 1 });
    expect((await runBlueprints(setup, filesOf(entries))).stage).toBe('done');
    expect(await planned(setup, entries)).toEqual({ found: [], asked: 0 });
  });

  test('that the server does not have are refused, with the nearest', async () => {
    const setup = await openOn(release, undefined, { templates: ['email/welcome.html'] });
    expect(await planned(setup, stage('email/welcom.html'))).toEqual({
      found: ['error: the server has no template of this name; did you mean "email/welcome.html"?'],
      asked: 1,
    });
    const ran = await runBlueprints(setup, filesOf(stage('email/welcom.html')));
    expect(ran.stage).toBe('plan');
  });

  test.each([403, 404])('are a warning where the list is answered with %i', async (status) => {
    const setup = refusing(await openOn(release), '/api/v3/stages/email/templates/', status);
    const { found, asked } = await planned(setup, stage('own.html'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^warning: the server has no template of this name of its own: email/);
    expect(asked).toBe(1);
  });

  test('of an object that is left as it is are not asked for', async () => {
    const setup = await openOn(release, undefined, { templates: ['own.html'] });
    await runBlueprints(setup, filesOf(stage('own.html')));
    const change = `- {model: ${EMAIL}, identifiers: {name: s}, attrs: {subject: other}}\n`;
    expect(await planned(setup, change)).toEqual({ found: [], asked: 0 });
  });
});

test('what a name is made of that must not be shown is not hinted at', async () => {
  const setup = await openOn('2025.12', undefined, { templates: ['email/welcome.html'] });
  const { diagnostics } = await planBlueprints(setup, filesOf(stage('!Env TEMPLATE')), {
    env: { TEMPLATE: 'email/welcom.html' },
  });
  const [found] = diagnostics.filter(({ code }) => code === 'attribute-rule');
  expect(found?.severity).toBe('error');
  expect(found?.hint).not.toContain('welcome');
});

describe('the path of a stored blueprint', () => {
  const FILES = '/api/v3/managed/blueprints/available/';
  const stored = (path: string): string =>
    `- {model: authentik_blueprints.blueprintinstance, identifiers: {name: b}, attrs: {path: ${path}}}\n`;
  const reads = (setup: Setup) => setup.requests.filter((request) => request === `GET ${FILES}`).length;

  test.each(['2023.5', '2025.12', '2026.8'])('of %s is one that the server lists', async (release) => {
    const setup = await openOn(release);
    expect((await planned(setup, stored('default/flow-pasword-change.yaml'))).found).toEqual([
      'error: the server lists no blueprint file of this path; did you mean "default/flow-password-change.yaml"?',
    ]);
    expect(reads(setup)).toBe(1);
    expect((await planned(setup, stored('default/flow-password-change.yaml'))).found).toEqual([]);
    expect(reads(setup)).toBe(1);
    expect((await planned(setup, stored('oci://a.test/b:c'))).found).toEqual([]);
    expect(reads(setup)).toBe(0);
  });

  test.each([403, 500])('is not judged where the list is answered with %i', async (status) => {
    const setup = refusing(await openOn('2025.12'), FILES, status);
    expect((await planned(setup, stored('own.yaml'))).found).toEqual([]);
  });

  test('is not asked about before 2023.5, which opens files that it does not list', async () => {
    const setup = await openOn('2023.2');
    expect((await planned(setup, stored('own.yml'))).found).toEqual([]);
    expect(reads(setup)).toBe(0);
  });
});

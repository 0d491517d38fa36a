import { expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { firstQuestions } from '../../src/plan/questions.ts';
import { asksForLicence } from '../../src/plan/system-context.ts';
import { catalog } from './setup.ts';

/*
 * What is asked of a server before anything is planned: what the text of the entries shows to be needed.
 */

const G = 'authentik_core.group';
const META = 'authentik_blueprints.metaapplyblueprint';
const INSTANCE = 'authentik_blueprints.blueprintinstance';

const blueprint = (entries: string, of = catalog) =>
  parseBlueprint(
    { path: 'a.yaml', text: `version: 1\nmetadata: {name: own}\nentries:\n- ${entries}\n` },
    () => undefined,
    { features: features(of.release) },
  )!;

test.each<[what: string, entry: string, ...questions: object[]]>([
  ['an object by its name', `{model: ${G}, identifiers: {name: a}}`, { model: G, where: { name: 'a' } }],
  ['all of a model by a key', `{model: ${G}, identifiers: {pk: 5}}`, { model: G }],
  ['all of a model by what a tag makes', `{model: ${G}, identifiers: {name: !Env N}}`, { model: G }],
  ['all of a model by what is no field', `{model: ${G}, identifiers: {nosuch: a}}`, { model: G }],
  ['nothing for an unknown model', '{model: zzz.qqq, identifiers: {name: a}}'],
  [
    'a model once where all of it is wanted',
    `{model: ${G}, identifiers: {name: a}, attrs: {parent: !Find [${G}, [name, !Env N]]}}`,
    { model: G },
  ],
  [
    'what a look-up is for',
    `{model: ${G}, identifiers: {name: a}, attrs: {parent: !Find [${G}, [name, p]]}}`,
    { model: G, where: { name: 'a' } },
    { model: G, where: { name: 'p' } },
  ],
  [
    'the blueprint of the server that is wanted first',
    `{model: ${META}, attrs: {identifiers: {name: other}}}`,
    { model: INSTANCE, where: { name: 'other' } },
  ],
  ['nothing for one that is among the files', `{model: ${META}, attrs: {identifiers: {name: own}}}`],
  ['nothing for one without identifiers', `{model: ${META}, attrs: {}}`],
])('a plan first asks for %s', (_, entry, ...questions) => {
  expect(firstQuestions([blueprint(entry)], catalog)).toEqual(questions);
});

test.each<[entry: string, asks: boolean]>([
  [`{model: ${G}, identifiers: {name: a}}`, false],
  [`{model: ${G}, identifiers: {name: !Context goauthentik.io/enterprise/licensed}}`, true],
  [`{model: ${G}, identifiers: {name: !Context other}}`, false],
  [`{model: ${G}, identifiers: {name: !Context []}}`, false],
])('whether a plan must know of a licence: %s', (entry, asks) => {
  const newer = loadCatalog('2025.12', () => undefined);
  expect(asksForLicence([blueprint(entry, newer)], newer)).toBe(asks);
  expect(asksForLicence([blueprint(entry)], catalog)).toBe(false);
});

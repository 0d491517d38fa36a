import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allCatalogs } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { releaseAge, shortRelease } from '../../src/catalog/release.ts';
import { examplesOf } from '../../src/explain/code-page.ts';
import { topicNamed, topics } from '../../src/explain/explain-page.ts';
import { findSubject } from '../../src/explain/find-subject.ts';
import { parseMarkdown } from '../../src/explain/markdown.ts';
import { hasShared, shared } from '../shared.ts';
import { runExamples } from './run-examples.ts';

const catalogs = allCatalogs();
const all = topics(PAGES);
const pageOf = (name: string): string => PAGES.read(`docs/topics/${name}.md`) ?? '';

test.each([
  ['avatars', 'avatars'],
  ['AUTHENTIK_AVATARS', 'avatars'],
  ['gravatar', 'avatars'],
  ['cookies', 'outpost-cookies'],
  ['cookie_secret', 'outpost-cookies'],
  ['smtp', 'email'],
  ['AUTHENTIK_EMAIL__HOST', 'email'],
  ['event_retention', 'event-retention'],
  ['footer_links', 'footer-links'],
  ['log_level', 'logging'],
  ['s3', 'media-storage'],
  ['license key', 'license'],
  ['AUTHENTIK_POSTGRESQL__SSLMODE', 'infrastructure'],
  ['AUTHENTIK_EMAIL__USE_TLS', 'email'],
  ['authentik_core.grop', undefined],
  ['AUTHENTIK_NEVER_HEARD_OF', 'environment'],
  ['AUTHENTIK_SESSION_STORAGE', 'sessions'],
])('%s is explained by %s', (asked, name) => expect(topicNamed(asked, PAGES)).toBe(name));

test('no word means two topics', () => {
  const words = all.flatMap(({ name, also }) => [name, ...also.map((word) => word.toLowerCase())]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

test('no topic hides a model', () => {
  const short = new Set(
    catalogs.flatMap((catalog) =>
      Object.values(catalog.models)
        .filter((model) => model.kind === 'resource')
        .map((model) => model.name.split('.')[1] ?? ''),
    ),
  );
  const hidden = all
    .flatMap(({ name, also }) => [name, ...also])
    .filter((word) => short.has(word.toLowerCase()));
  // Whoever asks for these is told by the page what the model is.
  expect(
    hidden.filter((word) => !pageOf(topicNamed(word, PAGES) ?? '').includes(`.${word.toLowerCase()}\``)),
  ).toEqual([]);
});

describe.each(all.map(({ name }) => name))('the page of %s', (name) => {
  test('names only models, attributes and pages that there are', () => {
    const text = pageOf(name);
    expect(text.startsWith(`# ${name}\n`)).toBe(true);
    const models = [...text.matchAll(/`(authentik_\w+\.\w+(?:\.\w+)?)`/g)].map((match) => match[1] ?? '');
    expect(models.filter((model) => !('model' in findSubject(model, catalogs[2]!, catalogs)))).toEqual([]);
    const pages = [
      ...text.matchAll(/(?:^\| .* \| `([a-z-]+)`(?:, `([a-z-]+)`, `([a-z-]+)`)? \|$|see `([a-z-]+)`)/gm),
    ]
      .flatMap((match) => match.slice(1))
      .filter((page) => (page as string | undefined) !== undefined);
    if (name === 'environment' || text.includes('see `'))
      expect(pages.filter((page) => !all.some((topic) => topic.name === page))).toEqual([]);
  });

  test('has examples that are right', async () => {
    for (const example of examplesOf(parseMarkdown(pageOf(name)))) {
      if (example.language === 'yaml') expect((await runExamples([example])).findings).toEqual([]);
      else
        expect(() => {
          JSON.parse(/-d '(.*)'/.exec(example.text)?.[1] ?? '');
        }).not.toThrow();
    }
  });
});

describe.skipIf(!hasShared)('the system settings are those of the documents', () => {
  // Reading the documents as YAML takes half a minute; the part about settings is found by its indentation.
  const perRelease = (hasShared ? readdirSync(shared('data/spec')) : [])
    .filter((name) => /^(2023\.10|202[4-9])/.test(name))
    .map((name) => {
      const part =
        /^ {4}Settings:\n((?: {6}.*\n)*)/m.exec(readFileSync(shared(`data/spec/${name}`), 'utf8'))?.[1] ?? '';
      return {
        release: shortRelease(name),
        names: [...part.matchAll(/^ {8}(\w+):/gm)].map((match) => match[1] ?? ''),
      };
    })
    .sort((one, other) => releaseAge(one.release) - releaseAge(other.release));

  test('each with the release that brought it', () => {
    const rows = parseMarkdown(pageOf('system-settings'))
      .flatMap((block) => (block.kind === 'table' ? block.rows.slice(1) : []))
      .map(([name = '', , since = '']) => [name.replaceAll('`', ''), since]);
    const since = new Map<string, string>();
    for (const { release, names } of perRelease)
      for (const name of names) if (!since.has(name)) since.set(name, release);
    expect(rows.sort()).toEqual([...since].sort());
    expect(perRelease.length).toBeGreaterThan(10);
  });
});

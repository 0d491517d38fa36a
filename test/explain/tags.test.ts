import { describe, expect, test } from 'vitest';
import { TAGS } from '../../src/blueprint/features.ts';
import { TAG_RULES } from '../../src/blueprint/tags/table.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { CODES } from '../../src/diagnostics/codes.ts';
import { examplesOf } from '../../src/explain/code-page.ts';
import { explainTag, tagNamed, tagNames } from '../../src/explain/explain-page.ts';
import { parseMarkdown } from '../../src/explain/markdown.ts';
import { runExamples } from './run-examples.ts';

test('every tag of the language has a page', () =>
  expect(tagNames(PAGES).sort()).toEqual([...TAG_RULES.keys()].sort()));

test.each(['!Find', 'Find', 'find', '!find'])('%s means !Find', (text) =>
  expect(tagNamed(text, PAGES)).toBe('!Find'),
);

describe.each(tagNames(PAGES))('the page of %s', (tag) => {
  const blocks = parseMarkdown(PAGES.read(`docs/tags/${tag.slice(1)}.md`) ?? '');

  test('says since when there is the tag, its forms and its findings', () => {
    expect(blocks.slice(0, 3)).toMatchObject([
      { kind: 'heading', text: tag },
      { kind: 'paragraph', text: expect.stringContaining(`Since ${TAGS[tag] ?? ''}: `) as string },
      { kind: 'table' },
    ]);
    const text = explainTag(tag, PAGES).json['text'] as string[];
    const codes = [...(text.find((one) => one.startsWith('Findings: ')) ?? '').matchAll(/`([a-z-]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((code) => code.includes('-'));
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !(code in CODES))).toEqual([]);
  });

  test('has an example that is right', async () => {
    const examples = examplesOf(blocks);
    expect(examples.map((example) => example.text.includes(tag))).toEqual([true]);
    const { findings } = await runExamples(examples);
    expect(findings.filter((one) => one.severity !== 'info')).toEqual([]);
  });
});

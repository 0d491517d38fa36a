import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releases } from '../../src/cli/catalogs.ts';
import { CODES, type Code } from '../../src/diagnostics/codes.ts';
import { docsOf } from '../../src/diagnostics/docs.ts';
import { type CodePage, parseCodePage } from '../../src/explain/code-page.ts';
import { ROOT } from '../e2e/binary.ts';
import { closeServer, openServer, runExamples } from './run-examples.ts';

/*
 * Every code has a page, and what the page shows is true: the wrong example gives that code, and nothing else
 * worth a warning; the right one gives nothing. Examples run through the real commands (run-examples.ts says
 * what an info string can ask for).
 */

const codes = Object.keys(CODES) as Code[];
const written = codes.filter((code) => existsSync(join(ROOT, docsOf(code))));
const pageOf = (code: Code): CodePage => parseCodePage(readFileSync(join(ROOT, docsOf(code)), 'utf8'));

beforeAll(openServer);
afterAll(closeServer);

test('every code has a page, and every page a code', () => {
  expect(codes.filter((code) => !written.includes(code))).toEqual([]);
  expect(
    readdirSync(join(ROOT, 'docs/diagnostics')).filter((name) => !(name.replace(/\.md$/, '') in CODES)),
  ).toEqual([]);
});

describe.each(written)('%s', (code) => {
  test('its page has the form that all pages have', () => {
    const page = pageOf(code);
    expect([page.code, page.severity, page.about]).toEqual([code, CODES[code].severity, CODES[code].about]);
    expect(page.blocks.filter((block) => block.kind === 'heading').map((block) => block.text)).toEqual([
      code,
      'Wrong',
      'Right',
      ...(code === 'attribute-rule' ? ['All rules'] : []),
    ]);
    expect(page.text.join(' ').length).toBeGreaterThan(120);
  });

  test('the wrong example gives it, and nothing else', async () => {
    const { wrong } = pageOf(code);
    const { findings } = await runExamples(wrong);
    const also = wrong.flatMap((one) => one.settings.get('also') ?? []);
    expect(
      new Set(findings.filter((one) => one.code === code || one.severity !== 'info').map((one) => one.code)),
      JSON.stringify(findings, null, 1),
    ).toEqual(new Set([code, ...also]));
  });

  test('the right example gives nothing', async () => {
    const { findings } = await runExamples(pageOf(code).right);
    expect(findings.filter((one) => one.code === code || one.severity !== 'info')).toEqual([]);
  });
});

/*
 * An example that names no release holds in all of them: whoever runs an old server reads the same page. Some
 * releases stand for all.
 */
const some = releases().filter((_, index, all) => index % 4 === 0 || index === all.length - 1);
describe.each(
  written.filter((code) => {
    const { wrong, right } = pageOf(code);
    return [...wrong, ...right].every(
      ({ settings }) => !['target', 'server', 'apply', 'import', 'size'].some((one) => settings.has(one)),
    );
  }),
)('in every release: %s', (code) => {
  test('the examples hold', async () => {
    const { wrong, right } = pageOf(code);
    const strange: string[] = [];
    for (const release of some) {
      const bad = await runExamples(wrong, release);
      if (!bad.findings.some((one) => one.code === code))
        strange.push(`${release}: the wrong example does not give it`);
      const good = await runExamples(right, release);
      for (const one of good.findings)
        if (one.code === code || one.severity !== 'info')
          strange.push(`${release}: the right example gives ${one.code}: ${one.message}`);
    }
    expect(strange).toEqual([]);
  });
});

test('the index lists every code with its page', () => {
  const index = readFileSync(join(ROOT, 'docs/diagnostics.md'), 'utf8');
  const rows = [
    ...index.matchAll(/^\| \[`([a-z0-9-]+)`\]\(diagnostics\/([a-z0-9-]+)\.md\) *\| (\w+) *\| (.+?) *\|$/gm),
  ].map(([, code, page, severity, about]) => ({ code, page, severity, about }));
  expect(rows).toEqual(codes.map((code) => ({ code, page: code, ...CODES[code] })));
});

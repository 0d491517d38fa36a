import { resolve } from 'node:path';
import fc from 'fast-check';
import { fromHtml } from 'hast-util-from-html'; // a browser's parser
import { defaultSchema, sanitize } from 'hast-util-sanitize'; // what GitHub lets through
import { micromark } from 'micromark'; // CommonMark
import { gfm, gfmHtml } from 'micromark-extension-gfm'; // links, tables and lists of tasks, as GitHub has them
import { describe, expect, test } from 'vitest';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Change, FieldChange, Plan } from '../../src/plan/value/plan.ts';
import { summarise } from '../../src/plan/value/summarise.ts';
import { formatPlanMarkdown, MOST_CHARACTERS } from '../../src/report/markdown/plan-markdown.ts';
import type { PlanReport } from '../../src/report/plan-report.ts';
import { change as one } from '../apply/setup.ts';
import { runs } from '../random-cases.ts';
import { HEAD } from './head.ts';
import { expectHarmless, hostile, poisoned } from './hostile.ts';

/* A plan as Markdown: text and nothing else, whatever others write; and never longer than a comment may be. */

const field = (path: string, before: FieldChange['before'], after: FieldChange['after']): FieldChange => ({
  path,
  before,
  after,
  secret: false,
  leftAlone: false,
});
const at = (path: string, line = 1): Change['place'] => ({ path, line, start: 0, end: 1 });
const change = (row: string, more: Partial<Change>): Change =>
  one(row, { action: 'update', itemKey: 1, before: {}, body: {}, place: at('a.yaml'), ...more });
const planOf = (changes: readonly Change[]): Plan => ({
  target: '2025.12.4',
  digest: 'd'.repeat(64),
  changes,
  summary: summarise(changes),
});
const reportOf = (changes: readonly Change[], more: Partial<PlanReport> = {}): PlanReport => ({
  head: HEAD,
  plan: planOf(changes),
  diagnostics: [],
  requests: { total: 7, byMethod: { GET: 7 }, bytes: 1 },
  seconds: 0.6,
  ...more,
});

const CHANGES = [
  change('provider', {
    model: 'authentik_providers_oauth2.oauth2provider',
    key: 'grafana',
    place: at('blueprints/grafana.yaml', 14),
    fields: [
      field('access_token_validity', 'minutes=10', 'minutes=5'),
      field(
        'redirect_uris',
        [{ url: 'https://a.example/generic_oauth' }],
        [{ url: 'https://a.example/generic_EVIL' }, { url: 'b' }],
      ),
      field('expression', 'a\nb\nc\n', 'a\nx\nc\n'),
      field('attributes', { a: 1, b: 2 }, { b: 2, c: [1] }),
    ],
    grants: [
      {
        action: 'grant',
        permission: 'view_user',
        everywhere: false,
        holder: 'role',
        key: 1,
        name: 'auditors',
        again: false,
      },
    ],
  }),
  change('new', {
    action: 'create',
    key: 'new',
    fields: [field('name', undefined, 'new'), field('text', undefined, 'a\nb')],
  }),
  change('gone', {
    action: 'delete',
    key: 'old',
    fields: [],
    cascades: [{ model: 'authentik_core.token', count: 1, keys: ['1'], names: ['t'] }],
  }),
  change('brand', {
    key: 'authentik-default',
    leftAlone: true,
    reason: { kind: 'left-alone', why: 'it is the default brand', allow: 'authentik_brands.brand' },
    fields: [{ ...field('branding_title', 'a', 'b'), leftAlone: true }],
  }),
];
const LOCKOUT: Diagnostic = {
  code: 'login-lockout',
  severity: 'error',
  message: 'no superuser could sign in any more',
  hint: '--allow-lockout lets it pass',
  place: { file: { path: 'a.yaml', text: 'x' }, span: { start: 0, end: 1 } },
};

/** What a tree is made of. */
interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** A comment as a forge shows it. */
function rendered(markdown: string): { readonly raw: Node; readonly safe: Node } {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const raw = fromHtml(html, { fragment: true });
  return { raw, safe: sanitize(raw, defaultSchema) };
}

function* nodes(node: Node, inCode = false): Generator<{ readonly node: Node; readonly inCode: boolean }> {
  yield { node, inCode };
  for (const child of node.children ?? []) yield* nodes(child, inCode || node.tagName === 'code');
}

/** The names of the elements, in order. */
const elements = (tree: Node): string[] => [...nodes(tree)].flatMap(({ node: { tagName } }) => tagName ?? []);
/** The text that is not in code. */
const prose = (tree: Node): string =>
  [...nodes(tree)].map(({ node, inCode }) => (inCode ? '' : (node.value ?? ''))).join('');

const PIECES = [
  '@everyone',
  '@octocat',
  '#1',
  'owner/repo#2',
  'https://evil.example/x',
  'www.evil.example',
  'a@evil.example',
  '![x](https://evil.example/p.png)',
  '[x](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</code></summary>',
  '</details>',
  '<details>',
  '<!--',
  '-->',
  '<![CDATA[',
  '`',
  '``',
  '```',
  '````\n',
  '\n```\n',
  '~~~\n',
  '\n\n# x\n\n',
  '\n- [ ] x',
  '|a|b|\n|-|-|',
  '**x**',
  '__x__',
  '\\',
  '&lt;',
  '&#x3c;',
  '\n\n<b>',
  '    x',
  '> x',
  '\n---\n',
  '[^1]',
  '[x]: https://evil.example',
  ':tada:',
  '$x$',
  '$$\nx\n$$',
];
const evil = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, hostile), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `EVIL${parts.join('')}EVIL`);

const outcomeOf = (changes: readonly Change[], text: string): ApplyOutcome => ({
  outcomes: changes.map((one, index) =>
    index % 2 === 0
      ? { state: 'failed', change: one, made: undefined, diagnostics: [] }
      : { state: 'skipped', change: one, because: { kind: 'lock-lost', why: text } },
  ),
  diagnostics: [],
  interrupted: false,
  requests: { total: 1, byMethod: {}, bytes: 1 },
  seconds: 1,
});
const report = (text: string): PlanReport => {
  const changes = poisoned(CHANGES, text);
  return reportOf(changes, {
    head: {
      ...HEAD,
      server: HEAD.server + text,
      release: HEAD.release + text,
      user: { pk: 1, username: text },
      project: { name: text, id: text },
    },
    diagnostics: [
      {
        ...LOCKOUT,
        message: text,
        hint: text,
        place: { file: { path: text, text: 'x' }, span: { start: 0, end: 1 } },
      },
    ],
    outcome: text.length % 2 === 0 ? outcomeOf(changes, text) : undefined,
  });
};

describe('whatever others write', () => {
  test('is text in code: no links, images, mentions or markup', () => {
    fc.assert(
      fc.property(evil, (text) => {
        const markdown = formatPlanMarkdown(report(text));
        const { raw, safe } = rendered(markdown);
        const usual = rendered(formatPlanMarkdown(report(text.length % 2 === 0 ? 'xx' : 'x')));
        // The same elements as for a harmless text, and nothing that would have to be taken out.
        expect(elements(raw)).toEqual(elements(usual.raw));
        expect(elements(safe)).toEqual(elements(raw));
        expect(prose(raw)).not.toContain('EVIL');
        expect(elements(raw)).not.toContain('a');
        expect(elements(raw)).not.toContain('img');
        expectHarmless(markdown);
      }),
      { numRuns: runs(40) },
    );
  });

  test.each([
    ['a name of 64 kB', { key: 'x'.repeat(65_536) }],
    ['a name of backticks', { key: '`'.repeat(65_536) }],
    ['a value of 100 kB', { fields: [field('x', 'a', 'b'.repeat(100_000))] }],
    ['a text of as many lines', { fields: [field('x', '', 'line\n'.repeat(30_000))] }],
    ['a path of 64 kB', { place: at('p'.repeat(65_536)) }],
    [
      'what goes along',
      {
        action: 'delete' as const,
        cascades: [
          { model: 'a.b', count: 9, keys: [], names: Array.from({ length: 9 }, () => 'n'.repeat(20_000)) },
        ],
      },
    ],
  ])('%s leaves room for the rest', (_, more) => {
    const markdown = formatPlanMarkdown(reportOf([change('large', more), ...CHANGES]));
    expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(markdown).toContain('generic_EVIL');
    expect(elements(rendered(markdown).raw)).toContain('details');
  });
});

test('is as its picture', async () => {
  await expect(formatPlanMarkdown(reportOf(CHANGES, { diagnostics: [LOCKOUT] }))).toMatchFileSnapshot(
    resolve(import.meta.dirname, 'pictures/markdown-plan.txt'),
  );
  await expect(
    formatPlanMarkdown(reportOf(CHANGES, { outcome: outcomeOf(CHANGES, 'another run took it') })),
  ).toMatchFileSnapshot(resolve(import.meta.dirname, 'pictures/markdown-applied.txt'));
});

test('of a plan that is too large leaves out whole objects, and says how many', () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    change(`u${index}`, {
      action: index < 100 ? 'delete' : 'update',
      key: `object ${index} end`,
      place: at(`f${index % 7}.yaml`),
      fields: [field('text', `before\n${'x'.repeat(400)}`, `after ${index}\n${'y'.repeat(400)}`)],
    }),
  );
  const markdown = formatPlanMarkdown(reportOf(many, { outcome: outcomeOf(many, 'x') }));
  expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(markdown.length).toBeGreaterThan(MOST_CHARACTERS - 3_000);
  const left = Number(/\*\*(\d+) more changes do not fit/.exec(markdown)?.[1]);
  const blocks = markdown.match(/^[~-] authentik_events\S+ {2}object \d+ end/gm) ?? [];
  expect(blocks.length + left).toBe(300);
  // Each that is there is there whole.
  expect(markdown.match(/^\+ {6}y{400}$/gm)?.length).toBe(blocks.length);
});

test('two plans that write different values are different', () => {
  fc.assert(
    fc.property(hostile, hostile, (before, after) => {
      fc.pre(before !== after && before !== 'z' && after !== 'z');
      const markdown = (value: string): string =>
        formatPlanMarkdown(reportOf([change('x', { fields: [field('a', 'z', value)] })]));
      expect(markdown(before)).not.toBe(markdown(after));
    }),
    { numRuns: runs(100) },
  );
});

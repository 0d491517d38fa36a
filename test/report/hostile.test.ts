import fc from 'fast-check';
import { Chalk } from 'chalk';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { formatCheckstyle } from '../../src/report/checkstyle.ts';
import { formatChanges, formatChangesMarkdown } from '../../src/report/format-changes.ts';
import { formatChangesJson } from '../../src/report/changes-json.ts';
import { formatDiagnostics } from '../../src/report/format-diagnostics.ts';
import { formatOutcome, formatProgress, formatStopping } from '../../src/report/format-outcome.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatFmtJson } from '../../src/report/fmt-json.ts';
import { formatGithub } from '../../src/report/github.ts';
import { formatJunit } from '../../src/report/junit.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { formatSarif } from '../../src/report/sarif.ts';
import { formatValidateJson } from '../../src/report/validate-json.ts';
import type { ValidateReport } from '../../src/report/validate-report.ts';
import { clean, cleanLines } from '../../src/source/clean.ts';
import { planOf } from '../plan/setup.ts';
import { runs } from '../random-cases.ts';
import { expectHarmless, hostile, poisoned } from './hostile.ts';
import { HEAD } from './head.ts';

const plain = new Chalk({ level: 0 });
const requests = { total: 1, byMethod: { GET: 1 }, bytes: 1 };

/** Findings with a text wherever others can put one. */
function findings(text: string): Diagnostic[] {
  const file = { path: `a/${text}/b.yaml`, text: `x: 1\n${text}\ny: ${text}` };
  const place = { file, span: { start: 5, end: 5 + text.length } };
  const entry = { index: 0, model: text, id: text };
  return [
    {
      code: 'model-unknown',
      severity: 'error',
      message: `no model ${text}`,
      hint: text,
      place,
      entry,
      notes: [{ message: text, place }, { message: text }],
      fixes: [{ title: text, edits: [{ place, text }] }],
    },
    { code: 'target-nearest', severity: 'warning', message: text, hint: text },
    {
      code: 'object-twice',
      severity: 'info',
      message: text,
      place: { file: { path: text, text: '' }, span: { start: 0, end: 0 } },
    },
  ];
}

function report(text: string): ValidateReport {
  const diagnostics = findings(text);
  return {
    target: '2023.2.3',
    diagnostics,
    paths: [...diagnostics.flatMap(({ place }) => place?.file.path ?? []), `clean ${text}`],
    entries: 1,
    version: '0',
    isFailure: ({ severity }) => severity === 'error',
    pathOf: (path) => path,
    pageOf: () => undefined,
  };
}

const plan = planOf(
  [
    `version: 1
entries:
- model: authentik_core.group
  id: admins
  identifiers: {name: admins}
  attrs: {attributes: {a: {b: 2}, long: "x\\ny", list: [1, x]}}
- model: authentik_core.group
  identifiers: {name: ops}
  attrs: {parent: !KeyOf admins, attributes: {a: {b: 2, c: [1]}, new: x, text: "a\\nb\\nc"}}
- model: authentik_core.group
  identifiers: {name: gone}
  state: absent
- model: authentik_tenants.tenant
  identifiers: {domain: authentik-default}
  attrs: {branding_title: x, default: true}
- model: authentik_blueprints.blueprintinstance
  identifiers: {name: stored}
  attrs: {content: "version: 1\\nentries: []\\n", path: ""}
`,
  ],
  {
    'authentik_core.group': ['ops', 'gone'].map((name, index) => ({
      pk: `00000000-0000-4000-8000-00000000000${index}`,
      num_pk: index,
      name,
      is_superuser: false,
      parent: null,
      users: [],
      attributes: { a: { b: 1 }, old: true, text: 'a\nx\nc' },
    })),
    'authentik_tenants.tenant': [
      {
        tenant_uuid: '00000000-0000-4000-8000-000000000009',
        domain: 'authentik-default',
        default: true,
        branding_title: 'y',
      },
    ],
    'authentik_blueprints.blueprintinstance': [],
  },
).plan;

const outcome = (changes: typeof plan.changes, text: string): ApplyOutcome => ({
  outcomes: changes.flatMap((change) => [
    { state: 'applied', change, made: undefined, seconds: 1 },
    { state: 'failed', change, made: undefined, diagnostics: findings(text) },
    { state: 'skipped', change, because: { kind: 'waited', for: change.id } },
    { state: 'skipped', change, because: { kind: 'waited', for: text } },
  ]),
  diagnostics: findings(text),
  interrupted: false,
  requests,
  seconds: 1,
});

const parameters = { numRuns: runs(150) };
const always = (check: (text: string) => void): void => fc.assert(fc.property(hostile, check), parameters);

function mustBeXml(xml: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

describe('a text of others', () => {
  test.each([
    ['Größe 日本 😀 👨‍👩‍👧 ❤️ é', 'Größe 日本 😀 👨‍👩‍👧 ❤️ é'],
    ['a\n  b\r\nc\u2028d', 'a b c d'],
    ['a\tb', 'a  b'],
    ['evil\u202etxt', 'evil⟨U+202E⟩txt'],
    ['no\u200bwidth\u{e0041}', 'no⟨U+200B⟩width⟨U+E0041⟩'],
    ['\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['half \ud800', 'half ⟨U+D800⟩'],
    ['::error file=a::b', ': :error file=a::b'],
    ['a ##[error]b ##vso[task]c', 'a ## [error]b ## vso[task]c'],
    ['std::vector and 2001:db8::1', 'std::vector and 2001:db8::1'],
  ])('%j is shown as %j', (text, shown) => expect(clean(text)).toBe(shown));

  test('keeps our colours and lines', () =>
    expect(cleanLines('\u001b[31mred\u001b[39m\n  \u001b[1;4mb\u001b[0m\r\n\u001b[2J')).toBe(
      '\u001b[31mred\u001b[39m\n  \u001b[1;4mb\u001b[0m\n⟨U+001B⟩[2J',
    ));
});

describe('whatever others write', () => {
  test('one text stays on one line, and is the same when it is cleaned again', () =>
    always((text) => {
      expect(clean(text)).not.toContain('\n');
      expectHarmless(clean(text));
      expect(clean(clean(text))).toBe(clean(text));
      expectHarmless(cleanLines(text));
    }));

  test('findings stay on their lines', () => {
    const lines = (text: string): number => formatDiagnostics(findings(text), plain).split('\n').length;
    const usual = lines('x');
    always((text) => {
      expectHarmless(formatDiagnostics(findings(text), plain));
      // An empty text has no line before it, and a place without a text no frame.
      if (text !== '' && !/[\n\r\v\f\u0085\u2028\u2029]/.test(text)) expect(lines(text)).toBe(usual);
    });
  });

  test('plans and outcomes stay on their lines', () => {
    const shown = (text: string): string[] => {
      const changes = poisoned(plan.changes, text);
      return [
        formatPlan({ ...plan, changes }, plain, { all: true }),
        formatOutcome(outcome(changes, text), plain),
        formatProgress({ running: changes, done: 1, left: 1 }, 80),
        formatStopping('signal', { running: changes, left: 1 }, 2),
      ];
    };
    expect(shown('x').join('\n')).toMatch(/opsx[^]*attributesx/);
    always((text) => {
      for (const one of shown(text)) expectHarmless(one);
      if (text.includes('\n')) return;
      // How many lines a value takes depends on its width; none of them begins like one of ours.
      const ours = ([plan = '', ...others]: string[]): number[] => [
        plan.split('\n').filter((line) => /^( {2})?\S/.test(line)).length,
        ...others.map((one) => one.split('\n').length),
      ];
      expect(ours(shown(text))).toEqual(ours(shown('x')));
    });
  });

  test('reports in JSON are JSON', () =>
    always((text) => {
      const changes = poisoned(plan.changes, text);
      for (const json of [
        formatValidateJson(report(text)),
        formatSarif(report(text)),
        formatPlanJson({
          head: HEAD,
          plan: { ...plan, changes },
          diagnostics: findings(text),
          requests,
          seconds: 1,
          outcome: outcome(changes, text),
        }),
        formatFmtJson({ files: [{ path: text, changed: true }], written: true, diagnostics: findings(text) }),
      ]) {
        expect(JSON.parse(json)).toBeTypeOf('object');
        expect(Buffer.from(json).toString()).toBe(json);
      }
    }));

  test('reports in XML are well-formed, and each line starts with an element or with our words', () =>
    always((text) => {
      for (const xml of [formatJunit(report(text)), formatCheckstyle(report(text))]) {
        mustBeXml(xml);
        expectHarmless(xml);
        for (const line of xml.trimEnd().split('\n')) expect(line).toMatch(/^(<|hint: )/);
      }
    }));

  test('GitHub gets one command for each finding', () =>
    always((text) => {
      const lines = formatGithub(report(text)).split('\n');
      expect(lines).toHaveLength(3);
      for (const [index, line] of lines.entries()) {
        expect(line).toMatch(
          /^::(error|warning|notice) (file=[^:,]*,line=\d+,endLine=\d+,(col=\d+,endColumn=\d+,)?)?title=[a-z-]+::/,
        );
        expect(line.startsWith(['::error', '::warning', '::notice'][index] ?? '')).toBe(true);
        expectHarmless(line.replace(/^::[^]*?::/, ''));
      }
    }));

  test('changes of a release that a server describes stay on their lines', () =>
    always((text) => {
      const changes = {
        changes: {
          from: '1',
          to: '2',
          models: [
            { kind: 'added' as const, model: `a.b${text}`, path: `/a/${text}` },
            {
              kind: 'changed' as const,
              model: `a.c${text}`,
              path: text,
              renamedFrom: text,
              pathBefore: text,
              fields: [
                { kind: 'added' as const, field: text, type: text, required: true },
                { kind: 'removed' as const, field: text },
              ],
              identifiers: { added: [text], removed: [] },
              filters: { added: [], removed: [text] },
              actions: { added: [], removed: [] },
              refused: { added: [text], removed: [] },
            },
          ],
        },
        language: [],
      };
      expectHarmless(formatChanges(changes, { paint: plain }));
      expectHarmless(formatChangesMarkdown(changes));
      expect(JSON.parse(formatChangesJson(changes))).toBeTypeOf('object');
    }));
});

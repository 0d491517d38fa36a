import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { CODES, type Code } from '../../src/diagnostics/codes.ts';
import { toDiagnostic } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { formatCheckstyle } from '../../src/report/checkstyle.ts';
import { formatGithub } from '../../src/report/github.ts';
import { formatJunit } from '../../src/report/junit.ts';
import { formatSarif } from '../../src/report/sarif.ts';
import { formatValidateJson } from '../../src/report/validate-json.ts';
import type { ValidateReport } from '../../src/report/validate-report.ts';
import { clean } from '../../src/source/clean.ts';
import { markSecret } from '../../src/source/secret-spans.ts';
import { runs } from '../random-cases.ts';

const text =
  'version: 1\nentries:\n- model: authentik_core.Group\n  identifiers: {name: 日本}\n- model: authentik_core.Group\n  identifiers: {name: h}\n';
const file = { path: 'sub/a b.yaml', text };
const at = (part: string, from = 0) => ({
  file,
  span: { start: text.indexOf(part, from), end: text.indexOf(part, from) + part.length },
});
const first = at('authentik_core.Group');
const second = at('authentik_core.Group', first.span.end);

const misspelt: Diagnostic = toDiagnostic({
  code: 'model-unknown',
  message: 'no such model',
  hint: 'did you mean x?',
  place: first,
  notes: [{ message: 'see there', place: second }, { message: 'it ended with 2023.1' }],
});
const cased: Diagnostic = toDiagnostic({
  code: 'model-case',
  severity: 'warning',
  message: 'camel case',
  place: second,
  fixes: [
    { title: 'replace it', mechanical: true, edits: [{ place: second, text: 'authentik_core.group' }] },
  ],
});
const nearest: Diagnostic = toDiagnostic({ code: 'target-nearest', message: 'no catalog' });

function report(diagnostics: readonly Diagnostic[], more: Partial<ValidateReport> = {}): ValidateReport {
  return {
    target: '2023.2.3',
    diagnostics,
    paths: [file.path, 'clean.yaml'],
    entries: 2,
    version: '0.1.0',
    isFailure: ({ severity }) => severity === 'error',
    pathOf: (path) => `repo/${path}`,
    pageOf: (code) => `# ${code}\n`,
    ...more,
  };
}

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

/** Reads XML with a parser that takes nothing but well-formed XML 1.0. */
function readXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element) element.text += part;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  const [element] = root.children;
  if (!element) throw new Error('there is no element');
  return element;
}

describe('sarif', () => {
  const log = JSON.parse(formatSarif(report([nearest, misspelt, cased]))) as Log;
  const run = log.runs[0]!;
  const results = run.results ?? [];

  test('is one run of version 2.1.0, with a rule for each code and its page as help', () => {
    expect([log.version, log.$schema, log.runs.length, run.tool.driver.name, run.columnKind]).toEqual([
      '2.1.0',
      'https://json.schemastore.org/sarif-2.1.0.json',
      1,
      'ak-blueprint',
      'utf16CodeUnits',
    ]);
    expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual([
      'model-case',
      'model-unknown',
      'target-nearest',
    ]);
    for (const [index, rule] of (run.tool.driver.rules ?? []).entries()) {
      expect(rule).toMatchObject({
        shortDescription: { text: CODES[rule.id as Code].about },
        help: { text: `# ${rule.id}\n`, markdown: `# ${rule.id}\n` },
        properties: { tags: ['authentik'] },
      });
      for (const result of results) expect(result.ruleIndex === index).toBe(result.ruleId === rule.id);
    }
  });

  test('has what GitHub demands of a result: a rule, a text, one place with a relative URI, and a fingerprint', () => {
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({
      ruleId: 'model-unknown',
      level: 'error',
      message: { text: 'no such model\nhint: did you mean x?\nnote: it ended with 2023.1' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'repo/sub/a%20b.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 10, endLine: 3, endColumn: 30 },
          },
        },
      ],
      relatedLocations: [
        { id: 0, message: { text: 'see there' }, physicalLocation: { region: { startLine: 5 } } },
      ],
    });
    for (const result of results)
      expect(result.partialFingerprints?.['primaryLocationLineHash']).toMatch(/^[0-9a-f]{16}:\d+$/);
  });

  test('has the fixes', () => {
    expect(results[1]?.fixes).toEqual([
      {
        description: { text: 'replace it' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'repo/sub/a%20b.yaml', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 5, startColumn: 10, endLine: 5, endColumn: 30 },
                insertedContent: { text: 'authentik_core.group' },
              },
            ],
          },
        ],
      },
    ]);
  });

  test('says what has no place as a notification of the run', () => {
    expect(run.invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          { level: 'warning', message: { text: 'no catalog' }, descriptor: { id: 'target-nearest' } },
        ],
      },
    ]);
  });

  test('keeps a fingerprint when lines above move, tells equal lines apart, and holds no secret', () => {
    const prints = (source: string, secret?: string): string[] => {
      const moved = { path: 'a.yaml', text: source };
      if (secret !== undefined)
        markSecret(moved, { start: source.indexOf(secret), end: source.indexOf(secret) + secret.length });
      const places = [...source.matchAll(/MARK/g)].map(({ index }) => ({
        file: moved,
        span: { start: index, end: index + 4 },
      }));
      const made = JSON.parse(
        formatSarif(report(places.map((place) => toDiagnostic({ code: 'model-case', message: 'x', place })))),
      ) as Log;
      return (made.runs[0]?.results ?? []).map(
        ({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'] ?? '',
      );
    };
    expect(prints('new\n\n  MARK\nMARK\n')).toEqual(prints('MARK\nMARK\n'));
    expect(new Set(prints('MARK\nMARK\nMARK x\n')).size).toBe(3);
    expect(prints('{x: hunter1, y: MARK}\n', 'hunter1')).toEqual(
      prints('{x: hunter2345, y: MARK}\n', 'hunter2345'),
    );
  });
});

test('no format prints a fix that writes over a secret', () => {
  const hidden = { path: 'a.yaml', text: 'password: 2020-01-02\n' };
  const place = { file: hidden, span: { start: 10, end: 20 } };
  markSecret(hidden, place.span);
  const finding = toDiagnostic({
    code: 'attribute-type',
    message: 'x',
    place,
    fixes: [{ title: 'put it in quotes', edits: [{ place, text: '"2020-01-02"' }] }],
  });
  for (const format of [formatSarif, formatValidateJson, formatJunit, formatGithub, formatCheckstyle])
    expect(format(report([finding]))).not.toContain('2020-01-02');
});

describe('github', () => {
  test('prints a command for each finding, at its place', () => {
    expect(formatGithub(report([nearest, misspelt, { ...cased, severity: 'info' }])).split('\n')).toEqual([
      '::warning title=target-nearest::no catalog',
      '::error file=repo/sub/a b.yaml,line=3,endLine=3,col=10,endColumn=29,title=model-unknown::no such model%0Ahint: did you mean x?',
      '::notice file=repo/sub/a b.yaml,line=5,endLine=5,col=10,endColumn=29,title=model-case::camel case',
    ]);
    expect(formatGithub(report([]))).toBe('');
  });

  test('gives no columns to a place of several lines', () => {
    expect(
      formatGithub(report([{ ...misspelt, place: { file, span: { start: 0, end: text.length } } }])),
    ).toMatch(/line=1,endLine=7,title=/);
  });

  test('lets no text end a command or start another', () => {
    const hostile = 'x%0A::error::y\r\n::add-mask::z,a=b:c';
    const out = formatGithub(
      report([
        {
          ...misspelt,
          message: hostile,
          place: { file: { path: hostile, text: 'x' }, span: { start: 0, end: 1 } },
        },
      ]),
    );
    expect(out.split(/[\r\n]/)).toHaveLength(1);
    const [, properties = '', message = ''] = /^::error (.*?)::(.*)$/.exec(out) ?? [];
    const unescape = (escaped: string): string =>
      escaped
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%25', '%');
    expect(unescape(message)).toBe(`${clean(hostile)}\nhint: did you mean x?`);
    expect(unescape(properties.split(',')[0] ?? '')).toBe(`file=${clean(`repo/${hostile}`)}`);
  });
});

describe('junit', () => {
  test('has a suite for each file, and a case for each finding', () => {
    const root = readXml(formatJunit(report([nearest, misspelt, cased])));
    expect([root.name, root.attributes]).toEqual([
      'testsuites',
      { name: 'ak-blueprint validate', tests: '4', failures: '1', errors: '0' },
    ]);
    expect(
      root.children.map(({ attributes }) => [
        attributes['name'],
        attributes['tests'],
        attributes['failures'],
      ]),
    ).toEqual([
      ['repo/sub/a b.yaml', '2', '1'],
      ['repo/clean.yaml', '1', '0'],
      ['ak-blueprint', '1', '0'],
    ]);
    const [broken, warned] = root.children[0]!.children;
    expect(broken).toMatchObject({
      attributes: { name: 'model-unknown at 3:10', file: 'repo/sub/a b.yaml', line: '3' },
      children: [
        {
          name: 'failure',
          attributes: { message: 'no such model', type: 'model-unknown' },
          text: 'repo/sub/a b.yaml:3:10 error no such model\nhint: did you mean x?',
        },
      ],
    });
    expect(warned?.children.map(({ name }) => name)).toEqual(['system-out']);
    expect(root.children[1]?.children).toMatchObject([
      { name: 'testcase', attributes: { name: 'no findings' }, children: [] },
    ]);
  });

  test('fails for warnings where they count', () => {
    expect(readXml(formatJunit(report([cased], { isFailure: () => true }))).attributes['failures']).toBe('1');
  });
});

test('checkstyle has every file with its errors', () => {
  const root = readXml(formatCheckstyle(report([nearest, misspelt, cased])));
  expect([root.name, root.attributes]).toEqual(['checkstyle', { version: '4.3' }]);
  expect(
    root.children.map(({ name, attributes, children }) => [
      name,
      attributes['name'],
      children.map((one) => one.attributes),
    ]),
  ).toEqual([
    [
      'file',
      'repo/sub/a b.yaml',
      [
        {
          line: '3',
          column: '10',
          severity: 'error',
          message: 'no such model\nhint: did you mean x?',
          source: 'ak-blueprint.model-unknown',
        },
        {
          line: '5',
          column: '10',
          severity: 'warning',
          message: 'camel case',
          source: 'ak-blueprint.model-case',
        },
      ],
    ],
    ['file', 'repo/clean.yaml', []],
    ['file', '.', [{ severity: 'warning', message: 'no catalog', source: 'ak-blueprint.target-nearest' }]],
  ]);
});

describe('XML', () => {
  /** What XML 1.0 cannot hold is replaced, and line ends are kept. */
  const held = (part: string): string =>
    part.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ']]>',
        '<!--',
        '&amp;',
        '"',
        "'",
        '<',
        '>',
        '\0',
        '\u0008',
        '\ufffe',
        '\ud800',
        '\r\n',
        '\t',
        '\u0085',
        '\u2028',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
  });

  test('holds any text as it may be shown, as far as XML can', () => {
    fc.assert(
      fc.property(hostile, hostile, (message, path) => {
        const finding: Diagnostic = {
          code: 'model-unknown',
          severity: 'error',
          message,
          place: { file: { path, text: 'x' }, span: { start: 0, end: 1 } },
        };
        const given = report([finding], { paths: [path] });
        const checkstyle = readXml(formatCheckstyle(given)).children[0];
        expect([checkstyle?.attributes['name'], checkstyle?.children[0]?.attributes['message']]).toEqual([
          path === '' ? '.' : held(clean(`repo/${path}`)),
          held(clean(message)),
        ]);
        const junit = readXml(formatJunit(given)).children[0];
        const shown = path === '' ? 'ak-blueprint' : clean(`repo/${path}`);
        expect([junit?.attributes['name'], junit?.children[0]?.children[0]?.text]).toEqual([
          held(shown),
          held(`${shown}:1:1 error ${clean(message)}`),
        ]);
      }),
      { numRuns: runs(1000) },
    );
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { formatCodeFrame } from '../../src/report/code-frame.ts';
import { markSecret } from '../../src/source/secret-spans.ts';
import { formatDiagnostics } from '../../src/report/format-diagnostics.ts';
import { toDiagnostic } from '../../src/diagnostics/collector.ts';
import { formatOutcome, formatOutcomeSummary, formatProgress } from '../../src/report/format-outcome.ts';
import { formatPlan, formatPlanSummary } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { formatValidateJson } from '../../src/report/validate-json.ts';
import { change } from '../apply/setup.ts';
import { planOf, type Server } from '../plan/setup.ts';
import { HEAD } from './head.ts';

const plain = new Chalk({ level: 0 });
const requests = { total: 7, byMethod: { GET: 7 }, bytes: 1000 };
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const schema = (name: string): object =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, `../../schemas/${name}`), 'utf8')) as object;

const PROVIDER = 'authentik_providers_oauth2.oauth2provider';
const server: Server = {
  'authentik_flows.flow': [
    {
      pk: uuid(1),
      policybindingmodel_ptr_id: uuid(2),
      slug: 'implicit',
      name: 'i',
      title: 'i',
      designation: 'authorization',
    },
  ],
  [PROVIDER]: [
    {
      pk: 1,
      name: 'grafana',
      authorization_flow: uuid(1),
      client_type: 'confidential',
      client_id: 'c',
      client_secret: 'hunter1',
      access_token_validity: 'minutes=10',
      redirect_uris: 'https://keep.example.com\nhttps://old.example.com/login',
      property_mappings: [uuid(10), uuid(11)],
      signing_key: null,
      jwks_sources: [],
      sub_mode: 'user_id',
    },
  ],
  'authentik_core.group': [
    {
      pk: uuid(20),
      name: 'ops',
      is_superuser: false,
      parent: null,
      users: [],
      attributes: { a: { b: 1, c: [1] }, gone: true },
    },
  ],
};
const text = `version: 1
entries:
- model: authentik_core.group
  id: admins
  identifiers: {name: grafana-admins}
- model: ${PROVIDER}
  identifiers: {name: grafana}
  attrs:
    authorization_flow: !Find [authentik_flows.flow, [slug, implicit]]
    access_token_validity: minutes=5
    client_secret: hunter2
    redirect_uris: |
      https://keep.example.com
      https://grafana.example.com/login
- model: authentik_core.group
  identifiers: {name: ops}
  attrs: {parent: !KeyOf admins, attributes: {a: {b: 2, c: [1]}, new: x}}
`;

describe('a plan for people', () => {
  test('shows what changes, long texts as lines, JSON by path, new objects by name, and no secret', () => {
    const { plan } = planOf([text], server);
    expect(formatPlan(plan, plain)).toBe(
      `blueprint.yaml
  + authentik_core.group                       grafana-admins  blueprint.yaml:3
      name  "grafana-admins"
  ~ authentik_providers_oauth2.oauth2provider  grafana         blueprint.yaml:6
      access_token_validity  "minutes=10" → "minutes=5"
      client_secret          (secret, changed)
      redirect_uris          1 line removed, 1 added
          https://keep.example.com
        - https://old.example.com/login
        ?         ^^^
        + https://grafana.example.com/login
        ?         ^^^^^^^
  ~ authentik_core.group                       ops             blueprint.yaml:15
      parent           null → grafana-admins
      attributes.a.b   1 → 2
      attributes.gone  - true
      attributes.new   + "x"
`,
    );
    expect(formatPlanSummary(plan, [], requests, 0.61, plain)).toBe(
      'Plan: 1 to create, 2 to update, 0 to delete, 0 unchanged.  7 requests, 0.6 s',
    );
  });

  test('says so when there is nothing to do', () => {
    const { plan } = planOf(
      ['version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: ops}}'],
      server,
    );
    expect(formatPlan(plan, plain)).toBe('');
    expect(formatPlanSummary(plan, [], { ...requests, total: 1 }, 0.04, plain)).toBe(
      'Nothing to do: 1 object is as the blueprints say.  1 request, 0.0 s',
    );
  });
});

describe('JSON', () => {
  const validate = (name: string, value: unknown): unknown => {
    const check = new Ajv({ strict: false }).compile(schema(name));
    return check(value) ? [] : check.errors;
  };

  test('of a plan is as its schema says, and holds no secret', () => {
    const { plan, diagnostics } = planOf([text], server);
    const out = formatPlanJson({ head: HEAD, plan, diagnostics, requests, seconds: 1 });
    expect(validate('plan-output-1.json', JSON.parse(out))).toEqual([]);
    expect(out).not.toMatch(/hunter/);
    expect(JSON.parse(out)).toMatchObject({
      changes: [
        { action: 'create' },
        {
          key: 'grafana',
          fields: [{ path: 'access_token_validity' }, { path: 'client_secret', secret: true }, {}],
        },
        { fields: [{ path: 'parent', unknown: true, after: null }, {}] },
      ],
    });
  });

  test('of findings is as its schema says', () => {
    const { diagnostics } = planOf(
      ['version: 1\nentries:\n- {model: authentik_core.group, identifiers: {nope: 1}}'],
      {},
    );
    const out: unknown = JSON.parse(
      formatValidateJson({
        target: '2023.2.3',
        diagnostics: diagnostics,
        paths: ['blueprint.yaml'],
        entries: 1,
      }),
    );
    expect(validate('validate-output-1.json', out)).toEqual([]);
    expect(out).toMatchObject({
      diagnostics: [
        {
          code: 'identifier-unknown',
          file: 'blueprint.yaml',
          range: { start: { line: 3 } },
          entry: { index: 0 },
        },
      ],
      summary: { errors: 1 },
    });
  });

  test('has a digest that is the same for the same plan and another for another', () => {
    const { digest } = planOf([text], server).plan;
    expect(planOf([text], server).plan.digest).toBe(digest);
    expect(planOf([text.replace('minutes=5', 'minutes=6')], server).plan.digest).not.toBe(digest);
  });
});

describe('a finding', () => {
  const file = { path: 'a.yaml', text: 'version: 1\nentries:\n- model: authentik_core.grop\n' };
  const finding: Diagnostic = {
    code: 'model-unknown',
    severity: 'error',
    message: 'no such model',
    hint: 'did you mean authentik_core.group?',
    place: { file, span: { start: 29, end: 48 } },
    notes: [{ message: 'see here', place: { file, span: { start: 0, end: 7 } } }],
  };

  test('shows place, line, cause and remedy', () => {
    expect(formatDiagnostics([finding], plain)).toBe(`a.yaml:3:10 error no such model (model-unknown)
  2 │ entries:
  3 │ - model: authentik_core.grop
    │          ^^^^^^^^^^^^^^^^^^^
  note: see here (a.yaml:1:1)
  hint: did you mean authentik_core.group?`);
  });

  test('in a long line is cut out of it; tabs, wide letters and control characters keep the mark in place', () => {
    const long = { path: 'x', text: `${'a'.repeat(500)}MARK${'b'.repeat(500)}` };
    const frame = formatCodeFrame({ file: long, span: { start: 500, end: 504 } }, plain).split('\n');
    expect(frame[0]?.length).toBeLessThan(130);
    expect(frame[0]?.slice(frame[1]?.indexOf('^'), (frame[1]?.indexOf('^') ?? 0) + 4)).toBe('MARK');
    const odd = { path: 'x', text: '\t日本\u001b[31m: MARK' };
    expect(formatCodeFrame({ file: odd, span: { start: 10, end: 14 } }, plain)).not.toContain('\u001b');
  });

  test('about a secret does not show it, nor does one about its neighbour, before and after it in the line or in the next line', () => {
    const text = 'a: {x: SECRET, y: 5, z: SECRET2}\nb: 日 MARK\n';
    const secret = { path: 'x', text };
    const span = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
    for (const part of ['SECRET', 'SECRET2']) markSecret(secret, span(part));
    expect(formatCodeFrame({ file: secret, span: span('SECRET') }, plain)).toBe(
      '1 │ a: {x: ••••••••, y: 5, z: ••••••••}\n  │        ^^^^^^^^',
    );
    expect(formatCodeFrame({ file: secret, span: span('5') }, plain)).toBe(
      '1 │ a: {x: ••••••••, y: 5, z: ••••••••}\n  │                     ^',
    );
    expect(formatCodeFrame({ file: secret, span: span('{x: SECRET, y: 5, z: SECRET2}') }, plain)).toBe(
      `1 │ a: {x: ••••••••, y: 5, z: ••••••••}\n  │    ${'^'.repeat(32)}`,
    );
    expect(formatCodeFrame({ file: secret, span: span('MARK') }, plain)).toBe(
      '1 │ a: {x: ••••••••, y: 5, z: ••••••••}\n2 │ b: 日 MARK\n  │       ^^^^',
    );
  });

  test('in a secret of several lines shows none of them', () => {
    const text = 'key: |\n  one\n  two\nend: x\n';
    const secret = { path: 'x', text };
    markSecret(secret, { start: 5, end: text.indexOf('end') });
    expect(
      formatCodeFrame(
        { file: secret, span: { start: text.indexOf('two'), end: text.indexOf('two') + 3 } },
        plain,
      ),
    ).not.toMatch(/one|two/);
    expect(
      formatCodeFrame({ file: secret, span: { start: text.indexOf('end'), end: text.length } }, plain),
    ).not.toMatch(/one|two/);
  });

  test.each([
    ['client_secret: hunter2', false],
    ['"db_password": "hunter2, x"', false],
    ["api_key: 'hunter2'  # comment", false],
    ['{token: hunter2, a: b}', false],
    ['password: !Env hunter2', true],
    ['password_stage: hunter2', true],
    ['allow_password: true', true],
  ])('about a file that could not be read hides what sounds secret: %s', (text, isShown) => {
    const frame = formatCodeFrame({ file: { path: 'x', text }, span: { start: 0, end: 1 } }, plain);
    expect(frame.includes('hunter2') || frame.includes('true')).toBe(isShown);
  });

  test('never cuts a character in two', () => {
    for (let length = 150; length < 160; length++) {
      const text = `${'😀'.repeat(length)}MARK${'😀'.repeat(100)}`;
      const frame = formatCodeFrame(
        { file: { path: 'x', text }, span: { start: 2 * length, end: 2 * length + 4 } },
        plain,
      );
      expect(frame).not.toMatch(/[\ud800-\udfff]/u);
      expect(frame).toContain('MARK');
    }
  });
});

test('an outcome says what was done, what was not, and why', () => {
  const { plan } = planOf([text], server);
  const [first, second, third] = plan.changes;
  if (!first || !second || !third) throw new Error('three changes are expected');
  const outcome = {
    outcomes: [
      { state: 'applied' as const, change: first, made: undefined, seconds: 0.1 },
      { state: 'failed' as const, change: second, made: undefined, diagnostics: [] },
      { state: 'skipped' as const, change: third, because: { kind: 'waited' as const, for: second.id } },
    ],
    diagnostics: [],
    interrupted: false,
    requests: { total: 2, byMethod: { POST: 1, PATCH: 1 }, bytes: 1 },
    seconds: 1.25,
  };
  expect(formatOutcome(outcome, plain)).toBe(`  ✓ created authentik_core.group grafana-admins
  ✗ could not update ${PROVIDER} grafana
  – not done: update authentik_core.group ops (waits for ${PROVIDER} grafana)`);
  expect(formatOutcomeSummary(outcome, { changes: [] }, [], plain)).toBe(
    'Failed: 1 applied, 1 failed, 1 skipped.  2 requests (1 PATCH, 1 POST), 1.3 s',
  );
  expect(formatProgress({ running: [first, second], done: 1, left: 2 }, 30)).toBe(
    '1 done, 2 left: grafana-admi…',
  );
});

test('what was made twice is no success', () => {
  const { plan } = planOf([text], server);
  const [first] = plan.changes;
  if (!first) throw new Error('a change is expected');
  const twice = toDiagnostic({ code: 'made-twice', message: 'a group was made twice' });
  const outcome = {
    outcomes: [{ state: 'applied' as const, change: first, made: undefined, seconds: 0 }],
    diagnostics: [twice],
    interrupted: false,
    requests: { total: 1, byMethod: {}, bytes: 1 },
    seconds: 1,
  };
  expect(formatOutcomeSummary(outcome, { changes: [] }, [], plain)).toMatch(/^Failed: 1 applied, 0 failed/);
  expect(formatOutcomeSummary({ ...outcome, diagnostics: [] }, { changes: [] }, [], plain)).toMatch(
    /^Done: 1 applied/,
  );
});

test('objects with one name are told apart by their places', () => {
  const named = (row: string, line: number) =>
    change(row, { key: '(from A)', place: { path: 'b.yaml', line, start: 0, end: 1 } });
  const applied = (row: string, line: number) =>
    ({ state: 'applied', change: named(row, line), made: undefined, seconds: 0 }) as const;
  const outcome = {
    outcomes: [applied('a', 3), applied('b', 7)],
    diagnostics: [],
    interrupted: false,
    requests: { total: 2, byMethod: {}, bytes: 1 },
    seconds: 1,
  };
  expect(formatOutcome(outcome, plain)).toBe(
    '  ✓ created authentik_events.notificationrule (from A) (b.yaml:3)\n  ✓ created authentik_events.notificationrule (from A) (b.yaml:7)',
  );
  expect(formatOutcome({ ...outcome, outcomes: [applied('a', 3)] }, plain)).toBe(
    '  ✓ created authentik_events.notificationrule (from A)',
  );
});

import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/plan/value/plan.ts';
import { maskDiagnostic } from '../../src/report/mask-diagnostic.ts';
import { maskChange, maskOutcome } from '../../src/report/mask-plan.ts';
import { KnownSecrets } from '../../src/source/known-secrets.ts';
import { change } from '../apply/setup.ts';

/*
 * What a report is made of, without the secrets that the run knows.
 */

const SECRET = 'geheim-4711';
const secrets = new KnownSecrets();
secrets.add(SECRET);
const place = { file: { path: `${SECRET}.yaml`, text: 'name: x' }, span: { start: 0, end: 4 } };

describe('a finding', () => {
  const finding = {
    code: 'change-failed',
    severity: 'error',
    message: `a ${SECRET}`,
    hint: `"${SECRET}"?`,
    place,
    entry: { index: 0, model: SECRET, id: undefined },
    notes: [{ message: `not ${SECRET.toUpperCase()}`, place }],
    fixes: [
      { title: `write ${SECRET}`, edits: [{ place, text: 'y' }] },
      { title: 'write it', edits: [{ place, text: SECRET }] },
    ],
  } as const;

  test('has none in its texts, and no fix that would write one', () => {
    expect(maskDiagnostic(finding, secrets)).toEqual({
      ...finding,
      message: 'a (secret)',
      hint: '(secret)?',
      entry: { index: 0, model: '(secret)', id: undefined },
      notes: [{ message: 'not (secret)', place }],
      fixes: [{ title: 'write (secret)', edits: [{ place, text: 'y' }] }],
    });
  });
});

describe('a change', () => {
  const field = (after: Change['fields'][number]['after']): Change['fields'][number] => ({
    path: 'settings',
    before: SECRET,
    after,
    added: [SECRET],
    beforeNames: { 1: SECRET },
    secret: false,
    leftAlone: false,
  });

  test.each<[what: string, value: Change['fields'][number]['after'], shown: unknown]>([
    ['a text', SECRET, '(secret)'],
    ['a list', [SECRET, 1], ['(secret)', 1]],
    ['a mapping and its keys', { [SECRET]: { a: SECRET } }, { '(secret)': { a: '(secret)' } }],
    ['a mapping that looks like ours', { $dict: { $ref: SECRET } }, { $dict: { $ref: '(secret)' } }],
    [
      'a text with keys that will be known',
      { $format: { template: `${SECRET}-%s`, values: [{ $ref: { row: SECRET, aspect: 'pk' } }] } },
      { $format: { template: '(secret)-%s', values: [{ $ref: { row: SECRET, aspect: 'pk' } }] } },
    ],
    ['a reference', { $ref: { row: SECRET, aspect: 'pk' } }, { $ref: { row: SECRET, aspect: 'pk' } }],
  ])('has none in %s', (_, value, shown) => {
    const [masked] = maskChange(change('a', { fields: [field(value)] }), secrets).fields;
    expect(masked).toEqual({
      ...field(shown as typeof value),
      before: '(secret)',
      added: ['(secret)'],
      beforeNames: { 1: '(secret)' },
    });
  });

  test('has none in its name, its reason, its permissions and what the server applies', () => {
    const masked = maskChange(
      change('a', {
        key: SECRET,
        reason: { kind: 'left-alone', why: SECRET, allow: `x:${SECRET}` },
        grants: [
          {
            action: 'grant',
            permission: 'view_user',
            everywhere: false,
            holder: 'user',
            key: 1,
            name: SECRET,
            again: false,
          },
        ],
        applies: { because: { kind: 'failed-last', status: SECRET }, content: `a: ${SECRET}\n` },
      }),
      secrets,
    );
    expect(masked).toMatchObject({
      key: '(secret)',
      reason: { why: '(secret)', allow: 'x:(secret)' },
      grants: [{ permission: 'view_user', name: '(secret)' }],
      applies: { because: { status: '(secret)' }, content: 'a: (secret)\n' },
    });
  });
});

test.each(['failed', 'unknown'] as const)('an outcome that is %s has none', (state) => {
  const diagnostics = [{ code: 'change-failed', severity: 'error', message: SECRET } as const];
  const outcome = {
    outcomes: [{ state, change: change('a', { key: SECRET }), made: undefined, diagnostics }],
    diagnostics,
    interrupted: false,
    requests: { total: 0, byMethod: {}, bytes: 0 },
    seconds: 0,
  };
  const masked = maskOutcome(outcome, secrets);
  expect(masked.diagnostics[0]?.message).toBe('(secret)');
  expect(masked.outcomes[0]).toMatchObject({
    change: { key: '(secret)' },
    diagnostics: [{ message: '(secret)' }],
  });
});

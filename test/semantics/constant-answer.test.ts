import { expect, test } from 'vitest';
import { constantAnswer } from '../../src/semantics/constant-answer.ts';
import { readFileSync } from 'node:fs';
import { hasShared, shared } from '../shared.ts';

test.each<[string, boolean | undefined]>([
  ['return True', true],
  ['return False', false],
  ['return (True)', true],
  ['return None', false],
  ['return', false],
  ['return 1  # one', true],
  ['return 0', false],
  ['return "no"', true],
  ['return ""', false],
  ['x = 1', false],
  ['', false],
  ['# a comment\n\nak_message("hello")\nreturn True', true],
  ['x = "a"\nreturn True\nreturn False', true],
  ['return x', undefined],
  ['return not True', undefined],
  ['return True and x', undefined],
  ['return request.user.is_superuser', undefined],
  ['return ak_is_group_member(request.user, name="a")', undefined],
  ['if request.user.is_superuser:\n  return False\nreturn True', undefined],
  ['raise ValueError("x")', undefined],
  ['return (True) or (x)', undefined],
])('%j', (text, expected) => expect(constantAnswer(text)).toBe(expected));

interface Row {
  readonly kind: string;
  readonly expressions?: Readonly<Record<string, string>>;
  readonly bindings?: readonly string[];
  readonly passing?: boolean;
}

test.skipIf(!hasShared).each(['2023.2.3', '2025.12.4'])('as a real %s answers', (release) => {
  const rows = readFileSync(shared(`data/proofs/access-${release}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const expressions = rows.find(({ kind }) => kind === 'fixtures')?.expressions ?? {};
  let asked = 0;
  for (const { kind, bindings, passing } of rows) {
    const policy =
      kind === 'check_access' && bindings?.length === 1 ? /^p:(\w+)$/.exec(bindings[0] ?? '') : null;
    const answer = policy && constantAnswer(expressions[policy[1] ?? ''] ?? 'return request');
    if (answer === null || answer === undefined) continue;
    asked += 1;
    expect(passing, policy?.[1]).toBe(answer);
  }
  expect(asked).toBeGreaterThan(20);
});

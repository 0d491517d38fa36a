import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findSyntaxError } from '../../src/sandbox/validation/python.ts';
import { hasShared } from '../shared.ts';
import { recordedState } from './start.ts';

const GOOD = [
  'return True',
  'return {}',
  '# only this\nreturn 1',
  'x = 1\nif x:\n    return 2\nreturn 3',
  "return f'{request.user.name!r:>10}'",
  'for a in b:\n    pass\nelse:\n    return a',
  'return [x for x in y if x]',
  'try:\n    return 1\nexcept (KeyError, ValueError) as error:\n    raise\nfinally:\n    pass',
  'with a as b:\n    return b',
  'return lambda x, *y, **z: (x, y, z)',
  'match = 1\nreturn match',
  'return a if b else c',
  'async def f():\n    await g()\nreturn f',
  'return {"a": 1, **b}',
  'a: int = 1\nreturn a',
  'return not a and (b or c)',
  'return """text\nover lines"""',
  'return a[1:2, ::3]',
  'import json\nreturn json.dumps({})',
  'if (n := 3):\n    return n',
  'é1 = a٣ = 1\nreturn é1',
];
const BAD = [
  'return (',
  'if:',
  'return [',
  'def f(:',
  'x = = 1',
  'return )',
  'for in x:\n    pass',
  'return {1: }',
  'if a\n    return 1',
  'class:',
  'a b',
  "return 'open",
  'x = "a\nreturn x',
  'return 1 +',
  'else:\n    return 1',
  '',
  '# nothing',
  'return ٣',
  'x = 1 + ٣a',
];

const python = spawnSync('python3', ['--version']).status === 0;

/** What Python itself says of an expression that is wrapped as authentik wraps it. */
function compiles(expression: string): boolean {
  const indented = expression
    .split('\n')
    .map((line) => (line.trim() === '' ? line : `    ${line}`))
    .join('\n');
  return (
    spawnSync('python3', ['-c', 'import sys; compile(sys.stdin.read(), "x", "exec")'], {
      input: `def handler(request):\n${indented}\nresult = handler(request)`,
    }).status === 0
  );
}

describe('Python syntax', () => {
  it.each(GOOD)('takes %j', (expression) => expect(findSyntaxError(expression)).toBeUndefined());
  it.each(BAD)('refuses %j', (expression) => expect(findSyntaxError(expression)).toBeDefined());
  it.skipIf(!python)('is what Python itself thinks of these', () => {
    expect(GOOD.filter((one) => !compiles(one))).toEqual([]);
    expect(BAD.filter(compiles)).toEqual([]);
  });
});

describe.skipIf(!hasShared)('the expressions of a fresh server', () => {
  const lists = hasShared ? recordedState() : undefined;
  const rows = lists?.kind === 'lists' ? lists.lists.flatMap(({ results }) => results) : [];
  it('have no syntax error', () => {
    const expressions = rows.map(({ expression }) => expression).filter((one) => typeof one === 'string');
    expect(expressions.length).toBeGreaterThan(10);
    expect(expressions.filter((one) => findSyntaxError(one))).toEqual([]);
  });
});

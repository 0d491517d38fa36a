import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isOfThePlan } from '../../src/cli/saved-options.ts';
import { runOnTerminal } from '../run-here.ts';

/** The options of a command, as commander calls them. */
async function optionsOf(command: string): Promise<string[]> {
  let out = '';
  const told = { out: (text: string): void => void (out += `${text}\n`), err: () => undefined };
  await runOnTerminal([command, '--help'], { cwd: tmpdir(), more: told });
  return [...out.matchAll(/^ {2}--([a-z][a-z-]+)/gm)].map(([, name = '']) =>
    name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

test('a saved plan keeps each option that makes it another, and none that only apply has', async () => {
  const [plan, apply] = [await optionsOf('plan'), await optionsOf('apply')];
  expect(plan.length).toBeGreaterThan(15);
  expect(apply.filter((name) => !plan.includes(name)).filter(isOfThePlan)).toEqual([]);
  // One more here is kept in saved plans: does a plan depend on it?
  expect(
    plan
      .filter(isOfThePlan)
      .filter((name) => !name.startsWith('allow'))
      .sort(),
  ).toEqual([
    'insensitive',
    'maxDeletes',
    'only',
    'project',
    'prune',
    'revokePermissions',
    'secrets',
    'target',
  ]);
});

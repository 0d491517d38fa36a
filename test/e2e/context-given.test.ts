import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ak } from './binary.ts';

/* A key of the context that the run gives: its default in the file, and the file's own value, do not count. */

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-given-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (context: string): string => `version: 1
context: ${context}
entries:
- {model: authentik_flows.flow, identifiers: {slug: f}, attrs: {name: f, title: f, designation: !Context [kind, nope]}}
- {model: authentik_policies_event_matcher.eventmatcherpolicy, identifiers: {name: p}, attrs: {action: !Context [kind, ""]}}
`;

const padding = `# ${'x'.repeat(98)}\n`.repeat(1000);

test.each([
  ['one file', 1, ''],
  ['files that other threads check', 14, padding],
])('%s', async (_, count, filling) => {
  const names = Array.from({ length: count }, (__, index) => `${count}-${index}.yaml`);
  for (const [index, name] of names.entries())
    writeFileSync(
      join(folder, name),
      text(index % 2 === 1 ? '{kind: nope}' : '{}').replaceAll(/: (f|p)\}/g, `: $1${index}}`) + filling,
    );
  const errors = async (...more: string[]): Promise<number> => {
    const { out } = await ak(['validate', '--format', 'json', ...more, ...names], { cwd: folder });
    const { diagnostics } = JSON.parse(out) as { diagnostics: { severity: string }[] };
    return diagnostics.filter(({ severity }) => severity === 'error').length;
  };
  expect(await errors()).toBeGreaterThanOrEqual(count);
  expect(await errors('--context', 'kind=login')).toBe(0);
});

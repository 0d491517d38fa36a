import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runOnTerminal } from '../run-here.ts';

/*
 * Passwords that nobody put in quotes: YAML takes them, or parts of them, for tags, anchors, aliases,
 * comments and keys, which messages and frames show elsewhere.
 */

const folder = mkdtempSync(join(tmpdir(), 'unquoted-'));

test.each([
  '!Hunter2Hunter2',
  '!Hunter2Hunter2 x',
  '!!Hunter2Hunter2 x',
  '!!int Hunter2Hunter2',
  '!<Hunter2Hunter2> x',
  '*Hunter2Hunter2',
  '&Hunter2Hunter2',
  '&Hunter2Hunter2 x',
  '@Hunter2Hunter2',
  '%Hunter2Hunter2',
  'x #Hunter2Hunter2',
  '{Hunter2Hunter2}',
  '[Hunter2Hunter2',
])('password: %s', async (password) => {
  const text = `version: 1\nentries:\n- model: authentik_core.user\n  identifiers:   {username: x}\n  attrs:\n    password: ${password}\n`;
  writeFileSync(join(folder, 'b.yaml'), text);
  for (const args of [['validate'], ['validate', '--format', 'json'], ['fmt', '--diff']]) {
    const { out, err } = await runOnTerminal([...args, 'b.yaml'], { cwd: folder });
    expect(out + err).toMatch(/b\.yaml/);
    expect(out + err).not.toMatch(/Hunter2/i);
  }
});

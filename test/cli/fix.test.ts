import { describe, expect, test } from 'vitest';
import type { NamedFile } from '../../src/cli/files.ts';
import { fixFiles } from '../../src/cli/fix.ts';
import { replaceFile } from '../../src/cli/write-file.ts';
import type { Code } from '../../src/diagnostics/codes.ts';
import { toDiagnostic } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const named = (path: string, text: string): NamedFile => ({
  path,
  absolute: `/${path}`,
  walked: false,
  isOnDisk: false,
  bounds: undefined,
  bytes: () => Promise.resolve(Buffer.from(text)),
});

/**
 * A rule that replaces the first of some letters by another, and one that finds errors; neither is one of
 * ours.
 */
const look =
  (replace: Readonly<Record<string, string>>, errors: readonly [letter: string, code: Code][] = []) =>
  async (files: readonly NamedFile[]) => {
    const diagnostics: Diagnostic[] = [];
    for (const { path, bytes } of files) {
      const file = { path, text: Buffer.from(await bytes()).toString('utf8') };
      for (const [letter, by] of Object.entries(replace)) {
        const at = file.text.indexOf(letter);
        const place = { file, span: { start: at, end: at + 1 } };
        if (at >= 0)
          diagnostics.push(
            toDiagnostic({
              code: 'model-case',
              message: letter,
              place,
              fixes: [{ title: letter, mechanical: true, edits: [{ place, text: by }] }],
            }),
          );
      }
      for (const [letter, code] of errors)
        for (const match of file.text.matchAll(new RegExp(letter, 'g')))
          diagnostics.push(
            toDiagnostic({
              code,
              severity: 'error',
              message: String(match.index),
              place: { file, span: { start: match.index, end: match.index + 1 } },
            }),
          );
    }
    return { diagnostics };
  };
const texts = async (files: readonly NamedFile[]): Promise<string[]> =>
  Promise.all(files.map(async ({ bytes }) => Buffer.from(await bytes()).toString('utf8')));

describe('fixing files', () => {
  test('goes round until nothing is left', async () => {
    const { files, fixed } = await fixFiles([named('a', 'xx-y'), named('b', '-')], look({ x: 'y', y: 'z' }));
    expect([await texts(files), fixed.map(({ file, codes }) => [file.path, codes.length])]).toEqual([
      ['zz-z', '-'],
      [['a', 5]],
    ]);
  });

  test('ends where fixes undo each other', async () => {
    const { fixed } = await fixFiles([named('a', 'x')], look({ x: 'y', y: 'x' }));
    expect(fixed[0]?.codes).toHaveLength(10);
  });

  test('takes back what leaves a file with more errors, and still mends the others', async () => {
    const { files, fixed, seen } = await fixFiles(
      [named('a', 'x'), named('b', 'w')],
      look({ x: 'e', w: 'v' }, [['e', 'model-unknown']]),
    );
    expect([
      await texts(files),
      fixed.map(({ file }) => file.path),
      seen.diagnostics.map(({ message }) => message),
    ]).toEqual([['x', 'v'], ['b'], ['x']]);
  });

  test('makes the other fixes of a file where one does harm', async () => {
    const { files, fixed } = await fixFiles(
      [named('a', 'xwv')],
      look({ w: 'e', x: 'y', v: 'u' }, [['e', 'model-unknown']]),
    );
    expect([await texts(files), fixed[0]?.codes.length]).toEqual([['ywu'], 2]);
  });

  test('takes back what leaves a file unreadable, even with fewer errors', async () => {
    const { files } = await fixFiles(
      [named('a', 'xee')],
      look({ x: 'u' }, [
        ['u', 'yaml-syntax'],
        ['x', 'model-unknown'],
        ['e', 'model-unknown'],
      ]),
    );
    expect(await texts(files)).toEqual(['xee']);
  });

  test('reads a file once', async () => {
    let reads = 0;
    await fixFiles(
      [{ ...named('a', 'xx'), bytes: () => Promise.resolve(Buffer.from('xx'.repeat(++reads))) }],
      look({ x: 'y' }),
    );
    expect(reads).toBe(1);
  });
});

test('a file that somebody else changed meanwhile is left as it is, without a trace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-replace-'));
  const path = join(folder, 'a.yaml');
  try {
    writeFileSync(path, 'theirs');
    await expect(replaceFile(path, Buffer.from('before'), Buffer.from('after'))).rejects.toThrow(
      /changed by somebody else/,
    );
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['theirs', ['a.yaml']]);
    await replaceFile(path, Buffer.from('theirs'), Buffer.from('ours'));
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['ours', ['a.yaml']]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finished } from '../e2e/binary.ts';

const root = resolve(import.meta.dirname, '../..');

/** What a copy of the repository needs to make a release and to run. */
const PARTS = ['bin', 'docs', 'schemas', 'scripts', 'src', 'package.json'];

/** A copy of this repository in a new folder, without documents and recordings beside it. */
export function copyOfRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ak-blueprint-release-'));
  for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

/** Runs a script or the program of a copy. */
export function runIn(
  copy: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: copy,
      env: { PATH: process.env['PATH'] ?? '', HOME: copy, NO_COLOR: '1', ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.end();
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** The files of a copy that a release writes, by path. */
export function generatedFiles(copy: string): ReadonlyMap<string, string> {
  const folders = ['schemas', 'documents', 'src/schema/generated'].filter((name) =>
    existsSync(join(copy, name)),
  );
  const paths = folders.flatMap((folder) =>
    readdirSync(join(copy, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(paths.sort().map((path) => [path.slice(copy.length + 1), readFileSync(path, 'utf8')]));
}

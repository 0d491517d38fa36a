import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const BINARY = resolve(import.meta.dirname, '../../bin/ak-blueprint.js');
export const ROOT = resolve(import.meta.dirname, '../..');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real program, as a user would. */
export function ak(
  args: readonly string[],
  options: {
    env?: Readonly<Record<string, string>>;
    cwd?: string;
    stdin?: string;
    interruptAfter?: (err: string) => boolean;
  } = {},
): Promise<Finished> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [BINARY, ...args], {
      cwd: options.cwd ?? ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (options.interruptAfter?.(out + err)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.stdin.end(options.stdin ?? '');
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** A sandbox in a process of its own; stops with `stop`. */
export async function startSandbox(
  ...args: readonly string[]
): Promise<{ env: Record<string, string>; url: string; token: string; stop: () => Promise<number | null> }> {
  const child = spawn(process.execPath, [BINARY, 'sandbox', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((done) => child.on('close', done));
  const line = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once('line', done);
    child.once('close', () => fail(new Error('the sandbox ended')));
  });
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  return {
    url,
    token,
    env: { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: token },
    stop: () => {
      child.kill('SIGTERM');
      return closed;
    },
  };
}

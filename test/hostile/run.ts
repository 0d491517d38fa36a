import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { type Io, processIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { SEED } from '../random-cases.ts';

let made = 0;

/** A secret that stands nowhere else. */
export function canary(): string {
  made += 1;
  return createHash('sha256').update(`canary ${SEED} ${made}`).digest('base64url').slice(0, 20);
}

/** What a run gave back. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Everything that was written, to whatever stream. */
  readonly written: string;
  /** Where connections were opened to and requests sent to, as `host:port`. */
  readonly connections: readonly string[];
}

/** Runs a command in this process, and records all that it writes and where it connects to. */
export async function run(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const texts = { out: '', err: '', other: '' };
  const io: Io = {
    ...processIo(false),
    cwd,
    env,
    isInteractive: false,
    out: (text) => void (texts.out += text),
    err: (text) => void (texts.err += text),
    orElsewhere: { out: (text) => void (texts.out += text), err: (text) => void (texts.err += text) },
    onInterrupt: () => () => undefined,
    status: (line) => void (texts.other += `${line}\n`),
  };
  const connections: string[] = [];
  const connect = Reflect.get(Socket.prototype, 'connect') as (...options: unknown[]) => Socket;
  Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...options: unknown[]): Socket {
    connections.push(addressOf(options));
    return connect.apply(this, options);
  });
  // A connection may be used again, so what `fetch` sends is recorded by itself.
  const onRequest = (message: unknown): void => {
    const { origin } = (message as { request: { origin: string | URL } }).request;
    connections.push(new URL(origin).host);
  };
  subscribe('undici:request:create', onRequest);
  try {
    const exit = await main(args, io);
    return { exit, out: texts.out, err: texts.err, written: Object.values(texts).join('\n'), connections };
  } finally {
    Reflect.set(Socket.prototype, 'connect', connect);
    unsubscribe('undici:request:create', onRequest);
  }
}

function addressOf(options: readonly unknown[]): string {
  const [first] = options.flat();
  if (typeof first !== 'object' || first === null) return String(first);
  const { host, port, path } = first as { host?: string; port?: number | string; path?: string };
  return path ?? `${host ?? 'localhost'}:${port ?? ''}`;
}

const RUN = 8;

/** The secrets of which 8 characters in a row, in any case, are in a text. */
export function leaked(text: string, secrets: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return secrets.filter((secret) =>
    Array.from({ length: Math.max(1, secret.length - RUN + 1) }, (_, at) =>
      secret.slice(at, at + RUN).toLowerCase(),
    ).some((part) => lower.includes(part)),
  );
}

/** Everything in a folder, links not followed, as a text that is the same as long as nothing changes. */
export function treeOf(folder: string): string {
  return tree(Buffer.from(folder));
}

const SLASH = Buffer.from('/');

function tree(folder: Buffer): string {
  return readdirSync(folder, { encoding: 'buffer' })
    .map((bytes) => ({ name: bytes.toString('latin1'), path: Buffer.concat([folder, SLASH, bytes]) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, path }) => {
      const stats = lstatSync(path);
      if (stats.isDirectory()) return `${name}/\n${tree(path)}`;
      if (stats.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
      const content = stats.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
      return `${name} ${stats.mode} ${stats.mtimeMs} ${content}`;
    })
    .join('\n');
}

/** Writes a file and the folders that it is in. */
export function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
